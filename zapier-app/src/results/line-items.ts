import {
	rowCost,
	toResultRow,
	type Handle,
	type JsonObject,
	type JsonValue,
	type Outcome,
	type OwnPrice,
	type Provider,
} from '../../../core';

/** One row as Zapier's line items and tables hold it: only texts, numbers, yes or no. */
type LineItem = Readonly<Record<string, string | number | boolean>>;

const RECORD = '_offpeak';

/** Whose rows they are, and what tells their cost. */
export interface RowSource {
	readonly handle: Handle;
	readonly provider: Provider;
	readonly ownPrice?: OwnPrice;
}

/** What became of a row. */
const ROW_COLUMNS = ['offpeak_id', 'offpeak_outcome', 'offpeak_reason', 'offpeak_cost'] as const;
const TAKEN: ReadonlySet<string> = new Set([...ROW_COLUMNS, RECORD]);

/**
 * Outcomes as line items: what became of the row, kept fields, the answer's fields. Every item has every
 * column, for Zapier would otherwise move values up into rows that lack one; so a kept field that gives way
 * to one of the answer's does so in rows without an answer, too.
 */
export function toLineItems(outcomes: readonly Outcome[], source: RowSource): readonly LineItem[] {
	const answers = outcomes.map(({ answer }) => toColumns(answer));
	const noAnswer = Object.fromEntries(answers.flatMap(Object.keys).map((column) => [column, '']));
	const rows = outcomes.map((outcome, index) =>
		flatten(outcome, { ...noAnswer, ...answers[index] }, source),
	);
	const columns = new Set([...ROW_COLUMNS, ...rows.flatMap((row) => Object.keys(row))]);
	return rows.map((row) =>
		// A column may be called `constructor`, which every object has.
		Object.fromEntries(
			[...columns].map((column) => [column, Object.hasOwn(row, column) ? (row[column] ?? '') : '']),
		),
	);
}

function flatten(
	outcome: Outcome,
	answer: JsonObject,
	{ handle, provider, ...price }: RowSource,
): LineItem {
	const record: Readonly<Record<(typeof ROW_COLUMNS)[number], string | number>> = {
		offpeak_id: outcome.rowId,
		offpeak_outcome: outcome.outcome,
		offpeak_reason: outcome.reason ?? '',
		offpeak_cost: rowCost(outcome, '', provider, { engine: handle.kind, ...price }) ?? '',
	};
	const row = toResultRow({ ...outcome, answer: { ...answer, ...record } }, handle.label);
	const fields = Object.entries(row).filter(([name]) => name !== RECORD);
	return Object.fromEntries(fields.map(([name, value]) => [name, toCell(value)]));
}

/** The answer's fields by their columns: `categoryValue` becomes `category_value`, as Zapier's own are written. */
function toColumns(answer: JsonObject): JsonObject {
	const named = Object.entries(answer).map(
		([name, value]) => [ANSWER_COLUMNS.get(name) ?? name, value] as const,
	);
	return besides(TAKEN, Object.fromEntries(named));
}

/** The answer's fields, those with a taken name as `answer_…`. */
export function besides<Value>(
	taken: ReadonlySet<string>,
	fields: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value>> {
	const isTaken = (name: string): boolean => taken.has(name) || Object.hasOwn(fields, name);
	return Object.fromEntries(
		Object.entries(fields).map(([name, value]) => {
			let free = name;
			if (taken.has(name)) {
				do free = `answer_${free}`;
				while (isTaken(free));
			}
			return [free, value];
		}),
	);
}

const ANSWER_COLUMNS: ReadonlyMap<string, string> = new Map([
	['categoryValue', 'category_value'],
	['categoryValues', 'category_values'],
	['actionItems', 'action_items'],
]);

function toCell(value: JsonValue): string | number | boolean {
	if (value === null) return '';
	if (typeof value !== 'object') return value;
	const isFlat = Array.isArray(value) && value.every((entry) => typeof entry !== 'object');
	return isFlat ? value.join(', ') : JSON.stringify(value);
}

/** What has an answer, and what has none, up to what a Zap can carry; the file has all of them. */
export interface CarriedRows {
	readonly rows: readonly LineItem[];
	readonly failed_rows: readonly LineItem[];
	readonly rows_left_out: number;
	/** Says so where rows are left out; else empty. */
	readonly note: string;
}

/** What fits into a Zap: Zapier ends at 6 MB, and a later step gets the same rows once more. */
const MAX_ROWS = 500;
const MAX_BYTES = 4_000_000;

export function carryRows(outcomes: readonly Outcome[], source: RowSource): CarriedRows {
	const items = toLineItems(outcomes, source);
	const answered = items.filter((_, index) => outcomes[index]?.outcome === 'succeeded');
	const failed = items.filter((_, index) => outcomes[index]?.outcome !== 'succeeded');
	const shown = countFitting(answered, MAX_ROWS, MAX_BYTES);
	const shownFailed = countFitting(failed, MAX_ROWS - shown, MAX_BYTES / 4);
	const leftOut = items.length - shown - shownFailed;
	return {
		rows: answered.slice(0, shown),
		failed_rows: failed.slice(0, shownFailed),
		rows_left_out: leftOut,
		note:
			leftOut === 0
				? ''
				: `${leftOut} of ${items.length} rows ${leftOut === 1 ? 'is' : 'are'} only in Results File: a Zap cannot carry more.`,
	};
}

/** How many items fit into so many bytes, and at most so many of them. */
function countFitting(items: readonly LineItem[], maxItems: number, maxBytes: number): number {
	let bytes = 0;
	let count = 0;
	for (const item of items.slice(0, maxItems)) {
		bytes += Buffer.byteLength(JSON.stringify(item));
		if (bytes > maxBytes) break;
		count += 1;
	}
	return count;
}
