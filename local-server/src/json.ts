import { parseJson, type JsonObject, type JsonValue } from '../../core';

/** What was parsed from JSON holds nothing else, so these look no deeper. */
export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `Array.isArray` gives `any[]` for unknown values; this gives what JSON can hold. */
export function isArray(value: unknown): value is readonly JsonValue[] {
	return Array.isArray(value);
}

export function parseObject(text: string): JsonObject | undefined {
	const value = parseJson(text);
	return isObject(value) ? value : undefined;
}

/** The object under a key, or an empty one: for reading down a path without a ladder of ifs. */
export function objectAt(value: unknown, key: string): JsonObject {
	const inner = isObject(value) ? value[key] : undefined;
	return isObject(inner) ? inner : {};
}

export function listAt(value: unknown, key: string): readonly JsonValue[] {
	const inner = isObject(value) ? value[key] : undefined;
	return isArray(inner) ? inner : [];
}

/** Under its key, where there is something: JSON knows no undefined. */
export function given(key: string, value: JsonValue | undefined): JsonObject {
	return value === undefined ? {} : { [key]: value };
}
