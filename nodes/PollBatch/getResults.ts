import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { toCsv, type Connection } from '../../core';
import { readOwnPriceOption } from '../shared/ownPrice';
import { readText } from '../shared/parameters';
import { Deadline } from './deadline';
import { forgetFailures, lookAgain, lookAtAll, settle, type RunningLooks } from './look';
import type { Outputs } from '../shared/outputs';
import { awaitBoot } from '../shared/parking';
import { Pace } from './pace';
import { readHandles } from './readHandles';
import {
	readFinished,
	refuseIfNothingSucceeded,
	tellCost,
	toItems,
	toRecords,
	warnOfFailed,
	type FinishedJob,
	type ResultRecord,
} from './results';
import { toReport } from './report';
import { Rounds } from './rounds';
import { chooseWait, readWiring, type Wait } from '../shared/wiring';
import { wait } from './wait';

export async function getResults(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
	connection: Connection,
): Promise<Outputs> {
	await awaitBoot(context);
	const wiring = readWiring(context);
	const pace = new Pace(context, items);
	const waiting = chooseWait(context, wiring);
	const looked = await settle(look(context, items, connection, waiting));
	if ('error' in looked) {
		return await wait(context, items, lookAgain(context, looked.error), wiring, pace, connection);
	}
	forgetFailures(context);
	if ('state' in looked.value)
		return await wait(context, items, looked.value, wiring, pace, connection);

	const finished = looked.value;
	refuseIfNothingSucceeded(context, finished);
	const records = toRecords(finished, connection, {
		isSimple: isSimple(context),
		...readOwnPriceOption(context),
	});
	const { done, failed } = toItems(records);
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

/** Looks at every job once; when all are done, their results, unless items are worth a further round or their deadline calls. */
async function look(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	connection: Connection,
	waiting: Wait,
): Promise<RunningLooks | readonly FinishedJob[]> {
	const rounds = new Rounds(context);
	const deadline = new Deadline(context, connection);
	const wanted = rounds.renew(await readHandles(context, items, connection));
	const looks = await deadline.endLate(await lookAtAll(wanted, connection));
	if (looks.state === 'running') return looks;
	const read = await readFinished(context, looks.looks);
	const finished = await deadline.answerRest(read, !('hint' in waiting));
	if ('state' in finished) return finished;
	const isOver = (job: FinishedJob): boolean => deadline.isPast(job);
	return (await rounds.startNext(finished, connection, isOver, waiting)) ?? finished;
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
