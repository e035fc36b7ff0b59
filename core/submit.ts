import { unreadableReply, type Connection } from './connection';
import { OffpeakError } from './errors';
import { send } from './http';
import { jobIdOf, multipartBoundary } from './keys';
import { findBought, type Bought } from './lookup';
import { encodeFileName, encodeRecord, fitsMetadata, readFileName } from './metadata';
import { protocolOf } from './protocols';
import type { StoredFile } from './protocols/protocol';
import type { Bytes, Job, JobBatch, Order, ProviderBatch, Shard } from './types';

export interface SubmitOptions {
	/** The same for every try of one run; a job that carries it is returned, never bought again. */
	readonly runKey?: string;
	/** A job of the same content that is younger than this is returned instead of bought; 0 is off. */
	readonly reuseWindowSeconds: number;
	/** The job that this is a further round of. */
	readonly jobId?: string;
	/** Unix seconds: no earlier try of this run can be older. A day ago unless told. */
	readonly sinceSeconds?: number;
}

export interface Submission {
	readonly job: Job;
	/** The job was there already: nothing, or only what was missing of it, was bought. */
	readonly reused: boolean;
	/** Ids of batches that were bought twice by accident and have been cancelled. */
	readonly cancelled: readonly string[];
	readonly caveats: readonly string[];
}

/** A refused or lost create is looked for this often, over more than 20 s, before it is given up. */
const LOOK_DELAYS_MS = [2_000, 7_000, 13_000];
const UPLOAD_TRIES = 3;
const CREATE_TRIES = 3;
const MAX_WAIT_MS = 60_000;
const DEFAULT_WAIT_MS = 2_000;

/**
 * Plan → job. Each shard is bought exactly once: what carries our keys is looked up first, a create is
 * sent again only after a definite refusal, and a reply that was lost is settled by the list.
 */
export async function submit(
	plan: Order,
	connection: Connection,
	options: SubmitOptions,
): Promise<Submission> {
	const found = await findBought(plan, connection, options);
	const known = found.batches[0];
	const fresh: PurchaseContext = {
		plan,
		connection,
		jobId: options.jobId ?? known?.record.jobId ?? jobIdOf(options.runKey, plan.contentKey),
		...(options.runKey === undefined ? {} : { runKey: options.runKey }),
	};
	if (known !== undefined && isOfOtherContent(known, plan)) {
		return { ...reusedAsIs(found.batches, known, connection), caveats: found.caveats };
	}
	const batches: ProviderBatch[] = [];
	for (const shard of plan.shards) {
		const existing = found.batches.find(({ record }) => record.shard === shard.index);
		const purchase: Purchase =
			existing === undefined
				? await buy(fresh, shard, found.files)
				: { ok: true, batch: existing.batch };
		if (!purchase.ok) throw withBought(purchase.error, fresh.jobId, batches);
		batches.push(purchase.batch);
	}
	return {
		job: jobOf(fresh, batches),
		reused: known !== undefined,
		cancelled: await cancelDuplicates(connection, found.duplicates),
		caveats: found.caveats,
	};
}

/** A step that runs again with other content (a text with the time in it) still finds what its run bought. */
function isOfOtherContent({ record }: Bought, { contentKey }: Order): boolean {
	return record.contentKey !== contentKey;
}

function reusedAsIs(
	bought: readonly Bought[],
	{ record }: Bought,
	{ provider, baseUrl }: Connection,
): Omit<Submission, 'caveats'> {
	const inOrder = [...bought].sort((a, b) => a.record.shard - b.record.shard);
	const createdAt = Math.min(...bought.map(({ batch }) => batch.createdAt));
	return {
		job: {
			version: 1,
			id: record.jobId,
			provider: provider.id,
			baseUrl,
			label: record.label,
			rowCount: record.rowCount,
			partCount: record.shardCount,
			createdAt: new Date(createdAt * 1000).toISOString(),
			batches: inOrder.map(({ batch, record: { shard } }) => ({ id: batch.id, part: shard })),
		},
		reused: true,
		cancelled: [],
	};
}

interface PurchaseContext {
	readonly plan: Order;
	readonly connection: Connection;
	readonly jobId: string;
	readonly runKey?: string;
}

type Purchase =
	| { readonly ok: true; readonly batch: ProviderBatch }
	| { readonly ok: false; readonly error: OffpeakError };

type Upload =
	| { readonly ok: true; readonly fileId: string }
	| { readonly ok: false; readonly error: OffpeakError };

