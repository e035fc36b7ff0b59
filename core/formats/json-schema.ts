import { isJsonObject, readList, readNumber, readObject, readString } from './json';
import type { JsonObject, JsonValue } from '../types';

/**
 * The part of JSON Schema that structured outputs accept: type, properties, items, enum, const,
 * anyOf, bounds. Answers are checked here too, because not every server enforces what it was sent.
 */

/** Structured-outputs limits of the OpenAI guide (checked 2026-11-23); one bad schema fails every line. */
export const SCHEMA_LIMITS = {
	properties: 5000,
	depth: 10,
	enumValues: 1000,
	characters: 120_000,
	longEnumValues: 250,
	longEnumCharacters: 15_000,
} as const;

/** Why `value` does not fit `schema`, as a path and a reason; `undefined` when it fits. */
export function findMismatch(schema: unknown, value: unknown, path = 'answer'): string | undefined {
	const rule = readObject(schema);
	if (rule === undefined) return undefined;

	const options = readList(rule['anyOf']);
	if (options !== undefined) {
		const fits = options.some((option) => findMismatch(option, value, path) === undefined);
		return fits ? undefined : `${path} fits none of the allowed forms`;
	}
	const allowed = rule['const'] !== undefined ? [rule['const']] : readList(rule['enum']);
	if (allowed !== undefined && !allowed.some((entry) => entry === value)) {
		return `${path} is not one of the allowed values`;
	}
	const types = readTypes(rule);
	if (types.length > 0 && !types.some((type) => isOfType(type, value))) {
		return `${path} is not ${types.map(article).join(' or ')}`;
	}
	return findBoundMismatch(rule, value, path) ?? findChildMismatch(rule, value, path);
}

function readTypes(rule: Readonly<Record<string, unknown>>): readonly string[] {
	const single = readString(rule['type']);
	if (single !== undefined) return [single];
	return (readList(rule['type']) ?? []).flatMap((type) => (typeof type === 'string' ? [type] : []));
}

function article(type: string): string {
	if (type === 'null') return 'empty';
	return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function isOfType(type: string, value: unknown): boolean {
	switch (type) {
		case 'object':
			return readObject(value) !== undefined;
		case 'array':
			return Array.isArray(value);
		case 'integer':
			return Number.isInteger(value);
		case 'null':
			return value === null;
		default:
			return typeof value === type;
	}
}

function findBoundMismatch(
	rule: Readonly<Record<string, unknown>>,
	value: unknown,
	path: string,
): string | undefined {
	const size = typeof value === 'number' ? value : Array.isArray(value) ? value.length : undefined;
	if (size === undefined) return undefined;
	const [lowest, highest] = Array.isArray(value)
		? [rule['minItems'], rule['maxItems']]
		: [rule['minimum'], rule['maximum']];
	const min = readNumber(lowest);
	const max = readNumber(highest);
	if (min !== undefined && size < min) return `${path} is below ${min}`;
	if (max !== undefined && size > max) return `${path} is above ${max}`;
	return undefined;
}

function findChildMismatch(
	rule: Readonly<Record<string, unknown>>,
	value: unknown,
	path: string,
): string | undefined {
	if (Array.isArray(value)) {
		for (const [index, entry] of value.entries()) {
			const mismatch = findMismatch(rule['items'], entry, `${path}[${index}]`);
			if (mismatch !== undefined) return mismatch;
		}
		return undefined;
	}
	const object = readObject(value);
	if (object === undefined) return undefined;
	const properties = readObject(rule['properties']) ?? {};
	for (const name of readList(rule['required']) ?? []) {
		if (typeof name === 'string' && !Object.hasOwn(object, name))
			return `${path}.${name} is missing`;
	}
	for (const [name, entry] of Object.entries(object)) {
		const known = Object.hasOwn(properties, name);
		if (!known && rule['additionalProperties'] === false)
			return `${path}.${name} was not asked for`;
		const mismatch = known ? findMismatch(properties[name], entry, `${path}.${name}`) : undefined;
		if (mismatch !== undefined) return mismatch;
	}
	return undefined;
}

/**
 * The schema as strict structured outputs want it: every object closed, every property required;
 * what was optional becomes nullable instead.
 */
export function toStrictSchema(schema: JsonObject): JsonObject {
	const strict: Record<string, JsonValue> = {};
	for (const [key, value] of Object.entries(schema)) {
		if (key === 'properties' || key === 'required' || key === 'additionalProperties') continue;
		strict[key] = toStrictValue(value);
	}
	if (!isJsonObject(schema['properties'])) return strict;

	const required = new Set(readList(schema['required']) ?? Object.keys(schema['properties']));
	strict['properties'] = Object.fromEntries(
		Object.entries(schema['properties']).map(([name, property]) => {
			const value = toStrictValue(property);
			return [name, required.has(name) ? value : { anyOf: [value, { type: 'null' }] }];
		}),
	);
	strict['required'] = Object.keys(schema['properties']);
	strict['additionalProperties'] = false;
	return strict;
}

function toStrictValue(value: JsonValue): JsonValue {
	if (Array.isArray(value)) return value.map(toStrictValue);
	return isJsonObject(value) ? toStrictSchema(value) : value;
}

/** The first structured-outputs limit that the schema breaks, in words. */
export function findSchemaFault(schema: JsonObject): string | undefined {
	let properties = 0;
	let enumValues = 0;
	let characters = 0;
	let deepest = 0;
	let longEnum = false;

	const visit = (value: JsonValue, depth: number): void => {
		if (Array.isArray(value)) {
			for (const entry of value) visit(entry, depth);
			return;
		}
		if (!isJsonObject(value)) return;
		deepest = Math.max(deepest, depth);
		const children = isJsonObject(value['properties']) ? value['properties'] : {};
		for (const [name, child] of Object.entries(children)) {
			properties += 1;
			characters += name.length;
			visit(child, depth + 1);
		}
		const values = Array.isArray(value['enum']) ? value['enum'] : [];
		const length = values.reduce<number>((sum, entry) => sum + String(entry).length, 0);
		enumValues += values.length;
		characters += length;
		longEnum ||=
			values.length > SCHEMA_LIMITS.longEnumValues && length > SCHEMA_LIMITS.longEnumCharacters;
		for (const key of ['items', 'anyOf'] as const) {
			const child = value[key];
			if (child !== undefined) visit(child, key === 'items' ? depth + 1 : depth);
		}
	};
	visit(schema, 1);

	if (properties > SCHEMA_LIMITS.properties)
		return `it has ${properties} fields; 5,000 are allowed`;
	if (deepest > SCHEMA_LIMITS.depth) return `it is ${deepest} levels deep; 10 are allowed`;
	if (enumValues > SCHEMA_LIMITS.enumValues) {
		return `it lists ${enumValues} allowed values; 1,000 are allowed`;
	}
	if (characters > SCHEMA_LIMITS.characters) {
		return `its names and allowed values take ${characters} characters; 120,000 are allowed`;
	}
	return longEnum
		? 'one list of over 250 allowed values takes more than 15,000 characters'
		: undefined;
}
