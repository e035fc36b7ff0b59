import { OffpeakError } from '../../../core';
import { isBlank, readCells, type Cells } from './table/cells';
import { NO_SEPARATOR, chooseDialect, fitsExactly, otherDialects } from './table/dialect';
import { findQuoteFault, type Dialect, type QuoteFault } from './table/quote-fault';

type Table = ReadonlyArray<Readonly<Record<string, string>>>;

/** As many as a spreadsheet shows. */
const MAX_COLUMNS = 16_384;
/** Rows times columns; beyond it a step of Zapier runs out of memory. */
const MAX_CELLS = 5_000_000;

/**
 * Reads a table of any separator, line end and way of quoting that spreadsheets and databases write. Nothing of it is
 * left out: what cannot be told to be in one cell or in another is refused with its row.
 */
export function readCsv(text: string, name = 'the table'): Table {
	const { content, separator } = readPreface(text);
	const dialect: Dialect =
		separator === undefined ? chooseDialect(content) : { separator, quotes: 'doubled' };
	const cells = readOrderly(content, dialect, name);
	const headRow = cells.findIndex((row) => !isBlank(row));
	if (headRow === -1) return [];
	const head = cells[headRow] ?? [];
	// A blank row between others stays: the position of those behind it may be their id.
	const end = cells.findLastIndex((row) => !isBlank(row)) + 1;
	const rows = cells
		.slice(headRow + 1, end)
		.filter((row) => row.length > 1 || head.length === 1 || !isBlank(row));
	if (head.length > MAX_COLUMNS || head.length * rows.length > MAX_CELLS) {
		throw tooLarge(name, head.length, rows.length);
	}
	const columns = nameColumns(head, rows);
	return rows.map((row) =>
		Object.fromEntries([...columns].map(([index, column]) => [column, row[index] ?? ''])),
	);
}

interface Preface {
	/** From the line with the column names on, each line ending in `\n`. */
	readonly content: string;
	/** As the first line has it for Excel: `sep=;`. */
	readonly separator?: string;
}

function readPreface(text: string): Preface {
	const lines = text.replace(/^\uFEFF/, '').replaceAll(/\r(?!\n)/g, '\n');
	const whole = lines.endsWith('\n') ? lines : `${lines}\n`;
	const [line = '', separator] = /^sep=([^"\r\n\uFEFF])\r?\n/i.exec(whole) ?? [];
	const content = whole.slice(line.length);
	return separator === undefined ? { content } : { content, separator };
}

function readOrderly(text: string, dialect: Dialect, name: string): readonly Cells[] {
	const { fault } = findQuoteFault(text, dialect);
	const cells = fault === undefined ? readCells(text, dialect) : undefined;
	if (cells !== undefined && hasPlainHead(cells) && findWide(cells) === undefined) return cells;
	for (const other of otherDialects(text, dialect)) {
		if (findQuoteFault(text, other).fault !== undefined) continue;
		const read = readCells(text, other);
		const head = read.find((row) => !isBlank(row)) ?? [];
		if (head.length < 2 && dialect.separator !== NO_SEPARATOR) continue;
		if (other.quotes === 'backslashed' ? findWide(read) === undefined : fitsExactly(read)) {
			return read;
		}
	}
	if (fault !== undefined) throw outOfOrder(name, fault);
	const wide = findWide(cells ?? []);
	if (wide !== undefined) throw tooWide(name, wide, dialect);
	return cells ?? [];
}

/** No blank stands between a separator and a quotation mark, which would become a part of the name. */
function hasPlainHead(cells: readonly Cells[]): boolean {
	const head = cells.find((row) => !isBlank(row)) ?? [];
	return !head.some((cell) => /^\s+"/.test(cell));
}

interface WideRow {
	readonly row: number;
	readonly cells: number;
	readonly columns: number;
}

/** The first row that has something behind its last column. */
function findWide(cells: readonly Cells[]): WideRow | undefined {
	const columns = cells.find((row) => !isBlank(row))?.length ?? 0;
	const index = cells.findIndex((row) => row.length > columns && !isBlank(row.slice(columns)));
	return index === -1 ? undefined : { row: index + 1, cells: cells[index]?.length ?? 0, columns };
}

/** The columns by their place. One without a name and with nothing in it is a separator at the end of each line. */
function nameColumns(head: Cells, rows: readonly Cells[]): ReadonlyMap<number, string> {
	const names = head.map((name) => name.trim());
	const given = new Set(names);
	const used = new Set<string>();
	const counts = new Map<string, number>();
	const columns = new Map<number, string>();
	for (const [index, name] of names.entries()) {
		if (name === '' && rows.every((row) => (row[index] ?? '').trim() === '')) continue;
		const base = name === '' ? `Column ${index + 1}` : name;
		let count = counts.get(base) ?? 1;
		let free = base;
		while (used.has(free) || (free !== name && given.has(free))) {
			count += 1;
			free = `${base} ${count}`;
		}
		counts.set(base, count);
		used.add(free);
		columns.set(index, free);
	}
	return columns;
}

const COUNTED = 'Rows are counted as in a spreadsheet, with the one that names the columns.';

function outOfOrder(name: string, { kind, row }: QuoteFault): OffpeakError {
	return refused(
		kind === 'unclosed'
			? `Row ${row} of ${name} opens a quotation mark that is never closed.`
			: `In row ${row} of ${name}, text goes on behind a closing quotation mark.`,
		`Write a quotation mark inside a quoted text twice (""), or export the table again as CSV. ${COUNTED}`,
	);
}

const SEPARATOR_NAMES: ReadonlyMap<string, string> = new Map([
	[',', 'a comma'],
	[';', 'a semicolon'],
	['\t', 'a tab'],
	['|', 'a bar'],
]);

function tooWide(name: string, { row, cells, columns }: WideRow, dialect: Dialect): OffpeakError {
	const separator = SEPARATOR_NAMES.get(dialect.separator) ?? 'a separator';
	return refused(
		`Row ${row} of ${name} has ${cells} cells, but there are names for ${columns} columns only.`,
		`Put a text that contains ${separator} into quotation marks, or name every column. ${COUNTED}`,
	);
}

function tooLarge(name: string, columns: number, rows: number): OffpeakError {
	return refused(
		columns > MAX_COLUMNS
			? `${columns} columns in ${name} are more than a spreadsheet has.`
			: `${rows} rows of ${columns} columns in ${name} are more than ${MAX_CELLS / 1e6} million cells.`,
		'Leave out the columns that are not needed, or split the table.',
	);
}

function refused(message: string, hint: string): OffpeakError {
	return new OffpeakError('invalid_input', message, { hint: `${hint} Nothing was sent.` });
}
