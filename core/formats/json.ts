import type { JsonObject, JsonValue } from '../types';

/** Readers for wire values: each takes `unknown` and answers `undefined` when it is something else. */
export type WireObject = Readonly<Record<string, unknown>>;

function isWireObject(value: unknown): value is WireObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function readObject(value: unknown): WireObject | undefined {
	return isWireObject(value) ? value : undefined;
}

export function readList(value: unknown): readonly unknown[] | undefined {
	return Array.isArray(value) ? value : undefined;
}

export function readString(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

export function readNumber(value: unknown): number | undefined {
	return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The entries that are text; none of anything else. */
export function readStrings(value: unknown): Readonly<Record<string, string>> {
	return Object.fromEntries(
		Object.entries(readObject(value) ?? {}).filter(
			(pair): pair is [string, string] => typeof pair[1] === 'string',
		),
	);
}

/** The same JSON, with these units of its strings written as `\\uXXXX`. */
export function escapeUnits(json: string, units: RegExp): string {
	return json.replaceAll(units, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** `undefined` when the text is not JSON. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Deeper than any record or answer, and far from the end of the stack. */
const MAX_DEPTH = 500;

export function isJsonValue(value: unknown, depth = 0): value is JsonValue {
	switch (typeof value) {
		case 'string':
		case 'boolean':
			return true;
		case 'number':
			return Number.isFinite(value);
		case 'object':
			if (value === null) return true;
			if (depth > MAX_DEPTH) return false;
			return Array.isArray(value)
				? value.every((entry) => isJsonValue(entry, depth + 1))
				: Object.values(value).every(
						(entry) => entry === undefined || isJsonValue(entry, depth + 1),
					);
		default:
			return false;
	}
}

export function isJsonObject(value: unknown): value is JsonObject {
	return readObject(value) !== undefined && isJsonValue(value);
}
