import { isRefusedList } from '../calls/lists';
import { send } from '../calls/send';
import { OffpeakError } from '../errors';
import { defined } from '../formats/defined';
import { readRecord } from '../record/batch-record';
import type { ProviderBatch } from '../types';
import { INTENT_SECONDS, storeClaim } from './claims';
import { unknownOutcome } from './not-known';
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
	const { keeps, protocol } = connection.provider;
	const alike = new Set<string>();
	let isListed = context.lists?.jobs ?? keeps.jobList !== 'no';
	for (const delay of isListed ? SEARCH_DELAYS_MS : []) {
		await connection.clock.sleep(delay);
		const reply = await send(connection.transport, protocol.list());
		if (!reply.ok && keeps.jobList === 'unknown' && isRefusedList(reply.error)) {
			isListed = false;
			break;
		}
		const page = reply.ok ? protocol.readBatches(reply.value) : undefined;
		for (const batch of page?.entries ?? []) {
			if (context.others.includes(batch.id)) continue;
			if (isOf(batch, bid)) return toPurchase(batch, bid);
			if (mayBe(batch, bid, sentAt)) alike.add(batch.id);
		}
	}
	return { ok: false, error: await notHeard(context, bid, { alike: [...alike], isListed }) };
}

/** By its input file, which is of this purchase alone; or by its record, where the batch names no file. */
function isOf(batch: ProviderBatch, { inputFileId, record }: Bid): boolean {
	if (inputFileId !== undefined && batch.inputFileId !== undefined) {
		return batch.inputFileId === inputFileId;
	}
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

interface Search {
	readonly alike: readonly string[];
	/** False where the provider gives no list of jobs. */
	readonly isListed: boolean;
}

async function notHeard(
	{ connection, order, jobId, runKey, lists }: PurchaseContext,
	{ shard, inputFileId }: Bid,
	{ alike, isListed }: Search,
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
	const { keeps, name } = connection.provider;
	const keys = { contentKey: order.contentKey, ...defined({ runKey }) };
	const isOnRecord =
		(lists?.files ?? keeps.fileList !== 'no') &&
		(await storeClaim({ kind: 'lost', inputFileId, keys }, order, connection));
	if (!isListed) {
		return new OffpeakError(
			'unknown_outcome',
			`${asked} (input file ${inputFileId}), and it gives no list of jobs.`,
			{
				jobId,
				inputFileId,
				mayBuyTwice: true,
				hint: `Look at the jobs in the console of ${name} before you run this step again. If none was made of that file, delete the file there: then it is sent anew.`,
			},
		);
	}
	const message = `${asked}, and its list does not show it yet.`;
	return unknownOutcome(message, INTENT_SECONDS / 60, { jobId, inputFileId, isOnRecord });
}
