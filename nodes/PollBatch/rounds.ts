import type { IExecuteFunctions } from 'n8n-workflow';
import { readHandle, readObject, resubmit, type Connection, type Handle } from '../../core';
import type { LookedAt, RunningLooks } from './look';
import type { WantedHandle } from './readHandles';
import type { FinishedJob } from './results';

const EXPIRE_AFTER_SECONDS = 7 * 86_400;
const FIRST_LOOK_MS = 60_000;

/**
 * Further rounds of jobs whose items failed. After a park n8n brings the first handle round again, so the
 * handle with the further rounds waits in the node's context.
 */
export class Rounds {
	readonly #known: Readonly<Record<string, unknown>>;
	readonly #maxAttempts: number;

	constructor(private readonly context: IExecuteFunctions) {
		this.#known = readObject(context.getContext('node')['rounds']) ?? {};
		this.#maxAttempts = 1 + (Number(context.getNodeParameter('options.retries', 0, 0)) || 0);
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
	): Promise<RunningLooks | undefined> {
		if (this.#maxAttempts <= 1) return undefined;
		const looks: LookedAt[] = [];
		const renewed: Record<string, Handle> = {};
		for (const { handle, itemIndexes, outcomes, collected } of finished) {
			if ('engine' in handle) continue;
			const round = await resubmit(handle, collected, outcomes, connection, {
				maxAttempts: this.#maxAttempts,
				expireAfterSeconds: EXPIRE_AFTER_SECONDS,
			});
			if (round === undefined) continue;
			renewed[handle.id] = round.job;
			looks.push({
				handle: round.job,
				itemIndexes,
				progress: {
					state: 'running',
					phase: 'validating',
					answered: 0,
					total: round.rowCount,
					nextLookMs: FIRST_LOOK_MS,
				},
				read: async () => ({ outcomes: [], notes: [], collected: [] }),
			});
		}
		if (looks.length === 0) return undefined;
		this.context.getContext('node')['rounds'] = structuredClone({ ...this.#known, ...renewed });
		return { state: 'running', looks, nextLookMs: FIRST_LOOK_MS };
	}
}

function isOlder(known: Handle, carried: Handle): boolean {
	return countBatches(known) < countBatches(carried);
}

function countBatches(handle: Handle): number {
	return 'engine' in handle ? 0 : handle.batches.length;
}
