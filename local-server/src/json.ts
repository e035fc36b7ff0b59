export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
	readonly [key: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `Array.isArray` gives `any[]` for unknown values; this gives what JSON can hold. */
export function isArray(value: unknown): value is readonly Json[] {
	return Array.isArray(value);
}

/** Undefined when the text is no JSON: a bad line or body is data here, not an exception. */
export function parseJson(text: string): Json | undefined {
	try {
		const value: Json = JSON.parse(text);
		return value;
	} catch {
		return undefined;
	}
}

export function parseObject(text: string): JsonObject | undefined {
	const value = parseJson(text);
	return isObject(value) ? value : undefined;
}

export function readString(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

export function readNumber(value: unknown): number | undefined {
	return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The object under a key, or an empty one: for reading down a path without a ladder of ifs. */
export function readObject(value: unknown, key: string): JsonObject {
	const inner = isObject(value) ? value[key] : undefined;
	return isObject(inner) ? inner : {};
}

export function readArray(value: unknown, key: string): readonly Json[] {
	const inner = isObject(value) ? value[key] : undefined;
	return isArray(inner) ? inner : [];
}
