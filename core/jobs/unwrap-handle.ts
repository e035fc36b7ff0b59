import { parseJson, readList, readObject } from '../formats/json';
import { LIMITS } from '../record/limits';

/** A text of a text of an item in a list is the most that was seen; each is a step. */
const MOST_WRAPS = 6;

/** The object inside what hosts and people put around a handle; or what is left where there is none. */
export function unwrapHandle(value: unknown): unknown {
	let inner = value;
	for (let step = 0; step < MOST_WRAPS; step += 1) {
		const next = unwrapOnce(inner);
		if (next === undefined) break;
		inner = next;
	}
	return inner;
}

/** Texts, n8n's items and lists of one: none of it changes what is inside. */
function unwrapOnce(value: unknown): unknown {
	if (typeof value === 'string') return parseText(value);
	const list = readList(value);
	if (list !== undefined) return list.length === 1 ? list[0] : undefined;
	const object = readObject(value);
	return object === undefined || Object.hasOwn(object, 'version')
		? undefined
		: (object['json'] ?? object['handle']);
}

/**
 * A handle that was carried as text: in a cell, a file, a field. Hosts may have made a text of the text
 * (n8n-io/n8n#13771), models put it into a fence.
 */
function parseText(text: string): unknown {
	if (text.length > LIMITS.handleCharacters) return undefined;
	const bare = withoutFence(withoutBlanks(text));
	// The inside of a JSON text: what an expression between quotes comes to.
	return parseJson(bare.startsWith('{\\"') ? `"${bare}"` : bare);
}

/** What editors, cells and web pages leave around a text; JSON knows four blanks only. */
const BLANK = /[\s\u200B-\u200D\u2060\uFEFF]/;

/** No expression: one with a `+` before `$` takes the square of a long run of blanks. */
function withoutBlanks(text: string): string {
	let start = 0;
	let end = text.length;
	while (start < end && BLANK.test(text.charAt(start))) start += 1;
	while (end > start && BLANK.test(text.charAt(end - 1))) end -= 1;
	return text.slice(start, end);
}

function withoutFence(text: string): string {
	const fence = '```';
	return text.startsWith(fence) && text.endsWith(fence)
		? text.slice(fence.length, -fence.length).replace(/^json\b/i, '')
		: text;
}
