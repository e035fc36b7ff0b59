import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	isOffpeakError,
	lookAt,
	type BatchPhase,
	type Connection,
	type Look,
	type OffpeakError,
	type Progress,
	type Results,
} from '../../../core';
import { setBrokenAside, type Sorted } from '../jobs/setAside';
import type { WantedHandle } from '../jobs/readHandles';

export type LookedAt = WantedHandle & Look;

export type Looks = { readonly state: 'done'; readonly looks: readonly LookedAt[] } | RunningLooks;

export interface RunningLooks {
	readonly state: 'running';
	readonly looks: readonly LookedAt[];
	readonly nextLookMs: number;
}

/** The provider could not be asked; the jobs themselves are fine. */
export interface FailedLook {
	readonly state: 'unknown';
	readonly error: OffpeakError;
	readonly nextLookMs: number;
}

const LONGEST_LOOK_MS = 15 * 60_000;
const FIRST_RETRY_MS = 65_000;
/** Two days of a provider that cannot be asked, and it is no longer a passing fault. */
const MAX_FAILED_LOOKS = 200;

/** Looks at every job once. */
export async function lookAtAll(
	wanted: readonly WantedHandle[],
	connection: Connection,
): Promise<Sorted<LookedAt>> {
	return await setBrokenAside(wanted, async (entry) => ({
		...entry,
		...(await lookAt(entry.handle, connection)),
	}));
}

export function toLooks(looks: readonly LookedAt[]): Looks {
	const running = looks.filter(({ progress }) => progress.state === 'running');
	return running.length === 0
		? { state: 'done', looks }
		: {
				state: 'running',
				looks,
				nextLookMs: Math.min(...running.map(({ progress }) => progress.nextLookMs)),
			};
}

const NOTHING_YET = async (): Promise<Results> => ({ outcomes: [], notes: [], collected: [] });

/** A job that goes round although more is to come. */
export function asRunning(
	{ handle, itemIndexes }: WantedHandle,
	progress: Omit<Progress, 'state'>,
): LookedAt {
	return { handle, itemIndexes, progress: { state: 'running', ...progress }, read: NOTHING_YET };
}

/** A job that is done goes round with those that are not: its results come with theirs. */
export function asDone({ handle, itemIndexes }: WantedHandle): LookedAt {
	const { rowCount } = handle;
	return {
		handle,
		itemIndexes,
		progress: {
			state: 'done',
			phase: 'completed',
			answered: rowCount,
			total: rowCount,
			nextLookMs: 0,
		},
		read: NOTHING_YET,
	};
}

/** After a look or a reading that failed: another one, later each time. Throws what that would not mend. */
export function lookAgain(context: IExecuteFunctions, error: unknown): FailedLook {
	const memory = context.getContext('node');
	const failedLooks = (Number(memory['failedLooks']) || 0) + 1;
	if (!isOffpeakError(error) || !error.retryable || failedLooks > MAX_FAILED_LOOKS) throw error;
	memory['failedLooks'] = failedLooks;
	const backOff = Math.min(LONGEST_LOOK_MS, FIRST_RETRY_MS * 2 ** (failedLooks - 1));
	return {
		state: 'unknown',
		error,
		nextLookMs: Math.max(backOff, error.details.retryAfterMs ?? 0),
	};
}

export function forgetFailures(context: IExecuteFunctions): void {
	context.getContext('node')['failedLooks'] = 0;
}

const PHASE_WORDS: Record<BatchPhase, string> = {
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
function describeProgress({ handle, progress }: LookedAt): string {
	const { answered, total, phase } = progress;
	return total === 0
		? `${handle.rowCount} items, ${PHASE_WORDS[phase]}`
		: `${answered} of ${total} answered, ${PHASE_WORDS[phase]}`;
}

export function describeLooks(looks: RunningLooks | FailedLook): string {
	switch (looks.state) {
		case 'running':
			return `${looks.looks.map(describeProgress).join('; ')}.`;
		case 'unknown':
			return `${looks.error.message} It is tried again.`;
	}
}

/** What goes round the loop: the handle, and how far its job is. */
export function toRunningItem(look: LookedAt, nextLookMs: number, now: number): INodeExecutionData {
	const { handle, progress, itemIndexes } = look;
	const json: IDataObject = {
		label: handle.label,
		status: progress.state,
		progress: describeProgress(look),
		answered: progress.answered,
		items: handle.rowCount,
		nextLook: new Date(now + nextLookMs).toISOString(),
		handle: structuredClone(handle),
	};
	return { json, pairedItem: itemIndexes.map((item) => ({ item })) };
}
