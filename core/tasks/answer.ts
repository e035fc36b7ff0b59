import { findJson } from '../formats/find-json';
import { isJsonObject, parseJson, readList, readObject } from '../formats/json';
import { isAmong } from '../formats/json-compare';
import { findMismatch } from '../formats/schema/json-schema';
import type { JsonObject } from '../types';
import { describeMismatch } from './describe-mismatch';
import type { Answer } from './task';

/**
 * Reads an answer that should be a JSON object of this schema; what a model puts around it is forgiven, as long as
 * one object alone can be meant.
 */
export function readJsonAnswer(text: string, schema: JsonObject): Answer {
	const whole = parseJson(text);
	if (!isJsonObject(whole)) return readLoosely(text, whole, schema);
	const mismatch = describeMismatch(schema, whole);
	if (mismatch === undefined) return { fields: whole };
	const renamed = inCase(whole, schema);
	if (renamed !== undefined) return { fields: renamed };
	const inside = distinct(within(whole, schema, DEEPEST));
	const [fields] = inside;
	return fields !== undefined && inside.length === 1 ? { fields } : { invalid: mismatch };
}

/** No schema was enforced, or the answer were an object: it is worth another try. */
function readLoosely(text: string, whole: unknown, schema: JsonObject): Answer {
	const found = [...(whole === undefined ? findJson(text, namesOf(schema)) : [whole])];
	const fitting = distinct(found.flatMap((value) => fits(value, schema, DEEPEST)));
	const [fields] = fitting;
	if (fields === undefined) {
		const mismatch = found.filter(isJsonObject).map((value) => describeMismatch(schema, value));
		return { invalid: mismatch.at(-1) ?? 'The answer is not a JSON object.', isFormless: true };
	}
	if (fitting.length === 1) return { fields };
	const last = whole === undefined ? lastHeadingOf(text) : undefined;
	if (last !== undefined) return readLoosely(text.slice(last), undefined, schema);
	return { invalid: 'The model gave more than one answer, and they differ.', isFormless: true };
}

const FINAL_HEADING = /^[^\w\n{["“]{0,9}final (?:answer|result|output|json|version)\b/gim;

/** Behind the words that tell the last answer from drafts before it. */
function lastHeadingOf(text: string): number | undefined {
	const [last] = [...text.matchAll(FINAL_HEADING)].slice(-1);
	return last && last.index + last[0].length;
}

/** An object in a text, in a list, in an object. */
const DEEPEST = 3;

/** The objects of this schema that a value is, or that it is only the wrapping of. */
function fits(value: unknown, schema: JsonObject, depth: number): readonly JsonObject[] {
	if (isJsonObject(value)) {
		const fitting = findMismatch(schema, value) === undefined ? value : inCase(value, schema);
		if (fitting !== undefined) return [fitting];
	}
	return depth === 0 ? [] : within(value, schema, depth - 1);
}

/** The same object where only upper and lower case tell its names from those of the schema, and the schema fits. */
function inCase(object: JsonObject, schema: JsonObject): JsonObject | undefined {
	const names = namesOf(schema);
	const entries = Object.entries(object).map(([name, value]): [string, JsonObject[string]] => {
		const alike = names.includes(name) ? [] : names.filter((one) => isSameWord(one, name));
		return [alike.length === 1 ? (alike[0] ?? name) : name, value];
	});
	const renamed = Object.fromEntries(entries);
	const isWhole = Object.keys(renamed).length === entries.length;
	return isWhole && isJsonObject(renamed) && findMismatch(schema, renamed) === undefined
		? renamed
		: undefined;
}

function isSameWord(one: string, other: string): boolean {
	return one.length === other.length && one.toLowerCase() === other.toLowerCase();
}

function within(value: unknown, schema: JsonObject, depth: number): readonly JsonObject[] {
	if (typeof value === 'string') {
		const whole = parseJson(value);
		const found = whole === undefined ? [...findJson(value, namesOf(schema))] : [whole];
		return found.flatMap((inner) => fits(inner, schema, depth));
	}
	const list = readList(value);
	if (list !== undefined) {
		const [only] = list.length === 1 ? fits(list[0], schema, depth) : [];
		if (only !== undefined) return [only];
		const field = asOnlyField(list, schema);
		const objects = list.length > 1 && list.every(isJsonObject) ? distinct(list) : [];
		return field.length === 0 && objects.length === 1 ? fits(objects[0], schema, 0) : field;
	}
	const object = readObject(value);
	const names = namesOf(schema);
	if (object === undefined || names.length === 0) return [];
	const own = Object.keys(object).filter((name) => names.some((one) => isSameWord(one, name)));
	const values = Object.values(object);
	// With names of the schema's own it is the answer: a part of one of its values would not be the whole.
	if (own.length > 0) {
		const [text] = values;
		return values.length === 1 && typeof text === 'string'
			? asOnlyField(parseJson(text), schema)
			: [];
	}
	// A text among others is a text: a reason may quote what a stranger wrote.
	return values
		.filter((inner) => typeof inner !== 'string' || values.length === 1)
		.flatMap((inner) => fits(inner, schema, depth));
}

/** A bare list where the schema has one field, which is a list (datachain-ai/datachain#1930, 2026-08). */
function asOnlyField(list: unknown, schema: JsonObject): readonly JsonObject[] {
	const [name = '', ...more] = namesOf(schema);
	if (more.length > 0 || readObject(readObject(schema['properties'])?.[name])?.['type'] !== 'array')
		return [];
	const object = { [name]: list };
	return isJsonObject(object) && findMismatch(schema, object) === undefined ? [object] : [];
}

function namesOf({ properties }: JsonObject): readonly string[] {
	return Object.keys(readObject(properties) ?? {});
}

function distinct(objects: readonly JsonObject[]): readonly JsonObject[] {
	const different: JsonObject[] = [];
	for (const object of objects) if (!isAmong(object, different)) different.push(object);
	return different;
}
