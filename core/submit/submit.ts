import type { Connection } from '../calls/connection';
import { send } from '../calls/send';
import { OffpeakError } from '../errors';
import { defined } from '../formats/defined';
import { toJob } from '../jobs/members';
import { type Bought, readRecord, toShardRecord } from '../record/batch-record';
import { carriersOf } from '../record/carriers';
import { jobIdOf } from '../record/keys';
import type { Job, JobShard, KeptEntry, Order, Shard } from '../types';
import { buy } from './buy';
import { carryKept } from './carry-kept';
import { claimBought, describeGuards } from './claim-bought';
import type { EndedRuns } from './ended-runs';
import { findBought } from './find-bought';
import { type Purchase, type PurchaseContext, toPurchase } from './purchase';

export interface SubmitOptions {
	/** The same for every try of one run; a job that carries it is returned, never bought again. */
	readonly runKey?: string;
	/** A job of the same content that is younger than this is returned instead of bought; 0 is off, a week the most. */
	readonly reuseWindowSeconds: number;
	/** The job that this is a further round of. */
	readonly jobId?: string;
	/** Unix seconds: no earlier try of this run can be older. A day ago unless told. */
	readonly sinceSeconds?: number;
	/** Which runs of a step came to their end: what one bought that died before it had its job is the next one's. */
	readonly ended?: EndedRuns;
}

export interface Submission {
	readonly job: Job;
	/** The job was there already: nothing, or only what was missing of it, was bought. */
	readonly reused: boolean;
	/** Ids of batches that were bought twice by accident and have been cancelled. */
	readonly cancelled: readonly string[];
	readonly caveats: readonly string[];
}

/**
 * Plan → job. Each shard is bought exactly once: what carries our keys is looked up first, a create is
 * sent again only after a definite refusal, and a reply that was lost is settled by the list.
 */
export async function submit(
	order: Order,
	connection: Connection,
	options: SubmitOptions,
): Promise<Submission> {
	const submission = await submitOnce(order, connection, options);
	const { ended, runKey } = options;
	// What a host cannot remember costs no job.
	if (runKey !== undefined) await ended?.add(runKey).catch(() => undefined);
	return submission;
}

async function submitOnce(
	order: Order,
	connection: Connection,
	options: SubmitOptions,
): Promise<Submission> {
	const found = await findBought(order, connection, options);
	const known = found.batches[0];
	const fresh: PurchaseContext = {
		order,
		connection,
		again: found.again,
		others: [],
		jobId: options.jobId ?? known?.record.jobId ?? jobIdOf(options.runKey, order.contentKey),
		...defined({ runKey: options.runKey, lists: found.lists }),
	};
	const job = toJob(found.batches, connection);
	if (job !== undefined && known !== undefined && isOfOtherContent(known, order)) {
		const caveats = [...found.caveats, ...restOf(job)];
		return { job, reused: true, cancelled: [], caveats };
	}
	const batches: Bill[] = [];
	const caveats = [...found.caveats];
	let isClaimed = true;
	for (const shard of order.shards) {
		const existing = found.batches.find(({ record }) => record.shard === shard.index);
		const purchase: Purchase =
			existing === undefined
				? await buy(
						{ ...fresh, others: batches.map(({ batch: { id } }) => id) },
						shard,
						found.files,
					)
				: toPurchase(existing.batch, { record: existing.record, shard });
		if (!purchase.ok) {
			if (batches.every(({ carried }) => carried === undefined)) {
				throw withBought(purchase.error, fresh.jobId, batches);
			}
			// Nobody could find again what is bought so far: its handle must not be lost with this error.
			caveats.push(onlySent(purchase.error, batches.length, order.shards.length));
			break;
		}
		batches.push(purchase);
		if (existing === undefined) isClaimed &&= await claimBought(fresh, shard, purchase.batch);
	}
	caveats.push(...describeGuards(fresh, batches, isClaimed));
	const carried = await carryKept(order.shards.filter(isWithoutFile(batches)), connection);
	return {
		job: jobOf(fresh, batches, carried.kept),
		reused: known !== undefined,
		cancelled: await cancelDuplicates(connection, found.duplicates),
		caveats: [...caveats, ...carried.caveats],
	};
}

