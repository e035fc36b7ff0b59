import { send } from '../calls/send';
import { OffpeakError } from '../errors';
import { defined } from '../formats/defined';
import { readRecord } from '../record/batch-record';
import type { ProviderBatch } from '../types';
import { INTENT_SECONDS, storeClaim, unknownOutcome } from './claims';
import { type Bid, type Purchase, type PurchaseContext, toPurchase } from './purchase';

/** A create without a reply is searched for this often, over more than 20 s, before it is given up. */
const SEARCH_DELAYS_MS = [2_000, 7_000, 13_000];

/** The reply to create was lost: whether it was carried out, the list knows. `sentAt`: Unix milliseconds. */
export async function findLost(
	context: PurchaseContext,
	bid: Bid,
	sentAt: number,
): Promise<Purchase> {
	const { connection } = context;
	const { protocol } = connection.provider;
	const alike = new Set<string>();
	for (const delay of SEARCH_DELAYS_MS) {
		await connection.clock.sleep(delay);
		const reply = await send(connection.transport, protocol.list());
		const page = reply.ok ? protocol.readBatches(reply.value) : undefined;
		for (const batch of page?.entries ?? []) {
			if (context.others.includes(batch.id)) continue;
			if (isOf(batch, bid)) return toPurchase(batch, bid);
			if (mayBe(batch, bid, sentAt)) alike.add(batch.id);
		}
	}
	return { ok: false, error: await notHeard(context, bid, [...alike]) };
}

/** By its input file, which is of this purchase alone; or by its record, where rows need no file. */
function isOf(batch: ProviderBatch, { inputFileId, record }: Bid): boolean {
	if (inputFileId !== undefined) return batch.inputFileId === inputFileId;
	const found = readRecord(batch);
	return (
		found?.jobId === record.jobId &&
		found.shard === record.shard &&
		found.round === record.round &&
		found.again === record.again
	);
}

/** The provider's clock and ours may differ. */
const SKEW_SECONDS = 300;

/** Where a batch bears no name of ours: made since then, of as many requests. It may be a twin all the same. */
function mayBe(
	{ createdAt, counts }: ProviderBatch,
	{ shard, inputFileId }: Bid,
	sentAt: number,
): boolean {
	return (
		inputFileId === undefined &&
		createdAt >= sentAt / 1000 - SKEW_SECONDS &&
		counts.total === shard.requestCount
	);
}

async function notHeard(
	{ connection, order, jobId, runKey }: PurchaseContext,
	{ shard, inputFileId }: Bid,
	alike: readonly string[],
): Promise<OffpeakError> {
	const of = order.shards.length === 1 ? '' : ` (file ${shard.index} of ${order.shards.length})`;
	const asked = `The provider did not say whether it took job ${jobId}${of}`;
	if (inputFileId === undefined) {
		const { name } = connection.provider;
		return new OffpeakError(
			'unknown_outcome',
			alike.length === 0
				? `${asked}, and its list does not show it yet.`
				: `${asked}. It may be ${alike.join(' or ')}: as many requests were made a batch at that time.`,
			{
				jobId,
				mayBuyTwice: true,
				hint: `${name} keeps nothing by which Offpeak could find the job again. Look at the batches in its console before you run this step again: it would be bought anew.`,
			},
		);
	}
	const keys = { contentKey: order.contentKey, ...defined({ runKey }) };
	const isOnRecord = await storeClaim({ kind: 'lost', inputFileId, keys }, order, connection);
	const message = `${asked}, and its list does not show it yet.`;
	return unknownOutcome(message, INTENT_SECONDS / 60, { jobId, inputFileId, isOnRecord });
}
