import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { listAllJobs, listJobs, type Connection, type ListedJob } from '../../../core';
import { warn } from '../../shared/hints';
import { pairWith } from '../../shared/input/items';
import type { Outputs } from '../../shared/panel/outputs';
import { readSwitch } from '../../shared/input/parameters';

/** The jobs of the account, newest first, each with a handle that Get Results takes. */
export async function getMany(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	connection: Connection,
): Promise<Outputs> {
	const pairedItem = pairWith(items.keys());
	const jobs = await readJobs(context, connection);
	return [[], jobs.map((listed) => ({ json: toListItem(listed), pairedItem })), []];
}

async function readJobs(
	context: IExecuteFunctions,
	connection: Connection,
): Promise<readonly ListedJob[]> {
	if (!readSwitch(context, 'returnAll')) {
		return await listJobs(connection, Number(context.getNodeParameter('limit', 0, 50)));
	}
	const { jobs, isCut } = await listAllJobs(connection);
	if (isCut) warn(context, LIST_CUT);
	return jobs;
}

const LIST_CUT =
	'These are not all jobs: only the newest 2,000 batches of the account were searched. Results of an older job come with Get Results, Batch By ID.';

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
