import { isJsonObject, parseJson } from '../formats/json';
import { findMismatch } from '../formats/json-schema';
import type { JsonObject } from '../types';
import type { Answer } from './task';

const FENCE = '```';
const FENCE_START = /^```(?:json)?[^\S\n]*\n/i;

/** Reads an answer that should be a JSON object of this schema; a Markdown fence around it is forgiven. */
export function readJsonAnswer(text: string, schema: JsonObject): Answer {
	const value = parseJson(withoutFence(text.trim()));
	if (!isJsonObject(value)) return { invalid: 'The answer is not a JSON object.' };
	const mismatch = findMismatch(schema, value);
	return mismatch === undefined ? { fields: value } : { invalid: `The ${mismatch}.` };
}

function withoutFence(text: string): string {
	const start = FENCE_START.exec(text)?.[0];
	if (start === undefined || !text.endsWith(FENCE)) return text;
	return text.slice(start.length, -FENCE.length).trim();
}
