import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { toCsv } from '../../../core';
import { pairWith } from '../../shared/items';
import type { Finished } from '../waiting/look';
import type { ResultRecord } from './items';

/** All results of all jobs, failed ones too, as one CSV file that a spreadsheet opens. */
export async function toFile(
	context: IExecuteFunctions,
	finished: readonly Finished[],
	records: readonly ResultRecord[],
): Promise<INodeExecutionData> {
	const label = finished.map(({ handle }) => handle.label).join(' + ');
	// The byte order mark makes Excel read UTF-8.
	const csv = Buffer.from(`\uFEFF${toCsv(records.map(({ row }) => row))}`, 'utf8');
	const fileName = `${label.replaceAll(/[^\p{L}\p{N} +_-]+/gu, ' ').trim() || 'results'}.csv`;
	const succeeded = records.filter(({ isDone }) => isDone).length;
	return {
		json: { label, items: records.length, succeeded, failed: records.length - succeeded },
		binary: { data: await context.helpers.prepareBinaryData(csv, fileName, 'text/csv') },
		pairedItem: pairWith(finished.flatMap(({ itemIndexes }) => itemIndexes)),
	};
}
