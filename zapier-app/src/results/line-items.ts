import {
	engineOf,
	rowCost,
	toResultRow,
	type Handle,
	type JsonValue,
	type Outcome,
	type OwnPrice,
	type Provider,
} from '../../../core';

/** One row as Zapier's line items and tables hold it: only texts, numbers, yes or no. */
export type LineItem = Readonly<Record<string, string | number | boolean>>;

const RECORD = '_offpeak';

/** Whose rows they are, and what tells their cost. */
export interface RowSource {
	readonly handle: Handle;
	readonly provider: Provider;
	readonly ownPrice?: OwnPrice;
}

/**
 * Outcomes as line items: kept fields, the answer's fields, and what became of the row. Every item has
 * every column, for Zapier would otherwise move values up into rows that lack one.
 */
export function toLineItems(outcomes: readonly Outcome[], source: RowSource): readonly LineItem[] {
	const rows = outcomes.map((outcome) => flatten(outcome, source));
	const columns = new Set(rows.flatMap((row) => Object.keys(row)));
	return rows.map((row) =>
		Object.fromEntries([...columns].map((column) => [column, row[column] ?? ''])),
	);
}

function flatten(outcome: Outcome, { handle, provider, ...price }: RowSource): LineItem {
	const row = toResultRow(outcome, handle.label);
	const fields = Object.entries(row).filter(([name]) => name !== RECORD);
	const engine = engineOf(handle);
	return {
		offpeak_id: outcome.rowId,
		offpeak_outcome: outcome.outcome,
		offpeak_reason: outcome.reason ?? '',
		offpeak_cost: rowCost(outcome, '', provider, { engine, ...price }) ?? '',
		...Object.fromEntries(fields.map(([name, value]) => [toColumn(name), toCell(value)])),
	};
}

/** `categoryValue` becomes `category_value`, as Zapier's own fields are written; a kept field keeps its name. */
function toColumn(name: string): string {
	return ANSWER_COLUMNS.get(name) ?? name;
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

/** How many items fit into so many bytes, and at most so many of them. */
export function countFitting(
	items: readonly LineItem[],
	maxItems: number,
	maxBytes: number,
): number {
	let bytes = 0;
	let count = 0;
	for (const item of items.slice(0, maxItems)) {
		bytes += Buffer.byteLength(JSON.stringify(item));
		if (bytes > maxBytes) break;
		count += 1;
	}
	return count;
}
