import type { IExecuteFunctions } from 'n8n-workflow';
import {
	answerRest,
	endEarly,
	isOffpeakError,
	lookAt,
	readList,
	readObject,
	readOutcome,
	type Connection,
	type Finish,
	type Handle,
	type Outcome,
	type Results,
} from '../../../core';
import { addHint } from '../../shared/hints';
import { readNumberOption } from '../../shared/parameters';
import { readExtraLimit } from './extraLimit';
import { asDone, asRunning, toLooks, type LookedAt, type Looks, type RunningLooks } from './look';
import type { FinishedJob } from '../results/items';
import { settle } from '../../shared/settle';

const HOUR_MS = 3_600_000;
const CONCURRENCY = 8;
const NEXT_LOOK_MS = 60_000;
/** A worker is not held longer for answers; they go on after a park. */
const HOLD_MS = 120_000;

/** *Finish by Deadline*: what has no answer so many hours after sending is answered at once. */
export class Deadline {
	readonly #hours: number | undefined;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly connection: Connection,
	) {
		this.#hours = readNumberOption(context, 'deadlineHours', 'Finish by Deadline');
	}

	isPast({ handle }: { readonly handle: Handle }): boolean {
		return this.#msLeft(handle) <= 0;
	}

	/** Cancels the jobs that still run past it, and comes back in time to those that do not. */
	async endLate(looks: Looks): Promise<Looks> {
		if (looks.state === 'done' || this.#hours === undefined) return looks;
		const renewed: LookedAt[] = [];
		for (const look of looks.looks) {
			const { handle, progress } = look;
			const isOpen = progress.state === 'running' && progress.phase !== 'cancelling';
			if (!isOpen || 'when' in handle) {
				renewed.push(look);
			} else if (this.isPast(look)) {
				await endEarly(handle, this.connection);
				renewed.push({ ...look, ...(await lookAt(handle, this.connection)) });
			} else {
				const nextLookMs = Math.min(progress.nextLookMs, this.#msLeft(handle));
				renewed.push({ ...look, progress: { ...progress, nextLookMs } });
			}
		}
		return toLooks(renewed);
	}

	/** Jobs that are over and past it, with their rest answered; still running when the time was too short for all. */
	async answerRest(
		finished: readonly FinishedJob[],
		comesAgain: boolean,
	): Promise<RunningLooks | readonly FinishedJob[]> {
		if (this.#hours === undefined) return finished;
		const until = comesAgain ? Date.now() + HOLD_MS : Infinity;
		const jobs: FinishedJob[] = [];
		const looks: LookedAt[] = [];
		for (const job of finished) {
			const ended = this.isPast(job) ? await this.#finish(job, until) : undefined;
			const left = comesAgain ? (ended?.left ?? 0) : 0;
			const { rowCount } = job.handle;
			jobs.push({ ...job, ...ended?.results });
			looks.push(
				left === 0
					? asDone(job)
					: asRunning(job, {
							phase: 'in_progress',
							answered: rowCount - left,
							total: rowCount,
							nextLookMs: NEXT_LOOK_MS,
						}),
			);
		}
		const state = toLooks(looks);
		return state.state === 'running' ? state : jobs;
	}

	#msLeft({ createdAt }: Handle): number {
		if (this.#hours === undefined) return Infinity;
		const deadline = Date.parse(createdAt) + this.#hours * HOUR_MS;
		return Number.isNaN(deadline) ? Infinity : deadline - Date.now();
	}

	/** What cannot be answered must not cost the results that are there: the job then ends as it is. */
	async #finish(job: FinishedJob, until: number): Promise<Finish | undefined> {
		const { handle } = job;
		if ('when' in handle) return undefined;
		let results: Results = job;
		let leftBefore = Infinity;
		for (;;) {
			const ended = await settle(
				answerRest(handle, results, this.connection, {
					concurrency: CONCURRENCY,
					until,
					unsaved: this.#recall(handle.id),
					...readExtraLimit(this.context),
				}),
			);
			if ('error' in ended) {
				const { error } = ended;
				if (!isOffpeakError(error) || error.retryable) throw error;
				addHint(this.context, `${error.message} ${error.details.hint ?? ''}`.trim(), 'warning');
				return undefined;
			}
			const { left, unsaved, caveats } = ended.value;
			this.#remember(handle.id, unsaved);
			({ results } = ended.value);
			const mayGoOn = left > 0 && left < leftBefore;
			leftBefore = left;
			if (mayGoOn && unsaved.length === 0 && Date.now() < until) continue;
			for (const caveat of caveats) addHint(this.context, caveat, 'warning');
			if (left === 0) this.#tell(results);
			return ended.value;
		}
	}

	#tell({ collected }: Results): void {
		const count = collected.find(({ isRest }) => isRest === true)?.results.size ?? 0;
		if (count === 0) return;
		const who = count === 1 ? '1 item' : `${count} items`;
		addHint(this.context, `${who} had no answer at the deadline: asked at once, at full price.`);
	}

	/** Paid answers that the provider would not store wait in the node's context. */
	#recall(jobId: string): readonly Outcome[] {
		const stored = readObject(this.context.getContext('node')['unsaved'])?.[jobId];
		return (readList(stored) ?? []).flatMap(readOutcome);
	}

	#remember(jobId: string, unsaved: readonly Outcome[]): void {
		const memory = this.context.getContext('node');
		if (unsaved.length === 0 && memory['unsaved'] === undefined) return;
		memory['unsaved'] = structuredClone({ ...readObject(memory['unsaved']), [jobId]: unsaved });
	}
}
