import { isJsonValue } from '../json';
import { isList, isObject } from '../json-parts';
import { StrictWriter } from './strict-writer';
import type { JsonObject, JsonValue } from '../../types';

/**
 * Limits of strict structured outputs (developers.openai.com/api/docs/guides/structured-outputs, checked 2026-11-29);
 * one bad schema fails every line.
 */
export const SCHEMA_LIMITS = {
	properties: 5000,
	depth: 10,
	enumValues: 1000,
	characters: 120_000,
	longEnumValues: 250,
	longEnumCharacters: 15_000,
} as const;

/**
 * One grammar for all providers: each is sent the same schema and told to enforce it, some that take no more copy
 * these rules (Groq: Meridiona/meridian#811; Azure; DeepSeek), and a job may be sent to another one tomorrow. So
 * what the strictest would refuse is refused for all, and a server that enforces nothing loses nothing by it.
 */
export function toStrictSchema(schema: JsonObject): JsonObject {
	return isJsonValue(schema) ? new StrictWriter(schema).write() : schema;
}

/** Everything in words for which strict mode would refuse the schema, each with its place and the way out. */
export function findStrictFaults(schema: JsonObject): readonly string[] {
	const depth = findSchemaFault({}, schema);
	if (depth !== undefined) return [`is too large: ${depth}.`];
	const writer = new StrictWriter(schema);
	const fault = findSchemaFault(writer.write());
	return [...writer.faults, ...(fault === undefined ? [] : [`is too large: ${fault}.`])];
}

/** The first of the limits that the schema breaks, in words. */
export function findSchemaFault(
	schema: JsonObject,
	given: JsonObject = schema,
): string | undefined {
	if (!isJsonValue(given)) return `it is over 500 levels deep; ${SCHEMA_LIMITS.depth} are allowed`;
	let properties = 0;
	let enumValues = 0;
	let characters = 0;
	let deepest = 0;
	let longEnum = false;

	const visit = (value: JsonValue | undefined, depth: number): void => {
		if (isList(value)) {
			for (const entry of value) visit(entry, depth);
			return;
		}
		if (!isObject(value)) return;
		deepest = Math.max(deepest, depth);
		for (const [name, child] of entriesOf(value['properties'])) {
			properties += 1;
			characters += name.length;
			visit(child, depth + 1);
		}
		for (const [name, child] of entriesOf(value['$defs'])) {
			characters += name.length;
			visit(child, 1);
		}
		const values = isList(value['enum']) ? value['enum'] : [];
		const length = values.reduce<number>((sum, entry) => sum + String(entry).length, 0);
		enumValues += values.length;
		characters += length + (typeof value['const'] === 'string' ? value['const'].length : 0);
		longEnum ||=
			values.length > SCHEMA_LIMITS.longEnumValues && length > SCHEMA_LIMITS.longEnumCharacters;
		visit(value['items'], depth + 1);
		visit(value['anyOf'], depth);
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

function entriesOf(value: JsonValue | undefined): readonly (readonly [string, JsonValue])[] {
	return isObject(value) ? Object.entries(value) : [];
}
