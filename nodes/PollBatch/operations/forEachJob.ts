import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	OffpeakError,
	cancelJob,
	deleteFiles,
	listAllJobs,
	listJobs,
	type Connection,
	type Handle,
	type ListedJob,
} from '../../../core';
import { addHint } from '../../shared/hints';
import type { Outputs } from '../../shared/outputs';
import { readWiring } from '../../shared/wiring';
import { toBroken, toBrokenItem, type Broken } from '../jobs/setAside';
import { readHandles } from '../jobs/readHandles';
import { warnOfFailed } from '../results/items';
import { settle } from '../../shared/settle';

/** The jobs of the account, newest first, each with a handle that Get Results takes. */
export async function getMany(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	connection: Connection,
): Promise<Outputs> {
	const pairedItem = items.map((_, item) => ({ item }));
	const jobs = await readJobs(context, connection);
	return [[], jobs.map((listed) => ({ json: toListItem(listed), pairedItem })), []];
}

async function readJobs(
	context: IExecuteFunctions,
	connection: Connection,
): Promise<readonly ListedJob[]> {
	if (context.getNodeParameter('returnAll', 0, false) !== true) {
		return await listJobs(connection, Number(context.getNodeParameter('limit', 0, 50)));
	}
	const { jobs, isCut } = await listAllJobs(connection);
	if (isCut) addHint(context, LIST_CUT, 'warning');
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

/** Ends jobs early; what is answered by then comes with Get Results. */
export async function cancel(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	connection: Connection,
): Promise<Outputs> {
	return await forEachJob(context, items, connection, async (handle) => {
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
		return {
			label: handle.label,
			status: batches[0]?.phase ?? 'cancelling',
			items: handle.rowCount,
			handle: structuredClone(handle),
		};
	});
}

/** Removes everything that jobs left at the provider. */
export async function deleteAllFiles(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	connection: Connection,
): Promise<Outputs> {
	return await forEachJob(context, items, connection, async (handle) => {
		const { caveats = [], ...counts } = await deleteFiles(handle, connection);
		for (const caveat of caveats) addHint(context, caveat, 'warning');
		return { label: handle.label, id: handle.id, ...counts };
	});
}

/** One job that fails does not keep the others from it; the node fails for it all the same, at the end. */
async function forEachJob(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	connection: Connection,
	work: (handle: Handle) => Promise<INodeExecutionData['json']>,
): Promise<Outputs> {
	const { fine, broken } = await readHandles(context, items, connection);
	const done: INodeExecutionData[] = [];
	const failures: Broken[] = [];
	for (const entry of fine) {
		const worked = await settle(work(entry.handle));
		if ('error' in worked) failures.push(toBroken(entry, worked.error));
		else {
			const pairedItem = entry.itemIndexes.map((item) => ({ item }));
			done.push({ json: worked.value, pairedItem });
		}
	}
	const [failure] = failures;
	if (failure !== undefined && (done.length === 0 || !context.continueOnFail()))
		throw failure.error;
	const failed = [...broken, ...failures].map((entry) => toBrokenItem(context, entry));
	warnOfFailed(context, failed, readWiring(context));
	return [[], done, failed];
}
