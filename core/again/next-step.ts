import { readQueueLimit } from './queue-limit';
import { wasCancelled, worthAnotherTry } from './resubmit';
import type { FinishedJob } from '../results/actuals';
import type { Progress } from '../results/look';
import type { Handle, Job } from '../types';

/** What is wanted for rows that come back without an answer. */
export interface AgainSettings {
	/** Rounds for one job, the first one included. */
	readonly maxAttempts: number;
	/** Also of a job that was cancelled. Otherwise somebody did not want its answers any more. */
	readonly evenIfCancelled?: boolean;
	/** So many hours after it was sent a job is over; without them it has the provider's own time. */
	readonly deadlineHours?: number | undefined;
}

export type StepOfRunning =
	| { readonly step: 'end-early'; readonly job: Job }
	| { readonly step: 'look-again'; readonly inMs: number };

export type NextStep =
	/** At once: the job is over its deadline. `answerRest` finds out which rows that are. */
	| { readonly step: 'answer-rest'; readonly job: Job }
	| { readonly step: 'another-round'; readonly job: Job; readonly rows: ReadonlySet<number> }
	| { readonly step: 'put-out' };

const HOUR_MS = 3_600_000;

/** Of a job that still runs: it is ended at its deadline, and looked at in time for it. `now`: Unix milliseconds. */
export function stepOfRunning(
	handle: Handle,
	{ phase, nextLookMs }: Pick<Progress, 'phase' | 'nextLookMs'>,
	settings: AgainSettings,
	now: number,
): StepOfRunning {
	if ('when' in handle || phase === 'cancelling') return { step: 'look-again', inMs: nextLookMs };
	const left = msLeft(handle, settings, now);
	return left > 0
		? { step: 'look-again', inMs: Math.min(nextLookMs, left) }
		: { step: 'end-early', job: handle };
}

/** Of a job whose results are read: its deadline comes before another round. `now`: Unix milliseconds. */
export function nextStep(
	{ handle, collected, outcomes }: FinishedJob,
	settings: AgainSettings,
	now: number,
): NextStep {
	if ('when' in handle) return { step: 'put-out' };
	if (msLeft(handle, settings, now) <= 0) return { step: 'answer-rest', job: handle };
	const { maxAttempts, evenIfCancelled = false } = settings;
	const isUnwanted = maxAttempts <= 1 || (wasCancelled(collected) && !evenIfCancelled);
	if (isUnwanted) return { step: 'put-out' };
	const isQueueLimited = readQueueLimit(collected) !== undefined;
	const rows = worthAnotherTry({ job: handle, collected, outcomes }, maxAttempts, isQueueLimited);
	return rows.size === 0 ? { step: 'put-out' } : { step: 'another-round', job: handle, rows };
}

function msLeft({ createdAt }: Job, { deadlineHours }: AgainSettings, now: number): number {
	if (deadlineHours === undefined) return Infinity;
	const left = Date.parse(createdAt) + deadlineHours * HOUR_MS - now;
	return Number.isNaN(left) ? Infinity : left;
}