async function buy(
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

/**
 * Uploading the same file twice costs nothing, so it may be tried again. A kept file on record is used; the input
 * file is always a new one, for its age says when the purchase was last sent.
 */
async function store(
	{ plan, connection, runKey }: PurchaseContext,
	shard: Shard,
	part: 'input' | 'kept',
	content: Bytes,
	onRecord: readonly StoredFile[],
): Promise<Upload> {
	const protocol = protocolOf(connection.provider);
	const fileName = encodeFileName(
		{ contentKey: plan.contentKey, ...(runKey === undefined ? {} : { runKey }) },
		shard.index,
		plan.shards.length,
		plan.label,
		part,
	);
	const existing = onRecord.find(({ name }) => {
		const file = readFileName(name);
		return (
			part === 'kept' &&
			file?.part === part &&
			file.contentKey === plan.contentKey &&
			file.shard === shard.index
		);
	});
	if (existing !== undefined) return { ok: true, fileId: existing.id };

	const expires = connection.provider.expiry !== undefined;
	for (let attempt = 1; ; attempt += 1) {
		const reply = await send(
			connection.transport,
			protocol.upload({
				file: { fileName, content },
				boundary: multipartBoundary(),
				...(expires ? { expireAfterSeconds: plan.expireAfterSeconds } : {}),
			}),
		);
		const file = reply.ok ? protocol.readFile(reply.value) : undefined;
		if (file !== undefined) return { ok: true, fileId: file.id };
		const error = reply.ok ? unreadableReply('the uploaded file') : reply.error;
		if (attempt >= UPLOAD_TRIES || !error.retryable) return { ok: false, error };
		await connection.clock.sleep(waitOf(error, attempt));
	}
}

/** Sent once. Only a definite refusal for lack of room allows another send in the same run. */
async function create(
	context: PurchaseContext,
	shard: Shard,
	inputFileId: string,
	keptFileId: string | undefined,
	orphans: readonly string[],
): Promise<Purchase> {
	const { plan, connection, jobId, runKey } = context;
	const protocol = protocolOf(connection.provider);
	const request = protocol.create({
		inputFileId,
		endpoint: connection.provider.endpoint,
		...(connection.provider.expiry === undefined
			? {}
			: { expireAfterSeconds: plan.expireAfterSeconds }),
		metadata: encodeRecord({
			jobId,
			shard: shard.index,
			shardCount: plan.shards.length,
			firstRow: shard.firstRow,
			endRow: shard.endRow,
			rowCount: plan.rowCount,
			label: plan.label,
			attempt: plan.attempt,
			contentKey: plan.contentKey,
			...(runKey === undefined ? {} : { runKey }),
			...(keptFileId === undefined ? {} : { keptFileId }),
			...(fitsMetadata(plan.shape) ? { shape: plan.shape } : {}),
		}),
	});
	for (let attempt = 1; ; attempt += 1) {
		const reply = await send(connection.transport, request);
		const batch = reply.ok ? protocol.readBatch(reply.value) : undefined;
		if (batch !== undefined) return { ok: true, batch };
		if (reply.ok || !reply.refused) return await findLost(context, shard, inputFileId);
		if (reply.error.code !== 'rate_limited' || attempt >= CREATE_TRIES) {
			await deleteOrphans(connection, orphans);
			return { ok: false, error: reply.error };
		}
		await connection.clock.sleep(waitOf(reply.error, attempt));
	}
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
	const part =
		context.plan.shards.length === 1
			? ''
			: ` (file ${shard.index} of ${context.plan.shards.length})`;
	return {
		ok: false,
		error: new OffpeakError(
			'unknown_outcome',
			`The provider did not say whether it took job ${jobId}${part}, and its list does not show it yet.`,
			{
				jobId,
				inputFileId,
				hint: 'Wait ten minutes and run this step again: if the job turns up it is used, otherwise it is sent once more. Nothing is bought twice.',
			},
		),
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

/** Two workers may have bought one shard at the same moment: the oldest batch stays. */
async function cancelDuplicates(
	connection: Connection,
	duplicates: readonly Bought[],
): Promise<readonly string[]> {
	const { cancel } = protocolOf(connection.provider);
	const cancelled: string[] = [];
	for (const { batch } of duplicates) {
		if (cancel === undefined) continue;
		const reply = await send(connection.transport, cancel(batch.id));
		if (reply.ok) cancelled.push(batch.id);
	}
	return cancelled;
}

function waitOf(error: OffpeakError, attempt: number): number {
	return Math.min(MAX_WAIT_MS, error.details.retryAfterMs ?? DEFAULT_WAIT_MS * 2 ** (attempt - 1));
}

/** When shard k of n fails, the error says what was bought: running again buys only the rest. */
function withBought(
	error: OffpeakError,
	jobId: string,
	batches: readonly ProviderBatch[],
): OffpeakError {
	if (batches.length === 0) return error;
	const count = batches.length;
	return new OffpeakError(
		error.code,
		`${error.message} ${count} ${count === 1 ? 'file' : 'files'} of job ${jobId} had been taken before that.`,
		{
			...error.details,
			jobId,
			bought: batches.map(({ id }) => id),
			hint: `${error.details.hint ?? ''} Run this step again with the same items: only what is missing is sent.`.trim(),
		},
	);
}

function jobOf(
	{ plan, connection, jobId }: PurchaseContext,
	batches: readonly ProviderBatch[],
): Job {
	const createdAt = Math.min(...batches.map((batch) => batch.createdAt));
	return {
		version: 1,
		id: jobId,
		provider: connection.provider.id,
		baseUrl: connection.baseUrl,
		label: plan.label,
		rowCount: plan.rowCount,
		partCount: plan.shards.length,
		createdAt: new Date(createdAt * 1000).toISOString(),
		batches: batches.map(({ id }, position): JobBatch => ({ id, part: position + 1 })),
	};
}
