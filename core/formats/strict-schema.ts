import { isJsonValue, readList, readObject, readString } from './json';
import { followJsonPointer } from './json-pointer';
import type { JsonObject, JsonValue } from '../types';

/** Structured-outputs limits of the OpenAI guide (checked 2026-11-23); one bad schema fails every line. */
export const SCHEMA_LIMITS = {
	properties: 5000,
	depth: 10,
	enumValues: 1000,
	characters: 120_000,
	longEnumValues: 250,
	longEnumCharacters: 15_000,
} as const;

/**
 * The schema as strict structured outputs want it: every object closed, every property required;
 * what was optional becomes nullable instead.
 */
export function toStrictSchema(schema: JsonObject): JsonObject {
	return toStrictObject(schema, composedOf(schema));
}

/** Their values are data, or schemas by name: a name such as `required` is no keyword there. */
const DATA: readonly string[] = ['const', 'default', 'enum', 'examples'];
const BY_NAME: readonly string[] = ['$defs', 'definitions', 'properties'];

function toStrictObject(schema: JsonObject, composed: ReadonlySet<unknown>): JsonObject {
	const strictValue = (value: JsonValue): JsonValue => {
		if (Array.isArray(value)) return value.map(strictValue);
		return isObject(value) ? toStrictObject(value, composed) : value;
	};
	const strict = mapValues(schema, (value, key) => {
		if (DATA.includes(key)) return value;
		return BY_NAME.includes(key) && isObject(value)
			? mapValues(value, strictValue)
			: strictValue(value);
	});
	const properties = strict['properties'];
	if (!isObject(properties) || composed.has(schema)) return strict;

	const names = Object.keys(properties);
	const required = new Set(readList(schema['required']) ?? names);
	return {
		...strict,
		properties: mapValues(properties, (value, name) =>
			required.has(name) ? value : { anyOf: [value, { type: 'null' }] },
		),
		required: names,
		additionalProperties: false,
	};
}

/** What describes one object together with others: closed, each would refuse what the others ask for. */
function composedOf(root: JsonObject): ReadonlySet<unknown> {
	const composed = new Set<unknown>();
	const visit = (value: JsonValue): void => {
		if (Array.isArray(value)) value.forEach(visit);
		if (!isObject(value)) return;
		const members = (readList(value['allOf']) ?? []).map((member) => {
			const reference = readString(readObject(member)?.['$ref']);
			return reference === undefined ? member : followJsonPointer(root, reference);
		});
		const parts = isObject(value['properties']) ? [value, ...members] : members;
		if (parts.length > 1) for (const part of parts) composed.add(part);
		Object.values(value).forEach(visit);
	};
	visit(root);
	return composed;
}

function mapValues(
	object: JsonObject,
	map: (value: JsonValue, key: string) => JsonValue,
): JsonObject {
	return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value, key)]));
}

function isObject(value: JsonValue | undefined): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The first structured-outputs limit that the schema breaks, in words. */
export function findSchemaFault(schema: JsonObject): string | undefined {
	if (!isJsonValue(schema)) return `it is over 500 levels deep; ${SCHEMA_LIMITS.depth} are allowed`;
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
		if (!isObject(value)) return;
		deepest = Math.max(deepest, depth);
		const children = isObject(value['properties']) ? value['properties'] : {};
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
