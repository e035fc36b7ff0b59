import { PROVIDERS, type Connection, type HttpResponse } from '../../../core';
import { encodeRecord, type BatchRecord } from '../../../core/record/batch-record';
import { METADATA, recordOf } from './batches';
import { bytesOfText } from './canned-transport';
import { FakeClock } from '../../../harness/fake-clock';

export interface ListedBatch {
	readonly id: string;
	status: string;
	readonly created_at: number;
	completed_at?: number;
	readonly metadata?: Record<string, string>;
	request_counts: {
		readonly total: number;
		readonly completed: number;
		readonly failed: number;
	};
}

/**
 * A provider that is nothing but its list of batches, for histories that no server could live through in a
 * test: what is in the list is set by hand, newest first, a page at a time.
 */
export class BatchList {
	readonly calls: string[] = [];
	readonly clock: FakeClock;
	/** Newest first. */
	readonly batches: ListedBatch[] = [];
	/** Unix seconds, as the provider writes them. */
	seconds: number;
	/** The next calls fail with these, one each; `undefined` lets a call pass. */
	readonly failures: Array<number | undefined> = [];
	readonly connection: Connection;
	#made = 0;

	constructor(readonly pageSize = 100) {
		this.clock = new FakeClock();
		this.seconds = Math.floor(this.clock.now() / 1000);
		this.connection = {
			provider: PROVIDERS.openai,
			baseUrl: 'https://api.openai.com/v1',
			clock: this.clock,
			transport: async ({ method, path, query }) => {
				this.calls.push(`${method} ${path}`);
				await Promise.resolve();
				return this.#answer(path, query?.['after']);
			},
		};
	}

	/** A batch of ours; without a record it is another tool's. */
	add(record?: Partial<BatchRecord>): ListedBatch {
		this.#made += 1;
		const batch: ListedBatch = {
			id: `batch_${this.#made}`,
			status: 'in_progress',
			created_at: this.seconds,
			request_counts: { total: 3, completed: 3, failed: 0 },
			...(record === undefined ? {} : { metadata: encodeRecord(recordOf(record), METADATA) }),
		};
		this.batches.unshift(batch);
		return batch;
	}

	end(batch: ListedBatch, status = 'completed'): void {
		batch.status = status;
		batch.completed_at = this.seconds;
	}

	/** Time goes on for us and for the provider alike. */
	pass(ms: number): void {
		this.clock.pass(ms);
		this.seconds += Math.floor(ms / 1000);
	}

	#answer(path: string, after: string | undefined): HttpResponse {
		const failure = this.failures.shift();
		if (failure !== undefined) return reply(failure, { error: { message: 'No.' } });
		const id = /^\/batches\/(.+)$/.exec(path)?.[1];
		if (id !== undefined) {
			const batch = this.batches.find((entry) => entry.id === id);
			return batch === undefined
				? reply(404, { error: { message: 'No such batch.' } })
				: reply(200, batch);
		}
		const from =
			after === undefined ? 0 : this.batches.findIndex((entry) => entry.id === after) + 1;
		if (after !== undefined && from === 0)
			return reply(404, { error: { message: 'No such batch.' } });
		const data = this.batches.slice(from, from + this.pageSize);
		const has_more = from + data.length < this.batches.length;
		return reply(200, { object: 'list', data, has_more, last_id: data.at(-1)?.id ?? null });
	}
}

function reply(status: number, body: unknown): HttpResponse {
	return { status, headers: {}, body: bytesOfText(JSON.stringify(body)) };
}
