import type { Connection } from './connection';
import { OffpeakError } from './errors';
import type { JobMember } from './jobs';
import { listBatches, listFiles, type Listing } from './listing';
import { readFileName, readRecord, type BatchRecord } from './metadata';
import type { StoredFile } from './protocols/protocol';
import type { Order, ProviderBatch } from './types';

/** A batch of ours, with its record. */
export interface Bought {
	readonly batch: ProviderBatch;
	readonly record: BatchRecord;
}

export interface Lookup {
	/** At most one for each shard: the oldest that is worth keeping. */
	readonly batches: readonly Bought[];
	/** Younger siblings of the same shard that still run: bought twice by accident. */
	readonly duplicates: readonly Bought[];
	/** Input and kept files of an earlier try that never became a batch. */
	readonly files: readonly StoredFile[];
	readonly caveats: readonly string[];
}

/** How far back a run, or a job that was left half bought, is looked for. */
const RUN_WINDOW_SECONDS = 24 * 3600;
/** A create that was lost may still appear in the list for this long; sending again earlier could buy twice. */
const INTENT_SECONDS = 10 * 60;
/** The provider's clock and ours may differ. */
const SKEW_SECONDS = 300;

const NOTHING: Lookup = { batches: [], duplicates: [], files: [], caveats: [] };

interface LookupOptions {
	readonly runKey?: string;
	readonly reuseWindowSeconds: number;
	readonly sinceSeconds?: number;
}

/** What of this plan was bought before: by an earlier try of the same run, or by the same content. */
export async function findBought(
	plan: Order,
	connection: Connection,
	{ runKey, reuseWindowSeconds, sinceSeconds }: LookupOptions,
): Promise<Lookup> {
	if (runKey === undefined && reuseWindowSeconds <= 0) return NOTHING;
	const now = connection.clock.now() / 1000;
	// Whatever the reuse window: a job that was left half bought is looked for as long as a run's own.
	const window = Math.max(RUN_WINDOW_SECONDS, reuseWindowSeconds);
	const listing = await listBatches(connection, (sinceSeconds ?? now - window) - SKEW_SECONDS);
	const ours = listing.entries.flatMap((batch): readonly Bought[] => {
		const record = readRecord(batch);
		return record?.attempt === plan.attempt ? [{ batch, record }] : [];
	});

	// A run may have continued the job of another: all of that job is its own, whoever bought it.
	const ofRun = ours.find(({ record }) => runKey !== undefined && record.runKey === runKey);
	// Without a window nothing is recent, not even what a provider's fast clock dates into the future.
	const reuseSince = reuseWindowSeconds > 0 ? now - reuseWindowSeconds : Infinity;
	const job =
		ofRun === undefined
			? findSameContent(plan, ours, reuseSince)
			: ours.filter(({ record }) => record.jobId === ofRun.record.jobId);
	const isWhole = new Set(job.map(({ record }) => record.shard)).size === plan.shards.length;
	return {
		...oneOfEachShard(job),
		files: isWhole
			? []
			: await findIntent(
					connection,
					{ contentKey: plan.contentKey, runKey },
					now,
					filesInUse(listing.entries),
					job,
				),
		caveats: caveatsOf(listing),
	};
}

/**
 * A job with the same content that is wanted again: inside the reuse window when it runs or has a
 * success; at any time inside a day when it was left half bought, for then it is no purchase yet.
 */
function findSameContent(
	plan: Order,
	ours: readonly Bought[],
	reuseSince: number,
): readonly Bought[] {
	const same = ours.filter(
		({ record }) =>
			record.contentKey === plan.contentKey && record.shardCount === plan.shards.length,
	);
	const newestFirst = [...new Set(same.map(({ record }) => record.jobId))];
	for (const jobId of newestFirst) {
		const job = same.filter(({ record }) => record.jobId === jobId);
		const isWhole = new Set(job.map(({ record }) => record.shard)).size === plan.shards.length;
		const isRecent = job.some(({ batch }) => batch.createdAt >= reuseSince);
		// A half bought job that ended early was given up: nobody waits for its rest.
		const least = isRecent ? WORTH.some : WORTH.all;
		if (!job.some(({ batch }) => worthOf(batch) >= least)) continue;
		if (!isWhole || isRecent) return job.filter(({ batch }) => worthOf(batch) >= WORTH.some);
	}
	return [];
}

