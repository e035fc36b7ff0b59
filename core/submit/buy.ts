import type { Connection } from '../calls/connection';
import { send } from '../calls/send';
import { upload, type Upload, waitOf } from '../calls/upload';
import type { OffpeakError } from '../errors';
import { defined } from '../formats/defined';
import { protocolOf } from '../protocols';
import type { StoredFile } from '../protocols/protocol';
import { encodeRecord, fitsMetadata, readRecord } from '../record/batch-record';
import { encodeFileName, readFileName } from '../record/file-names';
import type { Bytes, Order, ProviderBatch, Shard } from '../types';
import { INTENT_SECONDS, mark, unknownOutcome } from './on-record';

/** A refused or lost create is looked for this often, over more than 20 s, before it is given up. */
const LOOK_DELAYS_MS = [2_000, 7_000, 13_000];
const CREATE_TRIES = 3;
export interface PurchaseContext {
	readonly plan: Order;
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
			readonly metadata?: ProviderBatch['metadata'];
	  }
	| { readonly ok: false; readonly error: OffpeakError };

/** Uploads the files of a shard and buys it, once. */
export async function buy(
	context: PurchaseContext,
	shard: Shard,
	onRecord: readonly StoredFile[],
): Promise<Purchase> {
	const kept =
		shard.kept === undefined
			? undefined
			: await store(context, shard, 'kept', shard.kept, onRecord);
	if (kept !== undefined && !kept.ok) return kept;
	const input = await store(context, shard, 'input', shard.input, onRecord);
	if (!input.ok) return input;
	const orphans = kept === undefined ? [input.fileId] : [input.fileId, kept.fileId];
	return await create(context, shard, input.fileId, kept?.fileId ?? shard.keptFileId, orphans);
}

/** A kept file on record is used; the input file is always a new one: its age says when the purchase was last sent. */
async function store(
	{ plan, connection, runKey }: PurchaseContext,
	shard: Shard,
	part: 'input' | 'kept',
	content: Bytes,
	onRecord: readonly StoredFile[],
): Promise<Upload> {
	const fileName = encodeFileName(
		{ contentKey: plan.contentKey, ...defined({ runKey }) },
		shard.index,
		plan.shards.length,
		plan.label,
		part,
	);
	const existing = onRecord.find(({ name }) => {
		const file = readFileName(name);
		return part === 'kept' && file?.contentKey === plan.contentKey && file.shard === shard.index;
	});
	if (existing !== undefined) return { ok: true, fileId: existing.id };

	return await upload(
		{ fileName, content, expireAfterSeconds: plan.expireAfterSeconds },
		connection,
	);
}

/** Sent once. Only a definite refusal for lack of room allows another send in the same run. */
async function create(
	context: PurchaseContext,
	shard: Shard,
	inputFileId: string,
	keptFileId: string | undefined,
	orphans: readonly string[],
): Promise<Purchase> {
	const { plan, connection, jobId, runKey, again } = context;
	const protocol = protocolOf(connection.provider);
	const metadata = encodeRecord({
		jobId,
		shard: shard.index,
		shardCount: plan.shards.length,
		firstRow: shard.firstRow,
		endRow: shard.endRow,
		rowCount: plan.rowCount,
		label: plan.label,
		attempt: plan.attempt,
		contentKey: plan.contentKey,
		...defined({ runKey }),
		...(again === 0 ? {} : { again }),
		...defined({ keptFileId }),
		...(shard.sentRows === undefined
			? {}
			: { packed: { rows: shard.sentRows, requests: shard.requestCount } }),
		...(connection.provider.expiry === undefined
			? {}
			: { expireAfterSeconds: plan.expireAfterSeconds }),
		...(fitsMetadata(plan.shape) ? { shape: plan.shape } : {}),
	});
	const request = protocol.create({
		inputFileId,
		endpoint: connection.provider.endpoint,
		...(connection.provider.expiry === undefined
			? {}
			: { expireAfterSeconds: plan.expireAfterSeconds }),
		metadata,
	});
	for (let attempt = 1; ; attempt += 1) {
		const reply = await send(connection.transport, request);
		const batch = reply.ok ? protocol.readBatch(reply.value) : undefined;
		if (batch !== undefined) return { ok: true, batch, ...toCarry(batch, metadata) };
		if (reply.ok || !reply.refused) {
			const found = await findLost(context, shard, inputFileId);
			return found.ok ? { ...found, ...toCarry(found.batch, metadata) } : found;
		}
		if (reply.error.code !== 'rate_limited' || attempt >= CREATE_TRIES) {
			await deleteOrphans(connection, orphans);
			return { ok: false, error: reply.error };
		}
		await connection.clock.sleep(waitOf(reply.error, attempt));
	}
}

function toCarry(
	batch: ProviderBatch,
	metadata: ProviderBatch['metadata'],
): { readonly metadata?: ProviderBatch['metadata'] } {
	return readRecord(batch) === undefined ? { metadata } : {};
}

/** The reply to create was lost: whether it was carried out, the list knows. */
async function findLost(
	context: PurchaseContext,
	shard: Shard,
	inputFileId: string,
): Promise<Purchase> {
	const { connection, jobId } = context;
	const protocol = protocolOf(connection.provider);
	for (const delay of LOOK_DELAYS_MS) {
		await connection.clock.sleep(delay);
		const reply = await send(connection.transport, protocol.list());
		const page = reply.ok ? protocol.readBatches(reply.value) : undefined;
		const batch = page?.entries.find((entry) => entry.inputFileId === inputFileId);
		if (batch !== undefined) return { ok: true, batch };
	}
	const { plan, runKey } = context;
	const keys = { contentKey: plan.contentKey, ...defined({ runKey }) };
	const isOnRecord = await mark('lost', inputFileId, keys, plan, connection);
	const part =
		context.plan.shards.length === 1
			? ''
			: ` (file ${shard.index} of ${context.plan.shards.length})`;
	const message = `The provider did not say whether it took job ${jobId}${part}, and its list does not show it yet.`;
	return {
		ok: false,
		error: unknownOutcome(message, INTENT_SECONDS / 60, { jobId, inputFileId, isOnRecord }),
	};
}

/**
 * Best effort: a file that stays expires by itself. Only what was uploaded for this purchase: the kept file of
 * a further round is the one of the first, whose results need it.
 */
async function deleteOrphans(connection: Connection, fileIds: readonly string[]): Promise<void> {
	const protocol = protocolOf(connection.provider);
	for (const fileId of fileIds) await send(connection.transport, protocol.deleteFile(fileId));
}
