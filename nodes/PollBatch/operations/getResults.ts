import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Connection } from '../../../core';
import { warnOfFailed } from '../../shared/hints';
import { readOwnPriceOption } from '../../shared/ownPrice';
import type { Outputs } from '../../shared/panel/outputs';
import { readSwitch, readText } from '../../shared/input/parameters';
import { awaitBoot } from '../../shared/parking';
import { settle } from '../../shared/settle';
import { LatestJobs } from '../jobs/latest';
import { readHandles } from '../jobs/readHandles';
import { toBrokenItem, type Broken } from '../jobs/setAside';
import { toFile } from '../results/file';
import { refuseIfNothingSucceeded, tellCost, toItems, toRecords } from '../results/items';
import { toReport } from '../results/report';
import { answerLate, endLate } from '../waiting/deadline';
import {
	forgetFailures,
	gather,
	lookAgain,
	lookAtAll,
	readFinished,
	type FailedLook,
	type Finished,
	type StillRunning,
} from '../waiting/look';
import { Pace } from '../waiting/pace';
import { readPollTurn, type PollTurn } from '../waiting/pollTurn';
import { renew, startRounds } from '../waiting/rounds';
import { wait } from '../waiting/wait';

export async function getResults(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
	connection: Connection,
): Promise<Outputs> {
	await awaitBoot(context);
	const pace = new Pace(context, items);
	const latest = new LatestJobs(context);
	const turn = readPollTurn(context, connection);
	const waitFor = async (
		looks: StillRunning | FailedLook,
		broken: readonly INodeExecutionData[],
	): Promise<Outputs> => {
		if (!('hint' in turn.wait)) latest.keep();
		return await wait(turn, looks, pace, broken);
	};
	const looked = await settle(look(turn, items, latest));
	if ('error' in looked) return await waitFor(lookAgain(context, looked.error), []);
	forgetFailures(context);
	const broken = looked.value.broken.map((entry) => toBrokenItem(context, entry));
	if ('running' in looked.value) return await waitFor(looked.value.running, broken);

	const finished = looked.value.over;
	refuseIfNothingSucceeded(context, finished);
	const records = toRecords(finished, connection, {
		isSimple: readSwitch(context, 'simplify', true),
		...readOwnPriceOption(context),
	});
	const { done, failed: failedRows } = toItems(records);
	const failed = [...failedRows, ...broken];
	warnOfFailed(context, failed, turn.wiring);
	// What failed is on its own output, whatever Results As says.
	switch (readText(context, 'resultsAs')) {
		case 'file':
			return [[], [await toFile(context, finished, records)], failed];
		case 'report':
			return [[], [await toReport(context, finished, connection)], failed];
		default:
			tellCost(context, finished, connection);
			return [[], done, failed];
	}
}

/** All jobs with their results, or on the way; beside them what leads to no results. */
type Seen = { readonly broken: readonly Broken[] } & (
	| { readonly over: readonly Finished[] }
	| { readonly running: StillRunning }
);

/** Looks at every job once; when all are done, their results, unless items are worth a further round or their deadline calls. */
async function look(
	turn: PollTurn,
	items: readonly INodeExecutionData[],
	latest: LatestJobs,
): Promise<Seen> {
	const { context, connection } = turn;
	const named = await readHandles(context, items, connection, latest);
	const looked = await lookAtAll(context, renew(context, named.fine), connection);
	const seen = gather(await endLate(turn, looked.fine));
	const lost = [...named.broken, ...looked.broken];
	if ('running' in seen) return { ...seen, broken: lost };
	const read = await readFinished(context, seen.over);
	const broken = [...lost, ...read.broken];
	const settled = gather(read.fine);
	if ('running' in settled) return { ...settled, broken };
	const answered = gather(await answerLate(turn, settled.over));
	if ('running' in answered) return { ...answered, broken };
	return { ...gather(await startRounds(turn, answered.over)), broken };
}
