import type { Connection } from '../calls/connection';
import { filesOf } from '../calls/files';
import { send } from '../calls/send';
import { upload, type Upload, waitOf } from '../calls/upload';
import { defined } from '../formats/defined';
import type { StoredFile } from '../protocols/protocol';
import { type BatchRecord, encodeRecord, fitsMetadata } from '../record/batch-record';
import { encodeFileName, readFileName } from '../record/file-names';
import type { Bytes, Shard } from '../types';
import { findLost } from './find-lost';
import { type Bid, type Purchase, type PurchaseContext, toPurchase } from './purchase';

const CREATE_TRIES = 3;
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

/** Sent once. Only a definite refusal for lack of room allows another send in the same run. */
async function create(context: PurchaseContext, bid: Bid): Promise<Purchase> {
	const { connection } = context;
	const { protocol } = connection.provider;
	const sentAt = connection.clock.now();
	for (let tried = 1; ; tried += 1) {
		const reply = await send(connection.transport, bid.request);
		const batch = reply.ok ? protocol.readBatch(reply.value) : undefined;
		if (batch !== undefined) return toPurchase(batch, bid);
		if (reply.ok || !reply.refused) return await findLost(context, bid, sentAt);
		if (reply.error.code !== 'rate_limited' || tried >= CREATE_TRIES) {
			await deleteFiles(connection, bid.uploaded);
			return { ok: false, error: reply.error };
		}
		await connection.clock.sleep(waitOf(reply.error, tried));
	}
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

/** Best effort: a file that stays expires by itself. */
async function deleteFiles(connection: Connection, fileIds: readonly string[]): Promise<void> {
	if (fileIds.length === 0) return;
	const files = filesOf(connection.provider);
	for (const fileId of fileIds) await send(connection.transport, files.remove(fileId));
}
