import type { IExecuteFunctions } from 'n8n-workflow';
import {
	isOffpeakError,
	lookAt,
	type Connection,
	type DoneLook,
	type OffpeakError,
	type Progress,
	type Results,
} from '../../../core';
import { warn } from '../../shared/hints';
import type { WantedHandle } from '../jobs/readHandles';
import { setBrokenAside, type Sorted } from '../jobs/setAside';

/** A job that the provider still works on. */
export interface Running extends WantedHandle {
	readonly state: 'running';
	readonly progress: Progress;
}

/** A job whose results are at the provider. */
export interface Done extends WantedHandle {
	readonly state: 'done';
	readonly progress: Progress;
	readonly read: DoneLook['read'];
}

/** A job whose results are read. They come out together with those of the others. */
export interface Finished extends WantedHandle, Results {
	readonly state: 'finished';
}

export type SeenJob = Running | Done | Finished;

/** The provider works on one of these jobs, at least: all of them go into the loop once more. */
export interface StillRunning {
	readonly state: 'running';
	readonly jobs: readonly SeenJob[];
	readonly nextLookMs: number;
}

/** The provider could not be asked; the jobs themselves are fine. */
export interface FailedLook {
	readonly state: 'unknown';
	readonly error: OffpeakError;
	readonly nextLookMs: number;
}

/** Looks at every job once. */
export async function lookAtAll(
	context: IExecuteFunctions,
	wanted: readonly WantedHandle[],
	connection: Connection,
): Promise<Sorted<Running | Done>> {
	return await setBrokenAside(
		wanted,
		async (entry) => await lookAtOne(entry, connection),
		(error) => mayPass(context, error),
	);
}

export async function lookAtOne(
	{ handle: known, itemIndexes }: WantedHandle,
	connection: Connection,
): Promise<Running | Done> {
	return { ...(await lookAt(known, connection)), itemIndexes };
}

const NEXT_LOOK_MS = 60_000;

/** A job of which something has just been sent, or is still to be sent. */
export function asRunning(
	{ handle, itemIndexes }: WantedHandle,
	progress: Omit<Running['progress'], 'nextLookMs'>,
): Running {
	const looked = { ...progress, nextLookMs: NEXT_LOOK_MS };
	return { state: 'running', handle, itemIndexes, progress: looked };
}

/** All jobs, once the provider works on none of them any more; until then they all stay in the loop. */
export function gather<Over extends Done | Finished>(
	jobs: readonly (Running | Over)[],
): { readonly over: readonly Over[] } | { readonly running: StillRunning } {
	const over: Over[] = [];
	let nextLookMs = Infinity;
	for (const job of jobs) {
		if (job.state === 'running') nextLookMs = Math.min(nextLookMs, job.progress.nextLookMs);
		else over.push(job);
	}
	return over.length === jobs.length
		? { over }
		: { running: { state: 'running', jobs, nextLookMs } };
}

export async function readFinished(
	context: IExecuteFunctions,
	jobs: readonly Done[],
): Promise<Sorted<Running | Finished>> {
	return await setBrokenAside(
		jobs,
		async ({ handle, itemIndexes, read }) => {
			const results = await read();
			if ('unsettled' in results) {
				return { state: 'running', handle, itemIndexes, progress: results.unsettled };
			}
			warn(context, ...results.notes);
			return { state: 'finished', handle, itemIndexes, ...results };
		},
		(error) => mayPass(context, error),
	);
}

const LONGEST_LOOK_MS = 15 * 60_000;
const FIRST_RETRY_MS = 65_000;
/** Two days of a provider that cannot be asked, and it is no longer a passing fault. */
const MAX_FAILED_LOOKS = 200;
/** A reply that cannot be read is a proxy's slip; so many in a row, a quarter of an hour of them, are a wrong address. */
const MAX_UNREADABLE_LOOKS = 5;

/** After a look or a reading that failed: another one, later each time. Throws what that would not mend. */
export function lookAgain(context: IExecuteFunctions, error: unknown): FailedLook {
	if (!isOffpeakError(error) || !mayPass(context, error)) throw error;
	const failedLooks = failedLooksOf(context) + 1;
	context.getContext('node')['failedLooks'] = failedLooks;
	const backOff = Math.min(LONGEST_LOOK_MS, FIRST_RETRY_MS * 2 ** (failedLooks - 1));
	return {
		state: 'unknown',
		error,
		nextLookMs: Math.max(backOff, error.details.retryAfterMs ?? 0),
	};
}

/** Whether another look may mend it. */
function mayPass(context: IExecuteFunctions, { code, retryable }: OffpeakError): boolean {
	const failedLooks = failedLooksOf(context);
	return code === 'malformed_response'
		? failedLooks < MAX_UNREADABLE_LOOKS
		: retryable && failedLooks < MAX_FAILED_LOOKS;
}

function failedLooksOf(context: IExecuteFunctions): number {
	return Number(context.getContext('node')['failedLooks']) || 0;
}

export function forgetFailures(context: IExecuteFunctions): void {
	context.getContext('node')['failedLooks'] = 0;
}
