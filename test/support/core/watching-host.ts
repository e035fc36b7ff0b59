import {
	readCursor,
	watchJobs,
	type Cursor,
	type JobEvent,
	type Watch,
	type WatchSettings,
} from '../../../core';
import type { BatchList, ListedBatch } from './batch-list';

export function watchSettings(changes: Partial<WatchSettings> = {}): WatchSettings {
	return {
		account: 'credential-1',
		label: '',
		includeOthers: false,
		statuses: new Set(['completed', 'failed', 'expired', 'cancelled', 'incomplete']),
		lookBackSeconds: 86_400,
		by: 'process-1',
		...changes,
	};
}

/** A host that keeps the cursor as JSON, and that may fall over between its two writes. */
export class WatchingHost {
	/** Every event that became an execution, in order. */
	readonly delivered: JobEvent[] = [];
	#saved: string[] = [];
	#state: string | undefined;
	#inFlight: readonly JobEvent[] = [];
	#process = 1;

	constructor(
		readonly list: BatchList,
		readonly changes: Partial<WatchSettings> = {},
	) {}

	get cursor(): Cursor | undefined {
		return this.#state === undefined ? undefined : readCursor(JSON.parse(this.#state));
	}

	get ids(): readonly string[] {
		return [...this.delivered, ...this.#inFlight].map(({ id }) => id);
	}

	async poll(changes: Partial<WatchSettings> = {}): Promise<Watch> {
		this.delivered.push(...this.#inFlight);
		const settings = watchSettings({ ...this.changes, ...changes, by: `process-${this.#process}` });
		const watch = await watchJobs(this.cursor, this.list.connection, settings);
		this.#state = JSON.stringify(watch.cursor);
		if (this.#state !== undefined) this.#saved.push(this.#state);
		this.#inFlight = watch.events;
		return watch;
	}

	/** Another process goes on from an earlier state; whether the last events became executions is open. */
	crash({ back, isLost }: { readonly back: number; readonly isLost: boolean }): void {
		if (!isLost) this.delivered.push(...this.#inFlight);
		this.#inFlight = [];
		this.#process += 1;
		this.#saved = this.#saved.slice(0, Math.max(1, this.#saved.length - back));
		this.#state = this.#saved.at(-1);
	}

	/** Goes back to an earlier state without a restart, as when another node's write comes last. */
	rollBack(back: number): void {
		this.#saved = this.#saved.slice(0, Math.max(1, this.#saved.length - back));
		this.#state = this.#saved.at(-1);
	}

	async pollUntilQuiet(most = 200): Promise<void> {
		let quiet = 0;
		for (let polls = 0; polls < most && quiet < 5; polls += 1) {
			const { events, cursor } = await this.poll();
			quiet = events.length === 0 && cursor?.gaps.length === 0 ? quiet + 1 : 0;
			this.list.pass(60_000);
		}
		this.delivered.push(...this.#inFlight);
		this.#inFlight = [];
	}
}

export function addMany(list: BatchList, count: number, from = 0): ListedBatch[] {
	return Array.from({ length: count }, (_, index) => list.add({ jobId: `op_${from + index + 1}` }));
}

export async function idsOf(poll: ReturnType<WatchingHost['poll']>): Promise<string[]> {
	return (await poll).events.map(({ id }) => id);
}
