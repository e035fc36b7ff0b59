import { isJsonValue, readObject } from '../formats/json';
import type { JsonObject, JsonValue } from '../types';
import { looksLikeHtml } from './html/looks-like-html';

const SHORT_FIELD_CHARACTERS = 200;

export type KeepFields = 'short' | 'none' | 'all' | readonly string[];

/**
 * The fields of a host record that travel along. `short` keeps scalars of up to 200 characters, never a
 * field that holds the row's text or HTML; a list names fields (`a.b` reaches into an object).
 */
export function selectKeptFields(
	record: Readonly<Record<string, unknown>>,
	keep: KeepFields,
	text: string,
): JsonObject {
	if (keep === 'none') return {};
	if (keep === 'all') return jsonEntries(Object.entries(record));
	if (keep === 'short') {
		return jsonEntries(Object.entries(record).filter(([, value]) => isShort(value, text)));
	}
	return jsonEntries(keep.map((path) => [path, readPath(record, path)]));
}

function jsonEntries(entries: readonly (readonly [string, unknown])[]): JsonObject {
	return Object.fromEntries(
		entries.filter((entry): entry is readonly [string, JsonValue] => isJsonValue(entry[1])),
	);
}

function isShort(value: unknown, text: string): boolean {
	if (typeof value === 'boolean' || typeof value === 'number' || value === null) return true;
	if (typeof value !== 'string' || value.length > SHORT_FIELD_CHARACTERS) return false;
	return value === '' || (value !== text && !looksLikeHtml(value));
}

function readPath(record: Readonly<Record<string, unknown>>, path: string): unknown {
	if (Object.hasOwn(record, path)) return record[path];
	let value: unknown = record;
	for (const key of path.split('.')) value = readObject(value)?.[key];
	return value;
}
