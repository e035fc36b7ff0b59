import { cleanAnswer, parseJson, type JsonValue } from '../../../../core';
import { isArray, isObject } from '../../json';

const FENCE_START = /```(?:json)?[^\S\n]*\n/i;

/** Without the thoughts that reasoning models put before the answer where their server leaves them in. */
export function withoutThoughts(text: string): string {
	return cleanAnswer(text) ?? '';
}

export interface FoundJson {
	readonly text: string;
	readonly value: JsonValue;
}

/** The JSON in an answer: all of it, or what stands in a code fence or between words around it. */
export function findJson(answer: string): FoundJson | undefined {
	// JSON as a whole holds no thoughts, although a string in it may hold their tags.
	const text = (isObject(parseJson(answer)) ? answer : withoutThoughts(answer)).trim();
	const start = text.search(/[[{]/);
	const end = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'));
	const candidates = [text, withinFence(text), start < 0 ? '' : text.slice(start, end + 1)];
	for (const candidate of candidates) {
		const value = parseJson(candidate);
		if (isObject(value) || isArray(value)) return { text: candidate.trim(), value };
	}
	return undefined;
}

/** What stands in the first code fence; nothing where there is none. */
function withinFence(text: string): string {
	const start = FENCE_START.exec(text);
	if (start === null) return '';
	const from = start.index + start[0].length;
	const end = text.indexOf('```', from);
	return end < 0 ? '' : text.slice(from, end);
}