/** A purchase that was made. */
type Bill = Extract<Purchase, { readonly ok: true }>;

/** What a shard keeps has no file at the provider: it was refused, or cannot be named there. */
function isWithoutFile(batches: readonly Bill[]): (shard: Shard, position: number) => boolean {
	return ({ kept }, position) => {
		const bill = batches[position];
		if (kept === undefined || bill === undefined) return false;
		return (bill.carried ?? readRecord(bill.batch))?.keptFileId === undefined;
	};
}

/** A step that runs again with other content (a text with the time in it) still finds what its run bought. */
function isOfOtherContent({ record }: Bought, { contentKey }: Order): boolean {
	return record.contentKey !== contentKey;
}

/** Of a job that was left half bought nobody has the rest any more. */
function restOf({ shards, shardCount }: Job): readonly string[] {
	if (shards.length >= shardCount) return [];
	return [
		`Only ${shards.length} of ${shardCount} files of this job had been sent before, and the items have changed since: the rest was not sent and comes back as failed. Send those items anew.`,
	];
}

function onlySent({ message, details }: OffpeakError, sent: number, count: number): string {
	return `Only ${sent} of ${count} files of this job were sent. ${message} ${details.hint ?? ''} The items of the rest come back as failed: send those anew.`;
}

/** Two workers may have bought one shard at the same moment: the oldest batch stays. */
async function cancelDuplicates(
	connection: Connection,
	duplicates: readonly Bought[],
): Promise<readonly string[]> {
	const { cancel } = connection.provider.protocol;
	const cancelled: string[] = [];
	for (const { batch } of duplicates) {
		if (cancel === undefined) continue;
		const reply = await send(connection.transport, cancel(batch.id));
		if (reply.ok) cancelled.push(batch.id);
	}
	return cancelled;
}

/** When shard k of n fails, the error says what was bought: running again buys only the rest. */
function withBought(error: OffpeakError, jobId: string, batches: readonly Bill[]): OffpeakError {
	if (batches.length === 0) return error;
	const count = batches.length;
	return new OffpeakError(
		error.code,
		`${error.message} ${count} ${count === 1 ? 'file' : 'files'} of job ${jobId} had been taken before that.`,
		{
			...error.details,
			jobId,
			bought: batches.map(({ batch }) => batch.id),
			hint: `${error.details.hint ?? ''} Run this step again with the same items: only what is missing is sent.`.trim(),
		},
	);
}

function jobOf(
	{ order, connection, jobId }: PurchaseContext,
	batches: readonly Bill[],
	carriedKept: readonly KeptEntry[] | undefined,
): Job {
	const { provider, baseUrl, clock } = connection;
	// Some servers do not say when: then it is now, for a handle bears a time.
	const times = batches.flatMap(({ batch }) => (batch.createdAt === 0 ? [] : [batch.createdAt]));
	const createdAt = times.length === 0 ? clock.now() / 1000 : Math.min(...times);
	const isCarried = batches.some(({ carried }) => carried !== undefined);
	const hasNoFile = carriersOf(provider.protocol).kept === 'handle';
	return {
		version: 2,
		id: jobId,
		service: provider.service,
		baseUrl,
		label: order.label,
		rowCount: order.rowCount,
		createdAt: new Date(createdAt * 1000).toISOString(),
		kind: 'batch',
		round: order.round,
		shardCount: order.shards.length,
		shards: batches.map(
			({ batch, carried }, position): JobShard => ({
				batchId: batch.id,
				index: position + 1,
				round: order.round,
				...(carried === undefined ? {} : { record: toShardRecord(carried) }),
			}),
		),
		...defined({ kept: hasNoFile ? order.kept : carriedKept }),
		// Without a file there is no place for a shape that is too large for metadata.
		...(isCarried || hasNoFile || carriedKept !== undefined ? { shape: order.shape } : {}),
	};
}
