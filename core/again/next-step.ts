import { readQueueLimit } from './queue-limit';
import { wasCancelled, worthAnotherTry } from './resubmit';
import type { Provider } from '../providers';
import type { FinishedJob } from '../results/actuals';
import type { Progress } from '../results/look';
import type { Handle, Job } from '../types';

/** What is wanted for rows that come back without an answer. */
export interface AgainSettings {
	/** Rounds for one job, the first one included. */
	readonly maxRounds: number;
	/** Also of a job that was cancelled. Otherwise somebody did not want its answers any more. */
	readonly evenIfCancelled?: boolean;
	/** Also rows of a batch that counts more answers than its files hold: they may have been paid for. */
	readonly evenIfCounted?: boolean;
	/** So many hours after it was sent a job is over; without them it has the provider's own time. */
	readonly deadlineHours?: number | undefined;
}

/**
 * The settings as far as a provider can follow them, and what it cannot in words: nothing is begun there that could
 * not be brought to its end.
 */
export function fitSettings<Settings extends AgainSettings>(
	settings: Settings,
	{ name, protocol: { readBack, files, cancel } }: Provider,
): { readonly settings: Settings; readonly caveats: readonly string[] } {
	const { maxRounds, deadlineHours } = settings;
	const noReturn = `${name} does not give back what was sent. Send failed items anew from where they came.`;
	const noDeadline =
		readBack === undefined
			? noReturn
			: files === undefined
				? `${name} keeps no files, in which the answers could wait.`
				: cancel === undefined
					? `${name} cannot cancel a job.`
					: undefined;
	const mayTryAgain = readBack !== undefined || maxRounds <= 1;
	const mayEnd = noDeadline === undefined || deadlineHours === undefined;
	return {
		settings: {
			...settings,
			maxRounds: mayTryAgain ? maxRounds : 1,
			deadlineHours: mayEnd ? deadlineHours : undefined,
		},
		caveats: [
			...(mayTryAgain ? [] : [`Failed items are not tried again: ${noReturn}`]),
			...(mayEnd ? [] : [`The deadline is not kept: ${noDeadline}`]),
		],
	};
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
	if (handle.kind !== 'batch' || phase === 'cancelling')
		return { step: 'look-again', inMs: nextLookMs };
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
	if (handle.kind !== 'batch') return { step: 'put-out' };
	if (msLeft(handle, settings, now) <= 0) return { step: 'answer-rest', job: handle };
	const { maxRounds, evenIfCancelled = false } = settings;
	const isUnwanted = maxRounds <= 1 || (wasCancelled(collected) && !evenIfCancelled);
	if (isUnwanted) return { step: 'put-out' };
	const isQueueLimited = readQueueLimit(collected) !== undefined;
	const rows = worthAnotherTry({ job: handle, collected, outcomes }, settings, isQueueLimited);
	return rows.size === 0 ? { step: 'put-out' } : { step: 'another-round', job: handle, rows };
}

function msLeft({ createdAt }: Job, { deadlineHours }: AgainSettings, now: number): number {
	if (deadlineHours === undefined) return Infinity;
	const left = Date.parse(createdAt) + deadlineHours * HOUR_MS - now;
	return Number.isNaN(left) ? Infinity : left;
}
