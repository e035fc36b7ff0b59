import { defined } from '../../formats/defined';
import { isJsonObject, readObject, readString } from '../../formats/json';
import { encodeJson, wellFormedObject } from '../../formats/well-formed';
import { FENCE } from '../../tasks';
import type { JsonObject } from '../../types';
import {
	type LineTemplate,
	type OwnFields,
	type RequestChange,
	type RequestSettings,
	type SentRequest,
	SIDE_ID,
} from '../protocol';

export type Endpoint = '/v1/responses' | '/v1/chat/completions';

const SCHEMA_NAME = 'answer';
const PLACEHOLDER = '{text}';

/** `{custom_id, method, url, body}`, the body about a text. */
export function encodeTemplate(endpoint: Endpoint, settings: RequestSettings): LineTemplate {
	const { isPacked, ...asked } = settings;
	const text = isPacked === true ? PLACEHOLDER : FENCE.open + PLACEHOLDER + FENCE.close;
	return templateOf(endpoint, encodeBody(endpoint, asked, text));
}

/** A request for as little as the endpoint takes: 16 tokens of a response (earendil-works/pi#6265, 2026-07), one of a chat. */
export function encodeSideTemplate(endpoint: Endpoint, model: string): LineTemplate {
	switch (endpoint) {
		case '/v1/responses':
			return templateOf(endpoint, { model, max_output_tokens: 16, input: PLACEHOLDER });
		case '/v1/chat/completions':
			return templateOf(endpoint, {
				model,
				max_completion_tokens: 1,
				messages: [{ role: 'user', content: PLACEHOLDER }],
			});
	}
}

export function readSideLine(line: unknown): string | undefined {
	const entry = readObject(line);
	const body = entry?.['body'];
	const isOurs = readString(entry?.['custom_id'])?.startsWith(SIDE_ID) === true;
	return isOurs && isJsonObject(body) ? textIn(body)?.text : undefined;
}

function templateOf(endpoint: Endpoint, body: JsonObject): LineTemplate {
	const line = encodeJson({ custom_id: '', method: 'POST', url: endpoint, body });
	const idAt = line.indexOf('""') + 1;
	// The text is the last thing in the body, so the last match is ours, whatever a prompt holds.
	const textAt = line.lastIndexOf(PLACEHOLDER);
	return {
		head: line.slice(0, idAt),
		middle: line.slice(idAt, textAt),
		tail: `${line.slice(textAt + PLACEHOLDER.length)}\n`,
	};
}

/** What a request asks: the fixed part first, so that the provider can cache it; the row's text last. */
function encodeBody(
	endpoint: Endpoint,
	{ model, prompt, maxOutputTokens, extra: asked = {} }: Omit<RequestSettings, 'isPacked'>,
	text: string,
): JsonObject {
	const { instructions, schema } = prompt;
	// A name that is ours once it is mended must not stand there twice.
	const extra = wellFormedObject(asked);
	switch (endpoint) {
		case '/v1/responses':
			return {
				model,
				...extra,
				// It would be kept for 30 days otherwise (DESIGN §6: nothing is kept longer than asked).
				store: false,
				...defined({ max_output_tokens: maxOutputTokens }),
				...(schema === undefined
					? {}
					: { text: { format: { type: 'json_schema', name: SCHEMA_NAME, strict: true, schema } } }),
				instructions,
				input: text,
			};
		case '/v1/chat/completions':
			return {
				model,
				...extra,
				...defined({ max_completion_tokens: maxOutputTokens }),
				...(schema === undefined
					? {}
					: {
							response_format: {
								type: 'json_schema',
								json_schema: { name: SCHEMA_NAME, strict: true, schema },
							},
						}),
				messages: [
					{ role: 'system', content: instructions },
					{ role: 'user', content: text },
				],
			};
	}
}

export function bodyOf({ line }: SentRequest): JsonObject {
	return isJsonObject(line['body']) ? line['body'] : {};
}

export function readRequest(value: unknown): SentRequest | undefined {
	if (!isJsonObject(value)) return undefined;
	const id = readString(value['custom_id']);
	const body = readObject(value['body']);
	if (id === undefined || body === undefined) return undefined;
	const outputLimit = OUTPUT_LIMITS.map((field) => body[field]).find(isNumber);
	return { id, line: value, ...defined({ model: readString(body['model']), outputLimit }) };
}

export function changeRequest(
	request: SentRequest,
	{ id = request.id, text, room = 1 }: RequestChange,
): SentRequest | undefined {
	const body = bodyOf(request);
	const changed = text === undefined ? body : changeText(body, text);
	if (changed === undefined) return undefined;
	const limits = OUTPUT_LIMITS.flatMap((field) => {
		const limit = changed[field];
		return isNumber(limit) ? [[field, Math.ceil(limit * room)] as const] : [];
	});
	return readRequest({
		...request.line,
		custom_id: id,
		body: { ...changed, ...Object.fromEntries(limits) },
	});
}

function changeText(
	body: JsonObject,
	change: (text: string) => string | undefined,
): JsonObject | undefined {
	const found = textIn(body);
	const changed = found === undefined ? undefined : change(found.text);
	return changed === undefined ? undefined : found?.replaceBy(changed);
}

interface TextInBody {
	readonly text: string;
	readonly replaceBy: (text: string) => JsonObject;
}

function textIn(body: JsonObject): TextInBody | undefined {
	const { input, messages } = body;
	if (typeof input === 'string') {
		return { text: input, replaceBy: (text) => ({ ...body, input: text }) };
	}
	const before = Array.isArray(messages) ? messages.slice(0, -1) : [];
	const last = Array.isArray(messages) ? messages.at(-1) : undefined;
	if (!isJsonObject(last) || typeof last['content'] !== 'string') return undefined;
	return {
		text: last['content'],
		replaceBy: (text) => ({ ...body, messages: [...before, { ...last, content: text }] }),
	};
}

/** Say how long an answer may be; the last one only where a user wrote it. */
const OUTPUT_LIMITS = ['max_output_tokens', 'max_completion_tokens', 'max_tokens'] as const;

const TAKEN = ['model', 'input', 'instructions', 'messages', 'stream', 'background', 'store'];

export function readOwnFields(asked: JsonObject): OwnFields {
	const extra = wellFormedObject(asked);
	const has = (field: string): boolean => Object.hasOwn(extra, field);
	// As the two endpoints have it.
	const effort = extra['reasoning_effort'] ?? readObject(extra['reasoning'])?.['effort'];
	return {
		...defined({ taken: TAKEN.find(has), effort: readString(effort) }),
		limitsOutput: OUTPUT_LIMITS.some(has),
	};
}

function isNumber(value: unknown): value is number {
	return typeof value === 'number';
}
