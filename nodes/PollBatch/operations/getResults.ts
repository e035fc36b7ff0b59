import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { toCsv, type Connection } from '../../../core';
import { readOwnPriceOption } from '../../shared/ownPrice';
import { readText } from '../../shared/parameters';
import { Deadline } from '../waiting/deadline';
import { toBrokenItem, type Broken } from '../jobs/setAside';
import { LatestJobs } from '../jobs/latest';
import {
	forgetFailures,
	lookAgain,
	lookAtAll,
	toLooks,
	type FailedLook,
	type RunningLooks,
} from '../waiting/look';
import type { Outputs } from '../../shared/outputs';
import { awaitBoot } from '../../shared/parking';
import { Pace } from '../waiting/pace';
import { readHandles } from '../jobs/readHandles';
import {
	readFinished,
	refuseIfNothingSucceeded,
	tellCost,
	toItems,
	toRecords,
	warnOfFailed,
	type FinishedJob,
	type ResultRecord,
} from '../results/items';
import { toReport } from '../results/report';
import { Rounds } from '../waiting/rounds';
import { settle } from '../../shared/settle';
import { chooseWait, readWiring, type Wait } from '../../shared/wiring';
import { wait } from '../waiting/wait';

export async function getResults(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
	connection: Connection,
): Promise<Outputs> {
	await awaitBoot(context);
	const wiring = readWiring(context);
	const pace = new Pace(context, items);
	const waiting = chooseWait(context, wiring);
	const latest = new LatestJobs(context);
	const waitFor = async (
		looks: RunningLooks | FailedLook,
		broken: readonly INodeExecutionData[],
	): Promise<Outputs> => {
		if (!('hint' in waiting)) latest.keep();
		return await wait(context, items, looks, { wiring, pace, connection, broken });
	};
	const looked = await settle(look(context, items, connection, waiting, latest));
	if ('error' in looked) return await waitFor(lookAgain(context, looked.error), []);
	forgetFailures(context);
	const broken = looked.value.broken.map((entry) => toBrokenItem(context, entry));
	if ('running' in looked.value) return await waitFor(looked.value.running, broken);

	const { finished } = looked.value;
	refuseIfNothingSucceeded(context, finished);
	const records = toRecords(finished, connection, {
		isSimple: isSimple(context),
		...readOwnPriceOption(context),
	});
	const { done, failed: failedRows } = toItems(records);
	const failed = [...failedRows, ...broken];
	warnOfFailed(context, failed, wiring);
	return [[], await putOut(context, finished, { records, done }, connection), failed];
}

function isSimple(context: IExecuteFunctions): boolean {
	return context.getNodeParameter('simplify', 0, true) !== false;
}

/** Done, in the form that Results As says. What failed is on its own output in any case. */
async function putOut(
	context: IExecuteFunctions,
	finished: readonly FinishedJob[],
	{
		records,
		done,
	}: { readonly records: readonly ResultRecord[]; readonly done: INodeExecutionData[] },
	connection: Connection,
): Promise<INodeExecutionData[]> {
	switch (readText(context, 'resultsAs')) {
		case 'file':
			return [await toFile(context, finished, records)];
		case 'report':
			return [await toReport(context, finished, connection)];
		default:
			tellCost(context, finished, connection);
			return done;
	}
}

/** Jobs of which one still runs, or all of them done; beside them what leads to no results. */
type Seen = { readonly broken: readonly Broken[] } & (
	| { readonly running: RunningLooks }
	| { readonly finished: readonly FinishedJob[] }
);

/** Looks at every job once; when all are done, their results, unless items are worth a further round or their deadline calls. */
async function look(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	connection: Connection,
	waiting: Wait,
	latest: LatestJobs,
): Promise<Seen> {
	const rounds = new Rounds(context);
	const deadline = new Deadline(context, connection);
	const named = await readHandles(context, items, connection, latest);
	const looked = await lookAtAll(rounds.renew(named.fine), connection);
	const looks = await deadline.endLate(toLooks(looked.fine));
	const lost = [...named.broken, ...looked.broken];
	if (looks.state === 'running') return { running: looks, broken: lost };
	const read = await readFinished(context, looks.looks);
	const broken = [...lost, ...read.broken];
	const finished = await deadline.answerRest(read.fine, !('hint' in waiting));
	if ('state' in finished) return { running: finished, broken };
	const isOver = (job: FinishedJob): boolean => deadline.isPast(job);
	const running = await rounds.startNext(finished, connection, isOver, waiting);
	return running === undefined ? { finished, broken } : { running, broken };
}

/** All results of all jobs, failed ones too, as one CSV file that a spreadsheet opens. */
async function toFile(
	context: IExecuteFunctions,
	finished: readonly FinishedJob[],
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
		pairedItem: finished.flatMap(({ itemIndexes }) => itemIndexes.map((item) => ({ item }))),
	};
}