const WORTH = { none: 0, some: 1, all: 2 } as const;

/** What a batch has to give: nothing, paid answers although it ended early, or all that there will be. */
function worthOf({ phase, counts, outputFileId }: JobMember['batch']): number {
	switch (phase) {
		case 'validating':
		case 'in_progress':
		case 'finalizing':
			return WORTH.all;
		case 'completed':
			return counts.completed > 0 || counts.total === 0 ? WORTH.all : WORTH.none;
		case 'cancelling':
		case 'cancelled':
		case 'expired':
			// Some servers send no counts at the end; a file of answers then is all that is known.
			return counts.completed > 0 || (counts.total === 0 && outputFileId !== undefined)
				? WORTH.some
				: WORTH.none;
		case 'failed':
			return WORTH.none;
	}
}

/** Sorts batches of one shard: first what has more to give, then the oldest. */
export function byWorth(a: JobMember, b: JobMember): number {
	return (
		worthOf(b.batch) - worthOf(a.batch) ||
		a.batch.createdAt - b.batch.createdAt ||
		a.batch.id.localeCompare(b.batch.id)
	);
}

function oneOfEachShard(job: readonly Bought[]): Pick<Lookup, 'batches' | 'duplicates'> {
	const batches: Bought[] = [];
	const duplicates: Bought[] = [];
	for (const bought of [...job].sort(byWorth)) {
		const isTaken = batches.some(({ record }) => record.shard === bought.record.shard);
		if (!isTaken) batches.push(bought);
		else if (isRunning(bought.batch)) duplicates.push(bought);
	}
	return { batches, duplicates };
}

function isRunning({ phase }: ProviderBatch): boolean {
	return phase === 'validating' || phase === 'in_progress' || phase === 'finalizing';
}

/** A file of a batch is that batch's alone: another job that shared it could delete it. */
function filesInUse(batches: readonly ProviderBatch[]): ReadonlySet<string> {
	return new Set(
		batches.flatMap((batch) => {
			const keptFileId = readRecord(batch)?.keptFileId;
			return keptFileId === undefined ? [batch.inputFileId] : [batch.inputFileId, keptFileId];
		}),
	);
}

/**
 * Files that an earlier try uploaded without a batch to show for it. A young input file means that its
 * create may still turn up in the list: then nothing is sent yet.
 */
async function findIntent(
	connection: Connection,
	keys: { readonly contentKey: string; readonly runKey: string | undefined },
	now: number,
	used: ReadonlySet<string>,
	job: readonly Bought[],
): Promise<readonly StoredFile[]> {
	const bought = new Set(job.map(({ record }) => record.shard));
	const { entries } = await listFiles(connection, now - RUN_WINDOW_SECONDS);
	const files = entries.filter(({ id, name }) => {
		const file = readFileName(name);
		if (file === undefined || used.has(id) || bought.has(file.shard)) return false;
		const isOfRun = keys.runKey !== undefined && file.runKey === keys.runKey;
		return isOfRun || file.contentKey === keys.contentKey;
	});
	const young = files.find(
		({ name, createdAt }) =>
			readFileName(name)?.part === 'input' && createdAt > now - INTENT_SECONDS,
	);
	if (young === undefined) return files;
	const minutes = Math.max(1, Math.ceil((young.createdAt + INTENT_SECONDS - now) / 60));
	throw new OffpeakError(
		'unknown_outcome',
		`An earlier try of this run may just have been taken by the provider (input file ${young.id}).`,
		{
			inputFileId: young.id,
			retryAfterMs: minutes * 60_000,
			hint: `Run this step again in ${minutes} minutes: if the job turns up it is used, otherwise it is sent once more.`,
		},
	);
}

function caveatsOf({ complete }: Listing<unknown>): readonly string[] {
	return complete
		? []
		: [
				'The account has so many jobs that only the newest 2,000 were searched for an earlier try of this one.',
			];
}
