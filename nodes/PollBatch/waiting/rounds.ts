import type { IExecuteFunctions } from 'n8n-workflow';
import { nextStep, readHandle, readObject, resubmit, type Handle, type Job } from '../../../core';
import { warn } from '../../shared/hints';
import type { WantedHandle } from '../jobs/readHandles';
import { asRunning, type Finished, type Running } from './look';
import type { PollTurn } from './pollTurn';
import { unlessRefused } from './unlessRefused';

/**
 * The newest handle of each job. After a park n8n brings the first one back, so the one with the further
 * rounds waits in the node's context.
 */
export function renew(
	context: IExecuteFunctions,
	wanted: readonly WantedHandle[],
): readonly WantedHandle[] {
	const known = knownRounds(context);
	return wanted.map(({ handle: carried, itemIndexes }) => {
		const handle = readHandle(known[carried.id]) ?? carried;
		return { itemIndexes, handle: countBatches(handle) < countBatches(carried) ? carried : handle };
	});
}

/**
 * Jobs of which items are sent once more, running; the others as they are. A round begins only where this node
 * waits for its end: otherwise the results that are there would never come out.
 */
export async function startRounds(
	turn: PollTurn,
	jobs: readonly Finished[],
): Promise<readonly (Running | Finished)[]> {
	const { context, settings, wait } = turn;
	const after: (Running | Finished)[] = [];
	let unsent = 0;
	for (const finished of jobs) {
		const next = nextStep(finished, settings, Date.now());
		if (next.step !== 'another-round') {
			after.push(finished);
		} else if ('hint' in wait) {
			unsent += next.rows.size;
			after.push(finished);
		} else {
			after.push((await startRound(turn, next.job, finished)) ?? finished);
		}
	}
	if (unsent > 0 && 'hint' in wait) {
		const who = unsent === 1 ? '1 failed item was' : `${unsent} failed items were`;
		const why = 'because this node does not wait for the answers';
		warn(context, `${who} not sent again, ${why}. ${wait.hint}`);
	}
	return after;
}

async function startRound(
	{ context, connection, settings }: PollTurn,
	job: Job,
	{ collected, outcomes, itemIndexes }: Finished,
): Promise<Running | undefined> {
	const sending = resubmit({ job, collected, outcomes }, connection, settings);
	const round = await unlessRefused(context, sending);
	if (round === undefined) return undefined;
	const { job: handle, rowCount: total, caveats } = round;
	warn(context, ...caveats);
	const rounds = { ...knownRounds(context), [handle.id]: handle };
	context.getContext('node')['rounds'] = structuredClone(rounds);
	return asRunning({ handle, itemIndexes }, { phase: 'validating', answered: 0, total });
}

function knownRounds(context: IExecuteFunctions): Readonly<Record<string, unknown>> {
	return readObject(context.getContext('node')['rounds']) ?? {};
}

function countBatches(handle: Handle): number {
	return handle.kind === 'batch' ? handle.shards.length : 0;
}
