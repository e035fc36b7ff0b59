import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { OffpeakError, findJob, parseJson, readJob, type Connection, type Job } from '../../core';
import { readText } from '../shared/parameters';
import { nameItem } from '../shared/rows';

/** A job and the input items that named it. */
export interface WantedJob {
	readonly job: Job;
	readonly itemIndexes: readonly number[];
}

/** The jobs to look at, each once, as the field Batch says. */
export async function readJobs(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	connection: Connection,
): Promise<readonly WantedJob[]> {
	switch (readText(context, 'batch')) {
		case 'id': {
			const id = readText(context, 'batchId');
			if (id === '') {
				throw new OffpeakError('invalid_input', 'Batch ID is empty.', {
					hint: 'Give the id of a job (op_…) or of one of its batches (batch_…).',
				});
			}
			return [{ job: await findJob(id, connection), itemIndexes: items.map((_, index) => index) }];
		}
		default:
			return readHandles(items);
	}
}

function readHandles(items: readonly INodeExecutionData[]): readonly WantedJob[] {
	const wanted = new Map<string, { readonly job: Job; readonly itemIndexes: number[] }>();
	for (const [index, { json }] of items.entries()) {
		const carried = json['handle'] ?? json;
		const job = readJob(typeof carried === 'string' ? parseJson(carried) : carried);
		if (job === undefined) throw noHandle(index);
		const known = wanted.get(job.id);
		if (known === undefined) wanted.set(job.id, { job, itemIndexes: [index] });
		else known.itemIndexes.push(index);
	}
	return [...wanted.values()];
}

function noHandle(index: number): OffpeakError {
	return new OffpeakError(
		'invalid_input',
		`${nameItem(index)} holds no job: its field "handle" is missing.`,
		{
			rowIndex: index,
			hint: 'Wire this node behind Submit Batch, or set Batch to By ID.',
		},
	);
}
