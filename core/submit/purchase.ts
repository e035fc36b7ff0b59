import type { Connection } from '../calls/connection';
import type { OffpeakError } from '../errors';
import { type BatchRecord, readRecord } from '../record/batch-record';
import type { HttpRequest } from '../transport';
import type { Order, ProviderBatch, Shard } from '../types';

export interface PurchaseContext {
	readonly order: Order;
	readonly connection: Connection;
	readonly jobId: string;
	readonly runKey?: string;
	/** How many batches of the job have come to nothing before. */
	readonly again: number;
	/** Ids of batches that are none of the shard in question: others of this job have them. */
	readonly others: readonly string[];
	/** Which lists the provider has shown; absent where none was asked for. */
	readonly lists?: Lists;
}

export interface Lists {
	readonly jobs: boolean;
	readonly files: boolean;
}

export type Purchase =
	| {
			readonly ok: true;
			readonly batch: ProviderBatch;
			/** What the handle has to carry, for the provider does not keep it. */
			readonly carried?: BatchRecord;
	  }
	| { readonly ok: false; readonly error: OffpeakError };

/** A shard for which a batch is asked. */
export interface Bid {
	readonly shard: Shard;
	readonly record: BatchRecord;
	readonly request: HttpRequest;
	readonly inputFileId?: string;
	/** For this purchase: what nobody needs when it is refused. The kept file of a further round is the first one's. */
	readonly uploaded: readonly string[];
}

/** A batch that was made of a bid. */
export function toPurchase(
	batch: ProviderBatch,
	{ record, shard }: Pick<Bid, 'record' | 'shard'>,
): Purchase {
	if (readRecord(batch) !== undefined) return { ok: true, batch };
	// The handle says in any case how many were sent: nobody else could.
	const { requestCount: requests, sentRows: rows = requests } = shard;
	return { ok: true, batch, carried: { ...record, sent: { rows, requests } } };
}
