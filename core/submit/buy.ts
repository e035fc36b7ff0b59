import type { Connection } from '../calls/connection';
import { send } from '../calls/send';
import { upload, type Upload, waitOf } from '../calls/upload';
import type { OffpeakError } from '../errors';
import { defined } from '../formats/defined';
import { protocolOf } from '../protocols';
import type { StoredFile } from '../protocols/protocol';
import { type BatchRecord, encodeRecord, fitsMetadata, readRecord } from '../record/batch-record';
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
			: await store(context, { shard, part: 'kept', content: shard.kept }, onRecord);
	if (kept !== undefined && !kept.ok) return kept;
	const input = await store(context, { shard, part: 'input', content: shard.input }, onRecord);
	if (!input.ok) return input;
	return await create(context, shard, {
		inputFileId: input.fileId,
		...defined({ keptFileId: kept?.fileId ?? shard.keptFileId }),
		uploaded: kept === undefined ? [input.fileId] : [input.fileId, kept.fileId],
	});
}

interface FileToStore {
	readonly shard: Shard;
	readonly part: 'input' | 'kept';
	readonly content: Bytes;
}

/** A kept file on record is used; the input file is always a new one: its age says when the purchase was last sent. */
async function store(
	{ plan, connection, runKey }: PurchaseContext,
	{ shard, part, content }: FileToStore,
	onRecord: readonly StoredFile[],
): Promise<Upload> {
	const fileName = encodeFileName({
		contentKey: plan.contentKey,
		...defined({ runKey }),
		shard: shard.index,
		shardCount: plan.shards.length,
		label: plan.label,
		part,
	});
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

interface StoredFiles {
	readonly inputFileId: string;
	readonly keptFileId?: string;
	/** For this purchase: what nobody needs when it is refused. The kept file of a further round is the first one's. */
	readonly uploaded: readonly string[];
}

/** Sent once. Only a definite refusal for lack of room allows another send in the same run. */
async function create(
	context: PurchaseContext,
	shard: Shard,
	{ inputFileId, keptFileId, uploaded }: StoredFiles,
): Promise<Purchase> {
	const { connection } = context;
	const { expiry, endpoint } = connection.provider;
	const protocol = protocolOf(connection.provider);
	const expireAfterSeconds = expiry === undefined ? undefined : context.plan.expireAfterSeconds;
	const metadata = encodeRecord({
		...recordOf(context, shard),
		...defined({ keptFileId, expireAfterSeconds }),
	});
	const request = protocol.create({
		inputFileId,
		endpoint,
		...defined({ expireAfterSeconds }),
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
			await deleteFiles(connection, uploaded);
			return { ok: false, error: reply.error };
		}
		await connection.clock.sleep(waitOf(reply.error, attempt));
	}
}

function recordOf({ plan, jobId, runKey, again }: PurchaseContext, shard: Shard): BatchRecord {
	return {
		jobId,
		shard: shard.index,
		shardCount: plan.shards.length,
		firstRow: shard.firstRow,
		endRow: shard.endRow,
		rowCount: plan.rowCount,
		label: plan.label,
		attempt: plan.attempt,
		contentKey: plan.contentKey,
		...defined({
			runKey,
			again: again === 0 ? undefined : again,
			packed:
				shard.sentRows === undefined
					? undefined
					: { rows: shard.sentRows, requests: shard.requestCount },
			shape: fitsMetadata(plan.shape) ? plan.shape : undefined,
		}),
	};
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
	const isOnRecord = await mark({ part: 'lost', inputFileId, keys }, plan, connection);
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

/** Best effort: a file that stays expires by itself. */
async function deleteFiles(connection: Connection, fileIds: readonly string[]): Promise<void> {
	const protocol = protocolOf(connection.provider);
	for (const fileId of fileIds) await send(connection.transport, protocol.deleteFile(fileId));
}
