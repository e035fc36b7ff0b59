import type { IExecuteFunctions } from 'n8n-workflow';
import {
	isOffpeakError,
	readHandle,
	readObject,
	resubmit,
	type Connection,
	type Handle,
	type Resubmission,
	type ResubmitOptions,
} from '../../core';
import { addHint } from '../shared/hints';
import { readExtraLimit } from './extraLimit';
import { asDone, asRunning, settle, type LookedAt, type RunningLooks } from './look';
import type { WantedHandle } from './readHandles';
import type { FinishedJob } from './results';

const FIRST_LOOK_MS = 60_000;

/**
 * Further rounds of jobs whose items failed. After a park n8n brings the first handle round again, so the
 * handle with the further rounds waits in the node's context.
 */
export class Rounds {
	readonly #known: Readonly<Record<string, unknown>>;
	readonly #options: ResubmitOptions;

	constructor(private readonly context: IExecuteFunctions) {
		this.#known = readObject(context.getContext('node')['rounds']) ?? {};
		this.#options = {
			maxAttempts: 1 + (Number(context.getNodeParameter('options.retries', 0, 0)) || 0),
			evenIfCancelled: context.getNodeParameter('options.retryCancelled', 0, false) === true,
			...readExtraLimit(context),
		};
	}

	renew(wanted: readonly WantedHandle[]): readonly WantedHandle[] {
		return wanted.map((entry) => {
			const known = readHandle(this.#known[entry.handle.id]);
			return known === undefined || isOlder(known, entry.handle)
				? entry
				: { ...entry, handle: known };
		});
	}

	/** Sends what is worth another try; `undefined` when nothing is, or when it is not wanted. */
	async startNext(
		finished: readonly FinishedJob[],
		connection: Connection,
		isOver: (job: FinishedJob) => boolean,
	): Promise<RunningLooks | undefined> {
		if (this.#options.maxAttempts <= 1) return undefined;
		const looks: LookedAt[] = [];
		const renewed: Record<string, Handle> = {};
		for (const job of finished) {
			const round = isOver(job) ? undefined : await this.#send(job, connection);
			if (round !== undefined) renewed[job.handle.id] = round.job;
			looks.push(round === undefined ? asDone(job) : toLook(job, round));
		}
		if (Object.keys(renewed).length === 0) return undefined;
		this.context.getContext('node')['rounds'] = structuredClone({ ...this.#known, ...renewed });
		return { state: 'running', looks, nextLookMs: FIRST_LOOK_MS };
	}

	/** What cannot be sent again must not cost the results that are there: the job then ends as it is. */
	async #send(
		{ handle, outcomes, collected }: FinishedJob,
		connection: Connection,
	): Promise<Resubmission | undefined> {
		if ('when' in handle) return undefined;
		const sent = await settle(resubmit(handle, collected, outcomes, connection, this.#options));
		if (!('error' in sent)) {
			for (const caveat of sent.value?.caveats ?? []) addHint(this.context, caveat, 'warning');
			return sent.value;
		}
		const { error } = sent;
		if (!isOffpeakError(error) || error.retryable) throw error;
		addHint(this.context, `${error.message} ${error.details.hint ?? ''}`.trim(), 'warning');
		return undefined;
	}
}

function toLook({ itemIndexes }: FinishedJob, { job, rowCount }: Resubmission): LookedAt {
	return asRunning(
		{ handle: job, itemIndexes },
		{ phase: 'validating', answered: 0, total: rowCount, nextLookMs: FIRST_LOOK_MS },
	);
}

function isOlder(known: Handle, carried: Handle): boolean {
	return countBatches(known) < countBatches(carried);
}

function countBatches(handle: Handle): number {
	return 'when' in handle ? 0 : handle.batches.length;
}
