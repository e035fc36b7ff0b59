import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { isJsonObject, toCsv, type JsonObject } from '../../../core';
import { pairWith } from '../../shared/input/items';
import { readOneOf, readSwitch, readText } from '../../shared/input/parameters';
import type { Finished } from '../waiting/look';
import type { ResultRecord } from './items';

const SEPARATORS = ['comma', 'semicolon', 'tab'] as const;

/** All results of all jobs, failed ones too, as one CSV file that a spreadsheet opens. */
export async function toFile(
	context: IExecuteFunctions,
	finished: readonly Finished[],
	records: readonly ResultRecord[],
): Promise<INodeExecutionData> {
	const label = finished.map(({ handle }) => handle.label).join(' + ');
	const rows = records.map(({ row }) => row);
	const separator = readOneOf(readText(context, 'options.separator'), SEPARATORS, 'comma');
	const table = toCsv(readSwitch(context, 'simplify', true) ? simplify(rows) : rows, separator);
	// The byte order mark makes Excel read UTF-8.
	const csv = Buffer.from(`\uFEFF${table}`, 'utf8');
	const fileName = `${label.replaceAll(/[^\p{L}\p{N} +_-]+/gu, ' ').trim() || 'results'}.csv`;
	const succeeded = records.filter(({ isDone }) => isDone).length;
	return {
		json: { label, items: records.length, succeeded, failed: records.length - succeeded },
		binary: { data: await context.helpers.prepareBinaryData(csv, fileName, 'text/csv') },
		pairedItem: pairWith(finished.flatMap(({ itemIndexes }) => itemIndexes)),
	};
}

/** What stays of `_offpeak`, named as in the file on Zapier: which row it is, and why one has no answer. */
const PLAIN_COLUMNS = ['offpeak_id', 'offpeak_outcome', 'offpeak_reason'] as const;

/** A field that has one of those names already becomes `original_…`, in every row. */
function simplify(rows: readonly JsonObject[]): readonly JsonObject[] {
	const taken = new Set<string>(PLAIN_COLUMNS);
	for (const row of rows) for (const name of Object.keys(row)) taken.add(name);
	const renamed = new Map<string, string>(
		PLAIN_COLUMNS.filter((name) => rows.some((row) => Object.hasOwn(row, name))).map((name) => {
			let free = `original_${name}`;
			while (taken.has(free)) free = `original_${free}`;
			return [name, free];
		}),
	);
	return rows.map(({ _offpeak: record, ...fields }) => {
		const { id = null, outcome = null, reason = null } = isJsonObject(record) ? record : {};
		const named = Object.entries(fields).map(
			([name, value]) => [renamed.get(name) ?? name, value] as const,
		);
		return {
			...Object.fromEntries(named),
			offpeak_id: id,
			offpeak_outcome: outcome,
			offpeak_reason: reason,
		};
	});
}
