import { readShape } from '../tasks/read-shape';
import { isJsonObject, isJsonValue, readNumber, readObject, readString } from '../formats/json';
import { encodeLine } from '../formats/jsonl';
import { looksLikeHtml } from '../rows/html-text';
import type { AnswerShape, JsonObject, JsonValue } from '../types';

/**
 * The kept file: a second file at the provider that brings back, beside the answers, what the provider
 * need not read: the row's fields, an id that does not fit into a request id, why a row was skipped.
 * Line 1 is a header, then one line for each row that has something to keep.
 */
export interface KeptRow {
	readonly rowId?: string;
	readonly fields?: JsonObject;
	readonly skipped?: string;
}

export function encodeKeptHeader(shape: AnswerShape): string {
	return encodeLine({ offpeak: 1, shape });
}

export function encodeKeptRow(rowIndex: number, { rowId, fields, skipped }: KeptRow): string {
	return encodeLine({ row: rowIndex, id: rowId, fields, skipped });
}

export type KeptLine =
	| { readonly shape: AnswerShape }
	| { readonly rowIndex: number; readonly row: KeptRow };

export function readKeptLine(value: unknown): KeptLine | undefined {
	const line = readObject(value);
	if (line === undefined) return undefined;
	const shape = readShape(line['shape']);
	if (shape !== undefined) return { shape };
	const rowIndex = readNumber(line['row']);
	if (rowIndex === undefined) return undefined;
	const rowId = readString(line['id']);
	const fields = line['fields'];
	const skipped = readString(line['skipped']);
	return {
		rowIndex,
		row: {
			...(rowId === undefined ? {} : { rowId }),
			...(isJsonObject(fields) ? { fields } : {}),
			...(skipped === undefined ? {} : { skipped }),
		},
	};
}

const SHORT_FIELD_CHARACTERS = 200;

export type KeepFields = 'short' | 'none' | 'all' | readonly string[];

/**
 * The fields of a host record that travel along. `short` keeps scalars of up to 200 characters, never a
 * field that holds the row's text or HTML; a list names fields (`a.b` reaches into an object).
 */
export function selectKept(
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
