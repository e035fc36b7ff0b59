import type { Connection } from '../calls/connection';
import { filesOf } from '../calls/files';
import { send } from '../calls/send';
import { upload, type Upload, waitOf } from '../calls/upload';
import { OffpeakError } from '../errors';
import { defined } from '../formats/defined';
import type { StoredFile } from '../protocols/protocol';
import { type BatchRecord, encodeRecord, fitsMetadata, readRecord } from '../record/batch-record';
import { encodeFileName, readFileName } from '../record/file-names';
import type { HttpRequest } from '../transport';
import type { Bytes, Order, ProviderBatch, Shard } from '../types';
import { INTENT_SECONDS, storeClaim, unknownOutcome } from './claims';

/** A refused or lost create is searched for this often, over more than 20 s, before it is given up. */
const SEARCH_DELAYS_MS = [2_000, 7_000, 13_000];
const CREATE_TRIES = 3;
export interface PurchaseContext {
	readonly order: Order;
	readonly connection: Connection;
	readonly jobId: string;
	readonly runKey?: string;
	/** How many batches of the job have come to nothing before. */
	readonly again: number;
}

export type Purchase =
	| {
			readonly ok: true;
			readonly batch: ProviderBatch;
			/** What the handle has to carry, for the provider does not keep it. */
			readonly carried?: BatchRecord;
	  }
	| { readonly ok: false; readonly error: OffpeakError };

/** Uploads the files of a shard, where the provider takes files, and buys it, once. */
export async function buy(
	context: PurchaseContext,
	shard: Shard,
	onRecord: readonly StoredFile[],
): Promise<Purchase> {
	const { protocol } = context.connection.provider;
	if (protocol.files === undefined) {
		const record = recordOf(context, shard);
		const request = protocol.create({ ...settingsOf(context, record), lines: shard.input });
		return await create(context, { shard, record, request, uploaded: [] });
	}
	const kept =
		shard.kept === undefined
			? undefined
			: await store(context, { shard, role: 'kept', content: shard.kept }, onRecord);
	if (kept !== undefined && !kept.ok) return kept;
	const input = await store(context, { shard, role: 'input', content: shard.input }, onRecord);
	if (!input.ok) return input;
	const inputFileId = input.fileId;
	const record = recordOf(context, shard, kept?.fileId ?? shard.keptFileId);
	const request = protocol.create({ ...settingsOf(context, record), inputFileId });
	const uploaded = kept === undefined ? [inputFileId] : [inputFileId, kept.fileId];
	return await create(context, { shard, record, request, uploaded, inputFileId });
}

interface FileToStore {
	readonly shard: Shard;
	readonly role: 'input' | 'kept';
	readonly content: Bytes;
}

/** A kept file on record is used; the input file is always a new one: its age says when the purchase was last sent. */
async function store(
	{ order, connection, runKey }: PurchaseContext,
	{ shard, role, content }: FileToStore,
	onRecord: readonly StoredFile[],
): Promise<Upload> {
	const fileName = encodeFileName({
		contentKey: order.contentKey,
		...defined({ runKey }),
		shard: shard.index,
		shardCount: order.shards.length,
		label: order.label,
		role,
	});
	const existing = onRecord.find(({ name }) => {
		const file = readFileName(name);
		return role === 'kept' && file?.contentKey === order.contentKey && file.shard === shard.index;
	});
	if (existing !== undefined) return { ok: true, fileId: existing.id };

	return await upload(
		{ fileName, content, expireAfterSeconds: order.expireAfterSeconds },
		connection,
	);
}

interface Bid {
	readonly shard: Shard;
	readonly record: BatchRecord;
	readonly request: HttpRequest;
	readonly inputFileId?: string;
	/** For this purchase: what nobody needs when it is refused. The kept file of a further round is the first one's. */
	readonly uploaded: readonly string[];
}

