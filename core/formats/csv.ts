import type { JsonObject, JsonValue } from '../types';

/**
 * Records as CSV (RFC 4180) with every field that any of them has, nested ones as `a.b`. A text that a
 * spreadsheet would run as a formula is defused with an apostrophe: rows hold what strangers wrote.
 */
export function toCsv(records: readonly JsonObject[]): string {
	const flat = records.map((record) => flatten(record));
	const names = [...new Set(flat.flatMap((record) => Object.keys(record)))];
	const lines = flat.map((record) => names.map((name) => toCell(record[name])));
	return [names.map(toCell), ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
}

function flatten(record: JsonObject, prefix = ''): Record<string, JsonValue> {
	const flat: Record<string, JsonValue> = {};
	for (const [name, value] of Object.entries(record)) {
		if (isObject(value)) Object.assign(flat, flatten(value, `${prefix}${name}.`));
		else flat[`${prefix}${name}`] = value;
	}
	return flat;
}

function isObject(value: JsonValue): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toCell(value: JsonValue | undefined): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	const text = Array.isArray(value) ? value.map(toText).join('; ') : toText(value);
	const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function toText(value: JsonValue): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}
