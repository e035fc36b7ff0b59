import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	isOffpeakError,
	poll,
	type Connection,
	type JobStatus,
	type OffpeakError,
} from '../../core';
import type { WantedJob } from './readJobs';

export interface LookedAt extends WantedJob {
	readonly status: JobStatus;
}

export type Look =
	| { readonly state: 'done'; readonly jobs: readonly LookedAt[] }
	| { readonly state: 'running'; readonly jobs: readonly LookedAt[]; readonly nextLookMs: number }
	/** The provider could not be asked; the jobs themselves are fine. */
	| { readonly state: 'unknown'; readonly error: OffpeakError; readonly nextLookMs: number };

const LONGEST_LOOK_MS = 15 * 60_000;
const FIRST_RETRY_MS = 65_000;
/** Two days of a provider that cannot be asked, and it is no longer a passing fault. */
const MAX_FAILED_LOOKS = 200;

/** Looks at every job once. Throws only what another look would not mend. */
export async function lookAt(
	context: IExecuteFunctions,
	wanted: readonly WantedJob[],
	connection: Connection,
): Promise<Look> {
	const memory = context.getContext('node');
	const jobs: LookedAt[] = [];
	for (const entry of wanted) {
		const look = await settleLook(poll(entry.job, connection));
		if ('status' in look) {
			jobs.push({ ...entry, status: look.status });
			continue;
		}
		const failedLooks = (Number(memory['failedLooks']) || 0) + 1;
		if (!isOffpeakError(look.error) || !look.error.retryable || failedLooks > MAX_FAILED_LOOKS) {
			throw look.error;
		}
		memory['failedLooks'] = failedLooks;
		const backOff = Math.min(LONGEST_LOOK_MS, FIRST_RETRY_MS * 2 ** (failedLooks - 1));
		return {
			state: 'unknown',
			error: look.error,
			nextLookMs: Math.max(backOff, look.error.details.retryAfterMs ?? 0),
		};
	}
	memory['failedLooks'] = 0;
	const running = jobs.filter(({ status }) => status.state === 'running');
	return running.length === 0
		? { state: 'done', jobs }
		: {
				state: 'running',
				jobs,
				nextLookMs: Math.min(...running.map(({ status }) => status.nextLookMs)),
			};
}

async function settleLook(
	look: Promise<JobStatus>,
): Promise<{ readonly status: JobStatus } | { readonly error: unknown }> {
	return await look.then(
		(status) => ({ status }),
		(error: unknown) => ({ error }),
	);
}

const PHASE_WORDS: Record<JobStatus['phase'], string> = {
	validating: 'being checked by the provider',
	in_progress: 'being worked on',
	finalizing: 'all answered, results being written',
	cancelling: 'being cancelled',
	completed: 'completed',
	failed: 'refused by the provider',
	expired: 'expired after 24 hours',
	cancelled: 'cancelled',
};

/** "120 of 200 answered, being worked on". Counts are 0 while the provider still checks the job. */
export function describeProgress({ job, status }: LookedAt): string {
	const answered = status.counts.completed + status.counts.failed;
	const words = PHASE_WORDS[status.phase];
	return status.counts.total === 0
		? `${job.rowCount} items, ${words}`
		: `${answered} of ${status.counts.total} answered, ${words}`;
}

/** What goes round the loop: the handle, and how far its job is. */
export function toRunningItem(look: LookedAt, nextLookMs: number, now: number): INodeExecutionData {
	const json: IDataObject = {
		label: look.job.label,
		status: look.status.state,
		progress: describeProgress(look),
		answered: look.status.counts.completed + look.status.counts.failed,
		items: look.job.rowCount,
		nextLook: new Date(now + nextLookMs).toISOString(),
		handle: { ...look.job, batches: look.job.batches.map((batch) => ({ ...batch })) },
	};
	return { json, pairedItem: look.itemIndexes.map((item) => ({ item })) };
}
