import { readString, type JsonValue, type JsonObject } from '../../../../core';
import { given, isArray, isObject } from '../../json';

const FIRST_ROLES = ['system', 'developer'];

export interface Untranslatable {
	/** What of the request has no like in chat completions. */
	readonly unsupported: string;
}

export function isUntranslatable(value: object): value is Untranslatable {
	return 'unsupported' in value;
}

/**
 * One system message, in front: the chat templates of many local models take no other, and know no
 * `developer`.
 */
export function arrangeMessages(messages: readonly JsonValue[]): readonly JsonValue[] {
	const known = messages.filter(isObject);
	const rest = known.findIndex(({ role }) => !FIRST_ROLES.includes(readString(role) ?? ''));
	const heads = rest < 0 ? known : known.slice(0, rest);
	const tail = rest < 0 ? [] : known.slice(rest);
	const head = heads.map(({ content }) => plainText(content)).filter((text) => text !== '');
	return [
		...(head.length === 0 ? [] : [{ role: 'system', content: head.join('\n\n') }]),
		...tail.map((message) =>
			message['role'] === 'developer' ? { ...message, role: 'system' } : message,
		),
	];
}

export function plainText(content: JsonValue | undefined): string {
	if (typeof content === 'string') return content;
	if (!isArray(content)) return '';
	return content.map((part) => (isObject(part) ? (readString(part['text']) ?? '') : '')).join('\n');
}

/** The `instructions` and `input` of a response request as chat messages. */
export function messagesOfInput(body: JsonObject): readonly JsonValue[] | Untranslatable {
	const instructions = readString(body['instructions']);
	const input = body['input'];
	const items = isArray(input) ? input : [{ role: 'user', content: input ?? '' }];
	const said = items.map(messageOf);
	const odd = said.find((one) => one !== undefined && isUntranslatable(one));
	if (odd !== undefined && isUntranslatable(odd)) return odd;
	const messages = said.flatMap((one) => (one === undefined || isUntranslatable(one) ? [] : [one]));
	const head = instructions === undefined ? [] : [{ role: 'system', content: instructions }];
	return arrangeMessages([...head, ...messages]);
}

function messageOf(item: JsonValue): JsonObject | Untranslatable | undefined {
	if (!isObject(item)) return { unsupported: 'an input item that is no object' };
	const type = readString(item['type']) ?? 'message';
	// A model's own thoughts, handed back: chat completions have no place for them.
	if (type === 'reasoning') return undefined;
	if (type !== 'message') return { unsupported: `an input item of type '${type}'` };
	const role = readString(item['role']) ?? 'user';
	const content = item['content'];
	if (!isArray(content)) return { role, content: content ?? '' };
	const parts = content.map(partOf);
	const odd = parts.find(isUntranslatable);
	if (odd !== undefined) return odd;
	const wire = parts.flatMap((part) => (isUntranslatable(part) ? [] : [part]));
	// Text alone goes as one string: not every server takes parts.
	const textOnly = wire.every((part) => part['type'] === 'text');
	return { role, content: textOnly ? plainText(wire) : wire };
}

function partOf(part: JsonValue): JsonObject | Untranslatable {
	const type = isObject(part) ? readString(part['type']) : undefined;
	if (!isObject(part) || type === undefined) return { unsupported: 'an input part without a type' };
	switch (type) {
		case 'input_text':
		case 'output_text':
		case 'text':
			return { type: 'text', text: readString(part['text']) ?? '' };
		case 'refusal':
			return { type: 'text', text: readString(part['refusal']) ?? '' };
		case 'input_image': {
			const url = readString(part['image_url']);
			if (url === undefined) return { unsupported: 'an image without image_url' };
			const detail = given('detail', readString(part['detail']));
			return { type: 'image_url', image_url: { url, ...detail } };
		}
		default:
			return { unsupported: `an input part of type '${type}'` };
	}
}
