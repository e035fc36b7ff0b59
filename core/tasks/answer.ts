import { isJsonObject, parseJson } from '../formats/json';
import { findMismatch } from '../formats/json-schema';
import type { JsonObject } from '../types';
import type { Answer } from './task';

const CODE_FENCE = /^\s*```(?:json)?\s*\n([\s\S]*?)\n?\s*```\s*$/i;

/** Reads an answer that should be a JSON object of this schema; a Markdown fence around it is forgiven. */
export function readJsonAnswer(text: string, schema: JsonObject): Answer {
	const value = parseJson(CODE_FENCE.exec(text)?.[1] ?? text);
	if (!isJsonObject(value)) return { invalid: 'The answer is not a JSON object.' };
	const mismatch = findMismatch(schema, value);
	return mismatch === undefined ? { fields: value } : { invalid: `The ${mismatch}.` };
}
