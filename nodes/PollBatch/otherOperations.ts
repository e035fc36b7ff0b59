import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	OffpeakError,
	cancelJob,
	deleteFiles,
	listJobs,
	type Connection,
	type ListedJob,
} from '../../core';
import { addHint } from '../shared/hints';
import type { Outputs } from '../shared/outputs';
import { readHandles } from './readHandles';

const MOST_JOBS = 2_000;

/** The jobs of the account, newest first, each with a handle that Get Results takes. */
export async function getMany(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	connection: Connection,
): Promise<Outputs> {
	const all = context.getNodeParameter('returnAll', 0, false) === true;
	const limit = all ? MOST_JOBS : Number(context.getNodeParameter('limit', 0, 50));
	const pairedItem = items.map((_, item) => ({ item }));
	const jobs = await listJobs(connection, limit);
	return [[], jobs.map((listed) => ({ json: toListItem(listed), pairedItem })), []];
}

function toListItem({ job, status, isWhole }: ListedJob): INodeExecutionData['json'] {
	const isIncomplete = status.state === 'done' && !isWhole;
	return {
		id: job.id,
		label: job.label,
		// As Batch Trigger calls it.
		status: isIncomplete ? 'incomplete' : status.phase,
		items: job.rowCount,
		answered: status.counts.completed,
		failed: status.counts.failed,
		submittedAt: job.createdAt,
		handle: structuredClone(job),
	};
}

/** Ends jobs early; what is answered by then comes with Get Results. */
export async function cancel(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	connection: Connection,
): Promise<Outputs> {
	const done: INodeExecutionData[] = [];
	for (const { handle, itemIndexes } of await readHandles(context, items, connection)) {
		if ('when' in handle) {
			throw new OffpeakError(
				'unsupported',
				`"${handle.label}" was not sent as a batch: there is nothing to cancel.`,
				{
					hint: 'Only jobs sent with Within 24 Hours can be cancelled.',
				},
			);
		}
		const batches = await cancelJob(handle, connection);
		done.push({
			json: {
				label: handle.label,
				status: batches[0]?.phase ?? 'cancelling',
				items: handle.rowCount,
				handle: structuredClone(handle),
			},
			pairedItem: itemIndexes.map((item) => ({ item })),
		});
	}
	return [[], done, []];
}

/** Removes everything that jobs left at the provider. */
export async function deleteAllFiles(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	connection: Connection,
): Promise<Outputs> {
	const done: INodeExecutionData[] = [];
	for (const { handle, itemIndexes } of await readHandles(context, items, connection)) {
		const { caveats = [], ...counts } = await deleteFiles(handle, connection);
		for (const caveat of caveats) addHint(context, caveat, 'warning');
		done.push({
			json: { label: handle.label, id: handle.id, ...counts },
			pairedItem: itemIndexes.map((item) => ({ item })),
		});
	}
	return [[], done, []];
}
