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
} from '../../../core';
import { addHint } from '../../shared/hints';
import type { Wait } from '../../shared/wiring';
import { readExtraLimit } from './extraLimit';
import { asDone, asRunning, type LookedAt, type RunningLooks } from './look';
import type { WantedHandle } from '../jobs/readHandles';
import type { FinishedJob } from '../results/items';
import { settle } from '../../shared/settle';

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

	/**
	 * Sends what is worth another try; `undefined` when nothing is, or when it is not wanted. It begins only where
	 * this node waits for its end: otherwise the results that are there would never come out.
	 */
	async startNext(
		finished: readonly FinishedJob[],
		connection: Connection,
		isOver: (job: FinishedJob) => boolean,
		waiting: Wait,
	): Promise<RunningLooks | undefined> {
		if (this.#options.maxAttempts <= 1) return undefined;
		if ('hint' in waiting) {
			this.#tellUnsent(
				finished.filter((job) => !isOver(job)),
				waiting.hint,
			);
			return undefined;
		}
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

	#tellUnsent(finished: readonly FinishedJob[], howToWait: string): void {
		const count = finished
			.filter((job) => this.#mayGoOn(job))
			.flatMap(({ outcomes }) => outcomes)
			.filter(({ outcome, retryable }) => outcome !== 'succeeded' && retryable).length;
		if (count === 0) return;
		const who = count === 1 ? '1 failed item was' : `${count} failed items were`;
		addHint(
			this.context,
			`${who} not sent again, because this node does not wait for the answers. ${howToWait}`,
			'warning',
		);
	}

	#mayGoOn({ handle, outcomes }: FinishedJob): boolean {
		if ('when' in handle) return false;
		const { evenIfCancelled = false, maxAttempts } = this.#options;
		const isCancelled = outcomes.some(({ outcome }) => outcome === 'cancelled');
		const isSpent = handle.batches.some(({ attempt = 1 }) => attempt >= maxAttempts);
		return !isSpent && (evenIfCancelled || !isCancelled);
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
