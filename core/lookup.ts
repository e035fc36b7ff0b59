import type { Connection } from './connection';
import { OffpeakError } from './errors';
import { listBatches, listFiles, type Listing } from './listing';
import { readFileName, readRecord, type BatchRecord } from './metadata';
import type { StoredFile } from './protocols/protocol';
import type { Order, ProviderBatch } from './types';
import { byWorth, WORTH, worthOf } from './worth';

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
	/** How many batches of the job have come to nothing, and are bought anew. */
	readonly again: number;
	readonly caveats: readonly string[];
}

/** How far back a run, or a job that was left half bought, is looked for. */
const RUN_WINDOW_SECONDS = 24 * 3600;
/** A create that was lost may still appear in the list for this long; sending again earlier could buy twice. */
const INTENT_SECONDS = 10 * 60;
/** Another run of the same content uploads and creates within seconds; it is let through for this long. */
const LET_THROUGH_MS = [1_000, 3_000, 8_000];
const UNDER_WAY_SECONDS = 60;
/** The provider's clock and ours may differ. */
const SKEW_SECONDS = 300;

const NOTHING: Lookup = { batches: [], duplicates: [], files: [], again: 0, caveats: [] };

interface LookupOptions {
	readonly runKey?: string;
	readonly reuseWindowSeconds: number;
	readonly sinceSeconds?: number;
}

/**
 * What of this plan was bought before: by an earlier try of the same run, or by the same content. Throws
 * `unknown_outcome` while nobody can know whether a purchase that was sent has been taken.
 */
export async function findBought(
	plan: Order,
	connection: Connection,
	options: LookupOptions,
): Promise<Lookup> {
	if (options.runKey === undefined && options.reuseWindowSeconds <= 0) return NOTHING;
	let look = await lookOnce(plan, connection, options);
	for (const delay of LET_THROUGH_MS) {
		if (look.intent === undefined || ageOf(look.intent, connection) > UNDER_WAY_SECONDS) break;
		await connection.clock.sleep(delay);
		look = await lookOnce(plan, connection, options);
	}
	if (look.intent !== undefined) throw notYetKnown(look.intent, connection);
	return look.found;
}

/** Seconds. */
function ageOf({ createdAt }: StoredFile, { clock }: Connection): number {
	return clock.now() / 1000 - createdAt;
}

interface Look {
	readonly found: Lookup;
	/** The young input file of a purchase that is not in the list: it may still turn up there. */
	readonly intent?: StoredFile;
}

async function lookOnce(
	plan: Order,
	connection: Connection,
	{ runKey, reuseWindowSeconds, sinceSeconds }: LookupOptions,
): Promise<Look> {
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
	const { job, again } =
		ofRun === undefined
			? findSameContent(plan, ours, reuseSince)
			: { job: ours.filter(({ record }) => record.jobId === ofRun.record.jobId), again: 0 };
	const isWhole = new Set(job.map(({ record }) => record.shard)).size === plan.shards.length;
	const files = isWhole
		? []
		: await findUnused(
				connection,
				{ contentKey: plan.contentKey, runKey },
				filesInUse(listing.entries),
				job,
			);
	const intent = files.find(
		(file) => readFileName(file.name)?.part === 'input' && ageOf(file, connection) < INTENT_SECONDS,
	);
	return {
		found: { ...oneOfEachShard(job), files, again, caveats: caveatsOf(listing) },
		...(intent === undefined ? {} : { intent }),
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
): { readonly job: readonly Bought[]; readonly again: number } {
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
		if (isWhole && !isRecent) continue;
		const wanted = job.filter(({ batch }) => worthOf(batch) >= WORTH.some);
		return { job: wanted, again: job.length - wanted.length };
	}
	return { job: [], again: 0 };
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

/** Files that an earlier try uploaded without a batch to show for it. */
async function findUnused(
	connection: Connection,
	keys: { readonly contentKey: string; readonly runKey: string | undefined },
	used: ReadonlySet<string>,
	job: readonly Bought[],
): Promise<readonly StoredFile[]> {
	const bought = new Set(job.map(({ record }) => record.shard));
	const since = connection.clock.now() / 1000 - RUN_WINDOW_SECONDS;
	const { entries } = await listFiles(connection, since);
	return entries.filter(({ id, name }) => {
		const file = readFileName(name);
		if (file === undefined || used.has(id) || bought.has(file.shard)) return false;
		const isOfRun = keys.runKey !== undefined && file.runKey === keys.runKey;
		return isOfRun || file.contentKey === keys.contentKey;
	});
}

function notYetKnown(intent: StoredFile, connection: Connection): OffpeakError {
	const minutes = Math.max(1, Math.ceil((INTENT_SECONDS - ageOf(intent, connection)) / 60));
	return new OffpeakError(
		'unknown_outcome',
		`An earlier try of this run may just have been taken by the provider (input file ${intent.id}).`,
		{
			inputFileId: intent.id,
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
