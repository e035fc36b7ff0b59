import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { OffpeakError, toCsv, toResultRow, type Connection } from '../../core';
import { addHint } from '../shared/hints';
import { readOwnPriceOption } from '../shared/ownPrice';
import { readText } from '../shared/parameters';
import {
	describeLooks,
	forgetFailures,
	lookAgain,
	lookAtAll,
	settle,
	toRunningItem,
	type FailedLook,
	type RunningLooks,
} from './look';
import type { Outputs } from '../shared/outputs';
import { awaitBoot, park } from '../shared/parking';
import { readHandles } from './readHandles';
import {
	hasSucceeded,
	readFinished,
	refuseIfNothingSucceeded,
	toItems,
	warnOfFailed,
	type FinishedJob,
} from './results';
import { toReport } from './report';
import { Rounds } from './rounds';
import { findObstacle, readWiring, spins, type Wiring } from '../shared/wiring';

export async function getResults(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
	connection: Connection,
): Promise<Outputs> {
	await awaitBoot(context);
	const wiring = readWiring(context);
	const looked = await settle(look(context, items, connection));
	if ('error' in looked) {
		return await wait(context, items, lookAgain(context, looked.error), wiring, connection);
	}
	forgetFailures(context);
	if ('state' in looked.value) return await wait(context, items, looked.value, wiring, connection);

	const finished = looked.value;
	refuseIfNothingSucceeded(context, finished);
	const results = toItems(finished, connection, {
		isSimple: isSimple(context),
		...readOwnPriceOption(context),
	});
	warnOfFailed(context, results, wiring);
	return [[], await putOut(context, finished, results.done, connection), results.failed];
}

function isSimple(context: IExecuteFunctions): boolean {
	return context.getNodeParameter('simplify', 0, true) !== false;
}

/** Done, in the form that Results As says. What failed is on its own output in any case. */
async function putOut(
	context: IExecuteFunctions,
	finished: readonly FinishedJob[],
	items: INodeExecutionData[],
	connection: Connection,
): Promise<INodeExecutionData[]> {
	switch (readText(context, 'resultsAs')) {
		case 'file':
			return [await toFile(context, finished)];
		case 'report':
			return [toReport(context, finished, connection)];
		default:
			return items;
	}
}

/** Looks at every job once; when all are done, their results, unless items are worth a further round. */
async function look(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	connection: Connection,
): Promise<RunningLooks | readonly FinishedJob[]> {
	const rounds = new Rounds(context);
	const wanted = rounds.renew(await readHandles(context, items, connection));
	const looks = await lookAtAll(wanted, connection);
	if (looks.state === 'running') return looks;
	const finished = await readFinished(context, looks.looks);
	return (await rounds.startNext(finished, connection)) ?? finished;
}

/** Parks where the result cannot be lost; otherwise puts the handle out and says how to wait. */
async function wait(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
	looks: RunningLooks | FailedLook,
	wiring: Wiring,
	{ clock }: Connection,
): Promise<Outputs> {
	const obstacle = findObstacle(context, wiring);
	if (obstacle === undefined) {
		await park(context, looks.nextLookMs, describeLooks(looks));
		// n8n does not run a parked node again: what came in goes to output 0, and so round the loop. A copy,
		// because n8n empties the list it is given where the node has an error output, and resumes with it.
		return [[...items], [], []];
	}
	if (looks.state === 'unknown') {
		if (wiring.loop !== 'through') throw looks.error;
		addHint(context, `${looks.error.message} The loop looks again.`, 'warning');
		return [items, [], []];
	}
	if (wiring.loop !== 'through') {
		const progress = `Still running: ${describeLooks(looks)}`;
		if (spins(context, wiring))
			throw new OffpeakError('not_finished', progress, { hint: obstacle });
		addHint(context, `${progress} ${obstacle}`, 'warning');
	}
	return [looks.looks.map((look) => toRunningItem(look, looks.nextLookMs, clock.now())), [], []];
}

/** All results of all jobs, failed ones too, as one CSV file that a spreadsheet opens. */
async function toFile(
	context: IExecuteFunctions,
	finished: readonly FinishedJob[],
): Promise<INodeExecutionData> {
	const rows = finished.flatMap(({ handle, outcomes }) =>
		outcomes.map((outcome) => toResultRow(outcome, handle.label)),
	);
	const outcomes = finished.flatMap((job) => job.outcomes);
	const label = finished.map(({ handle }) => handle.label).join(' + ');
	// The byte order mark makes Excel read UTF-8.
	const csv = Buffer.from(`\uFEFF${toCsv(rows)}`, 'utf8');
	const fileName = `${label.replaceAll(/[^\p{L}\p{N} +_-]+/gu, ' ').trim() || 'results'}.csv`;
	const succeeded = outcomes.filter(hasSucceeded).length;
	return {
		json: { label, items: outcomes.length, succeeded, failed: outcomes.length - succeeded },
		binary: { data: await context.helpers.prepareBinaryData(csv, fileName, 'text/csv') },
		pairedItem: finished.flatMap(({ itemIndexes }) => itemIndexes.map((item) => ({ item }))),
	};
}
