import type { Connection } from '../calls/connection';
import { filesOf } from '../calls/files';
import { isLasting } from '../calls/is-lasting';
import { send } from '../calls/send';
import { upload, type Upload, waitOf } from '../calls/upload';
import { defined } from '../formats/defined';
import type { StoredFile } from '../protocols/protocol';
import { type BatchRecord, encodeRecord, fitsMetadata } from '../record/batch-record';
import { encodeFileName, readFileName } from '../record/file-names';
import { isId } from '../formats/ids';
import type { Bytes, Shard } from '../types';
import { isUnready } from './await-file';
import { findLost } from './find-lost';
import { keysOf, makeReady, pause, type StoredInput } from './make-ready';
import { type Bid, type Purchase, type PurchaseContext, toPurchase } from './purchase';

const CREATE_TRIES = 3;
/** A file may be there only a second or more after its upload (curator#406). */
const UNREADY_DELAYS_MS = [2_000, 5_000, 10_000];

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
	// What no answer needs costs no job; what waiting may mend is waited for, as long as nothing is bought.
	if (kept?.ok === false && !isLasting(kept.error)) return kept;
	const input = await store(context, { shard, role: 'input', content: shard.input }, onRecord);
	if (!input.ok) return input;
	const inputFileId = input.fileId;
	const keptFileId = kept?.ok === true && isId(kept.fileId) ? kept.fileId : undefined;
	const record = recordOf(context, shard, keptFileId ?? shard.keptFileId);
	const request = protocol.create({ ...settingsOf(context, record), inputFileId });
	const uploaded = keptFileId === undefined ? [inputFileId] : [inputFileId, keptFileId];
	const bid = { shard, record, request, uploaded, inputFileId };
	const unfit = await makeReady(context, input);
	if (unfit === undefined) return await create(context, bid);
	if (!unfit.retryable) await deleteFiles(context.connection, uploaded);
	return { ok: false, error: unfit };
}

interface FileToStore {
	readonly shard: Shard;
	readonly role: 'input' | 'kept';
	readonly content: Bytes;
}

/**
 * A kept file on record is used. The input file is a new one, for its age says when the purchase was last sent,
 * unless it is known that none was ever sent with the one that is there.
 */
async function store(
	context: PurchaseContext,
	{ shard, role, content }: FileToStore,
	onRecord: readonly StoredFile[],
): Promise<StoredInput | Extract<Upload, { readonly ok: false }>> {
	const { order, connection } = context;
	const fileName = encodeFileName({
		...keysOf(context),
		shard: shard.index,
		shardCount: order.shards.length,
		label: order.label,
		role,
	});
	const existing = onRecord.find(({ name }) => {
		const file = readFileName(name);
		return (
			file?.role === role && file.contentKey === order.contentKey && file.shard === shard.index
		);
	});
	if (existing !== undefined) {
		const { id, state } = existing;
		return { ok: true, fileId: id, isOld: true, ...defined({ state }) };
	}
	return await upload(
		{ fileName, content, expireAfterSeconds: order.expireAfterSeconds },
		connection,
	);
}

/** Sent once. Only a definite refusal, for lack of room or of the file, allows another send in the same run. */
async function create(context: PurchaseContext, bid: Bid): Promise<Purchase> {
	const { connection } = context;
	const { protocol } = connection.provider;
	const sentAt = connection.clock.now();
	const unreadyDelays = [...UNREADY_DELAYS_MS];
	for (let tried = 1; ; tried += 1) {
		const reply = await send(connection.transport, bid.request);
		const batch = reply.ok ? protocol.readBatch(reply.value) : undefined;
		if (batch !== undefined) return toPurchase(batch, bid);
		if (reply.ok || !reply.refused) return await findLost(context, bid, sentAt);
		const { error } = reply;
		const isRoomLacking = error.code === 'rate_limited' && tried < CREATE_TRIES;
		const delay = isRoomLacking
			? waitOf(error, tried)
			: bid.inputFileId !== undefined && isUnready(error)
				? unreadyDelays.shift()
				: undefined;
		if (delay === undefined) {
			await deleteFiles(connection, bid.uploaded);
			return { ok: false, error };
		}
		if (bid.inputFileId === undefined) await connection.clock.sleep(delay);
		else await pause(context, bid.inputFileId, delay);
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

/** What is kept of a purchase, by the plan that it is made of. */
export function recordOf(
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
