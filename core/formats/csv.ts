import type { JsonObject, JsonValue } from '../types';
import { CELL_ENDS, defuse } from './defuse';
import { isObject } from './json-parts';

/** Spreadsheets of half of Europe separate by a semicolon. */
const SEPARATORS = { comma: ',', semicolon: ';', tab: '\t' } as const;

export type Separator = keyof typeof SEPARATORS;

/** A spreadsheet shows no more. */
const MAX_COLUMNS = 16_384;
/** Where each record has fields of its own, columns times rows would not fit into memory. */
const MAX_CELLS = 10_000_000;
const MIN_COLUMNS = 100;
const REST = 'Other Fields';
/** Deeper objects stand in one cell, as JSON. */
const MAX_DEPTH = 10;

/**
 * Records as CSV (RFC 4180) with every field that any of them has, nested ones as `a.b`. No text in it becomes a
 * formula in a spreadsheet: rows hold what strangers wrote.
 */
export function toCsv(records: readonly JsonObject[], separator: Separator = 'comma'): string {
	const rows = records.map((record) => flatten(record));
	const columns = columnsOf(rows);
	const shown = columns.keys.size;
	const lines = rows.map((row) => {
		const cells = new Array<JsonValue>(columns.names.length).fill(null);
		const rest: [string, JsonValue][] = [];
		for (const [key, { name, value }] of row) {
			const column = columns.keys.get(key);
			if (column === undefined) rest.push([name, value]);
			else cells[column] = value;
		}
		if (rest.length > 0) cells[shown] = JSON.stringify(Object.fromEntries(rest));
		return cells;
	});
	return [columns.names, ...lines].map((cells) => toLine(cells, SEPARATORS[separator])).join('');
}

interface Field {
	readonly name: string;
	readonly value: JsonValue;
}

/** By where a field stands: `{a: {b}}` and `{'a.b'}` are two, though of one name. */
type FlatRecord = ReadonlyMap<string, Field>;

function flatten(record: JsonObject): FlatRecord {
	const flat = new Map<string, Field>();
	const add = (object: JsonObject, place: string, path: string, depth: number): void => {
		for (const [key, value] of Object.entries(object)) {
			const field = { name: `${path}${key}`, value };
			const inside = `${place}${JSON.stringify(key)}`;
			if (!isObject(value) || depth === MAX_DEPTH) flat.set(inside, field);
			else if (Object.keys(value).length === 0) flat.set(inside, { ...field, value: null });
			else add(value, inside, `${field.name}.`, depth + 1);
		}
	};
	add(record, '', '', 1);
	return flat;
}

interface Columns {
	readonly keys: ReadonlyMap<string, number>;
	/** Each once, as it stands in the file. */
	readonly names: readonly string[];
}

function columnsOf(rows: readonly FlatRecord[]): Columns {
	const room = Math.max(MIN_COLUMNS, Math.floor(MAX_CELLS / Math.max(1, rows.length)));
	const most = Math.min(MAX_COLUMNS, room) - 1;
	const keys = new Map<string, number>();
	const names: string[] = [];
	const used = new Set<string>();
	const counts = new Map<string, number>();
	const addName = (name: string): void => {
		const base = defuse(name);
		let count = counts.get(base) ?? 1;
		let free = base;
		while (used.has(free)) {
			count += 1;
			free = `${base} ${count}`;
		}
		counts.set(base, count);
		used.add(free);
		names.push(free);
	};
	let isWhole = true;
	for (const row of rows) {
		for (const [key, { name }] of row) {
			if (keys.has(key)) continue;
			if (keys.size === most) isWhole = false;
			else {
				keys.set(key, keys.size);
				addName(name);
			}
		}
	}
	if (!isWhole) addName(REST);
	return { keys, names };
}

/**
 * Who takes the file to have another separator cuts its lines elsewhere, and one may then begin with a number below
 * zero: a formula, together with what follows. With the texts of such a line in quotation marks it cannot be run.
 */
function toLine(values: readonly JsonValue[], separator: string): string {
	const hasNegative = values.some((value) => typeof value === 'number' && value < 0);
	// Without them, an empty text in the only column would be a blank line, which readers skip.
	const isBlankLine = values.length === 1 && values[0] === '';
	const cells = values.map((value) => toCell(value, hasNegative || isBlankLine));
	return `${cells.join(separator)}\r\n`;
}

/** What any spreadsheet or reader may take for more than text, and blanks that it may drop. */
const QUOTED = new RegExp(`[${CELL_ENDS}"]|^\\s|\\s$`);

function toCell(value: JsonValue, isQuoted: boolean): string {
	if (value === null) return '';
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	const text = defuse(Array.isArray(value) ? value.map(toText).join('; ') : toText(value));
	return isQuoted || QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function toText(value: JsonValue): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}
