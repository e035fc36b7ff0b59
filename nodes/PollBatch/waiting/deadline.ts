import type { IExecuteFunctions } from 'n8n-workflow';
import {
	answerRest,
	endEarly,
	nextStep,
	readList,
	readObject,
	readOutcome,
	stepOfRunning,
	type Finish,
	type Job,
	type Outcome,
	type Results,
} from '../../../core';
import { tell, warn } from '../../shared/hints';
import { countItems } from '../../shared/input/items';
import { asRunning, lookAtOne, type Done, type Finished, type Running } from './look';
import type { PollTurn } from './pollTurn';
import { unlessRefused } from './unlessRefused';

const CONCURRENCY = 8;
/** A worker is not held longer for answers; they go on after a park. */
const HOLD_MS = 120_000;

/** Cancels the jobs that still run past their deadline, and comes back in time to those that do not. */
export async function endLate(
	{ context, connection, settings }: PollTurn,
	looks: readonly (Running | Done)[],
): Promise<readonly (Running | Done)[]> {
	const renewed: (Running | Done)[] = [];
	for (const look of looks) {
		if (look.state === 'done') {
			renewed.push(look);
			continue;
		}
		const next = stepOfRunning(look.handle, look.progress, settings, Date.now());
		switch (next.step) {
			case 'look-again':
				renewed.push({ ...look, progress: { ...look.progress, nextLookMs: next.inMs } });
				break;
			case 'end-early':
				await unlessRefused(context, endEarly(next.job, connection));
				renewed.push(await lookAtOne(look, connection));
		}
	}
	return renewed;
}

/** Jobs past their deadline with their rest answered; still running when the time was too short for all. */
export async function answerLate(
	turn: PollTurn,
	jobs: readonly Finished[],
): Promise<readonly (Running | Finished)[]> {
	const comesAgain = !('hint' in turn.wait);
	const until = comesAgain ? Date.now() + HOLD_MS : Infinity;
	const answered: (Running | Finished)[] = [];
	for (const job of jobs) {
		const next = nextStep(job, turn.settings, Date.now());
		const ended =
			next.step === 'answer-rest' ? await answer(turn, next.job, job, until) : undefined;
		const left = comesAgain ? (ended?.left ?? 0) : 0;
		const total = job.handle.rowCount;
		answered.push(
			left === 0
				? { ...job, ...ended?.results }
				: asRunning(job, { phase: 'in_progress', answered: total - left, total }),
		);
	}
	return answered;
}

async function answer(
	{ context, connection, settings }: PollTurn,
	job: Job,
	before: Results,
	until: number,
): Promise<Finish | undefined> {
	let results = before;
	let leftBefore = Infinity;
	for (;;) {
		const unsaved = recall(context, job.id);
		const options = { ...settings, concurrency: CONCURRENCY, until, unsaved };
		const ended = await unlessRefused(context, answerRest(job, results, connection, options));
		if (ended === undefined) return undefined;
		remember(context, job.id, ended.unsaved);
		({ results } = ended);
		const mayGoOn = ended.left > 0 && ended.left < leftBefore && ended.unsaved.length === 0;
		leftBefore = ended.left;
		if (mayGoOn && Date.now() < until) continue;
		warn(context, ...ended.caveats);
		if (ended.left === 0) tellOfRest(context, results);
		return ended;
	}
}

function tellOfRest(context: IExecuteFunctions, { collected }: Results): void {
	const count = collected.find(({ isRest }) => isRest === true)?.results.size ?? 0;
	if (count === 0) return;
	tell(
		context,
		`${countItems(count)} had no answer at the deadline: asked at once, at full price.`,
	);
}

/** Paid answers that the provider would not store wait in the node's context. */
function recall(context: IExecuteFunctions, jobId: string): readonly Outcome[] {
	const stored = readObject(context.getContext('node')['unsaved'])?.[jobId];
	return (readList(stored) ?? []).flatMap(readOutcome);
}

function remember(context: IExecuteFunctions, jobId: string, unsaved: readonly Outcome[]): void {
	const memory = context.getContext('node');
	if (unsaved.length === 0 && memory['unsaved'] === undefined) return;
	memory['unsaved'] = structuredClone({ ...readObject(memory['unsaved']), [jobId]: unsaved });
}
