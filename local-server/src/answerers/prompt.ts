import type { AnswerCall } from '../answerer';
import { readString, type JsonValue } from '../../../core';
import { isArray, isObject, listAt } from '../json';
import { readWanted, type Wanted } from './wanted';

export interface FencedRow {
	readonly id: string;
	readonly text: string;
}

export interface Prompt {
	readonly instructions: string;
	/** What the last user message is about: what stands inside its fences, or all of it. */
	readonly text: string;
	readonly rows: readonly FencedRow[];
	readonly wanted: Wanted;
	readonly maxTokens: number | undefined;
	readonly inputTokens: number;
}

const FENCE = /<row(?:\s+id="([^"]*)")?\s*>\n?([\s\S]*?)\n?<\/row>/g;
/** A fence inside a row is broken with a backslash, so that a row cannot close its own fence. */
const ESCAPED = /<\\(?=\/?row\b)/gi;

/** Roughly what tokenizers make of it: four bytes a token. */
export function countTokens(text: string): number {
	return Math.ceil(Buffer.byteLength(text, 'utf8') / 4);
}

/** The text of a message: a string, or parts of `{text}`. */
function contentText(content: JsonValue | undefined): string {
	if (typeof content === 'string') return content;
	if (!isArray(content)) return '';
	const texts = content.map((part) => (isObject(part) ? (readString(part['text']) ?? '') : ''));
	return texts.filter((text) => text !== '').join('\n');
}

function readMessages({ endpoint, body }: AnswerCall): readonly JsonValue[] {
	if (endpoint === 'chat') return listAt(body, 'messages');
	const input = body['input'];
	return typeof input === 'string' ? [{ role: 'user', content: input }] : listAt(body, 'input');
}

export function readPrompt(call: AnswerCall): Prompt {
	const { endpoint, body } = call;
	const said = readMessages(call).flatMap((message) =>
		isObject(message)
			? [{ role: readString(message['role']), text: contentText(message['content']) }]
			: [],
	);
	const system = said.filter(({ role }) => role === 'system' || role === 'developer');
	const own = endpoint === 'responses' ? readString(body['instructions']) : undefined;
	const instructions = [own ?? '', ...system.map(({ text }) => text)].join('\n').trim();
	const message = said.findLast(({ role }) => role === 'user')?.text ?? '';
	const rows = [...message.matchAll(FENCE)].map(([, id = '', text = '']) => ({
		id,
		text: text.replaceAll(ESCAPED, '<'),
	}));
	const wanted = readWanted(call);
	const schema = wanted.kind === 'schema' ? JSON.stringify(wanted.schema) : '';
	const most =
		endpoint === 'chat'
			? (body['max_completion_tokens'] ?? body['max_tokens'])
			: body['max_output_tokens'];
	const all = [own ?? '', ...said.map(({ text }) => text), schema];
	return {
		instructions,
		text: rows.length > 0 ? rows.map((row) => row.text).join('\n\n') : message,
		rows,
		wanted,
		maxTokens: typeof most === 'number' ? most : undefined,
		inputTokens: countTokens(all.join('\n')),
	};
}