/** Sent once. Only a definite refusal for lack of room allows another send in the same run. */
async function create(context: PurchaseContext, bid: Bid): Promise<Purchase> {
	const { connection } = context;
	const { protocol } = connection.provider;
	const sentAt = connection.clock.now();
	for (let tried = 1; ; tried += 1) {
		const reply = await send(connection.transport, bid.request);
		const batch = reply.ok ? protocol.readBatch(reply.value) : undefined;
		if (batch !== undefined) return bought(batch, bid);
		if (reply.ok || !reply.refused) return await findLost(context, bid, sentAt);
		if (reply.error.code !== 'rate_limited' || tried >= CREATE_TRIES) {
			await deleteFiles(connection, bid.uploaded);
			return { ok: false, error: reply.error };
		}
		await connection.clock.sleep(waitOf(reply.error, tried));
	}
}

function bought(batch: ProviderBatch, { record, shard }: Bid): Purchase {
	if (readRecord(batch) !== undefined) return { ok: true, batch };
	// The handle says in any case how many were sent: nobody else could.
	const { requestCount: requests, sentRows: rows = requests } = shard;
	return { ok: true, batch, carried: { ...record, sent: { rows, requests } } };
}

/** How a batch is made, beside what it is made of. */
function settingsOf(
	{ connection, order }: PurchaseContext,
	record: BatchRecord,
): {
	readonly metadata?: Readonly<Record<string, string>>;
	readonly expireAfterSeconds?: number;
} {
	const { expiry, protocol } = connection.provider;
	return {
		...(protocol.metadata === undefined
			? {}
			: { metadata: encodeRecord(record, protocol.metadata) }),
		...(expiry === undefined ? {} : { expireAfterSeconds: order.expireAfterSeconds }),
	};
}

function recordOf(
	{ order, jobId, runKey, again, connection }: PurchaseContext,
	shard: Shard,
	keptFileId?: string,
): BatchRecord {
	const { expiry, protocol } = connection.provider;
	const { metadata } = protocol;
	const { sentRows: rows, requestCount: requests } = shard;
	return {
		jobId,
		shard: shard.index,
		shardCount: order.shards.length,
		firstRow: shard.firstRow,
		endRow: shard.endRow,
		rowCount: order.rowCount,
		label: order.label,
		round: order.round,
		model: order.model,
		contentKey: order.contentKey,
		...defined({
			runKey,
			keptFileId,
			again: again === 0 ? undefined : again,
			expireAfterSeconds: expiry === undefined ? undefined : order.expireAfterSeconds,
			sent: rows === undefined ? undefined : { rows, requests },
			shape:
				metadata === undefined || fitsMetadata(order.shape, metadata) ? order.shape : undefined,
		}),
	};
}

/** The reply to create was lost: whether it was carried out, the list knows. */
async function findLost(context: PurchaseContext, bid: Bid, sentAt: number): Promise<Purchase> {
	const { connection } = context;
	const { protocol } = connection.provider;
	const alike = new Set<string>();
	for (const delay of SEARCH_DELAYS_MS) {
		await connection.clock.sleep(delay);
		const reply = await send(connection.transport, protocol.list());
		const page = reply.ok ? protocol.readBatches(reply.value) : undefined;
		for (const batch of page?.entries ?? []) {
			if (bid.inputFileId !== undefined && batch.inputFileId === bid.inputFileId) {
				return bought(batch, bid);
			}
			if (mayBe(batch, bid, sentAt)) alike.add(batch.id);
		}
	}
	return { ok: false, error: await notHeard(context, bid, [...alike]) };
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
				hint: `${name} keeps nothing by which Offpeak could find the job again. Look at the batches in its console before you run this step again: it would be bought anew.`,
			},
		);
	}
	const keys = { contentKey: order.contentKey, ...defined({ runKey }) };
	const isOnRecord = await storeClaim({ kind: 'lost', inputFileId, keys }, order, connection);
	const message = `${asked}, and its list does not show it yet.`;
	return unknownOutcome(message, INTENT_SECONDS / 60, { jobId, inputFileId, isOnRecord });
}

/** Best effort: a file that stays expires by itself. */
async function deleteFiles(connection: Connection, fileIds: readonly string[]): Promise<void> {
	if (fileIds.length === 0) return;
	const files = filesOf(connection.provider);
	for (const fileId of fileIds) await send(connection.transport, files.remove(fileId));
}
