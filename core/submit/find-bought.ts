import type { Connection } from '../calls/connection';
import { listBatches, listFiles, type Listing } from '../calls/lists';
import type { OffpeakError } from '../errors';
import { defined } from '../formats/defined';
import { byWorth, WORTH, worthOf } from '../jobs/members';
import type { StoredFile } from '../protocols/protocol';
import { type Bought, readRecord } from '../record/batch-record';
import { carriersOf } from '../record/carriers';
import { type FileKeys, readFileName } from '../record/file-names';
import type { Order, ProviderBatch } from '../types';
import {
	INTENT_SECONDS,
	isClaimedFor,
	type OnRecord,
	readOnRecord,
	storeClaim,
	unknownOutcome,
} from './claims';
import { findSameContent, hasAllShards } from './find-same-content';
import { readingProviderTime, type TimedConnection } from './provider-time';

export interface Found {
	/** At most one for each shard: the oldest that is worth keeping. */
	readonly batches: readonly Bought[];
	/** Younger siblings of the same shard that still run: bought twice by accident. */
	readonly duplicates: readonly Bought[];
	/** Kept files of an earlier try that never became a batch. */
	readonly files: readonly StoredFile[];
	/** How many batches of the job have come to nothing, and are bought anew. */
	readonly again: number;
	readonly caveats: readonly string[];
}

/** How far back a run, or a job that was left half bought, is looked for. */
const RUN_WINDOW_SECONDS = 24 * 3600;
/** Another run of the same content uploads and creates within seconds; it is let through for this long. */
const LET_THROUGH_MS = [1_000, 3_000, 8_000];
const UNDER_WAY_SECONDS = 60;
/** Before the first reply only the host's clock is known, and it may be wrong. */
const SKEW_SECONDS = 3600;

const NOTHING: Found = { batches: [], duplicates: [], files: [], again: 0, caveats: [] };

interface SearchOptions {
	readonly runKey?: string;
	readonly reuseWindowSeconds: number;
	readonly sinceSeconds?: number;
}

/**
 * What of this order was bought before: by an earlier try of the same run, or by the same content. Throws
 * `unknown_outcome` while nobody can know whether a purchase that was sent has been taken.
 */
export async function findBought(
	order: Order,
	connection: Connection,
	options: SearchOptions,
): Promise<Found> {
	if (options.runKey === undefined && options.reuseWindowSeconds <= 0) return NOTHING;
	// Where nothing of a job is kept, nothing can be found: the plan has said so (`findLacks`).
	if (carriersOf(connection.provider.protocol).record === 'handle') return NOTHING;
	const timed = readingProviderTime(connection);
	let search = await searchOnce(order, timed, options);
	for (const delay of LET_THROUGH_MS) {
		if (search.intent === undefined || ageOf(search.intent, timed) > UNDER_WAY_SECONDS) break;
		await connection.clock.sleep(delay);
		search = await searchOnce(order, timed, options);
	}
	if (search.intent !== undefined)
		throw await notYetKnown(search.intent, search.isClaimed, order, timed);
	const { lost } = search;
	if (lost !== undefined)
		await storeClaim(
			{ kind: 'taken', inputFileId: lost, keys: keysOf(order, options) },
			order,
			connection,
		);
	return search.found;
}

function keysOf({ contentKey }: Order, { runKey }: SearchOptions): FileKeys {
	return { contentKey, ...defined({ runKey }) };
}

/** Seconds. */
function ageOf({ createdAt }: StoredFile, { providerTime }: TimedConnection): number {
	return providerTime() - createdAt;
}

interface Search {
	readonly found: Found;
	/** The young input file of a purchase that is not in the list: it may still turn up there. */
	readonly intent?: StoredFile;
	/** Whether it stands on record that nobody heard what became of it. */
	readonly isClaimed: boolean;
	/** The input file of a purchase that nobody has heard of, and that has turned up. */
	readonly lost?: string;
}

async function searchOnce(
	order: Order,
	timed: TimedConnection,
	options: SearchOptions,
): Promise<Search> {
	const { runKey, reuseWindowSeconds, sinceSeconds } = options;
	// Whatever the reuse window: a job that was left half bought is looked for as long as a run's own.
	const window = Math.max(RUN_WINDOW_SECONDS, reuseWindowSeconds);
	const since = sinceSeconds ?? timed.providerTime() - window;
	const listing = await listBatches(timed, since - SKEW_SECONDS);
	const ours = listing.entries.flatMap((batch): readonly Bought[] => {
		const record = readRecord(batch);
		return record?.round === order.round ? [{ batch, record }] : [];
	});

	// A run may have continued the job of another: all of that job is its own, whoever bought it.
	const ofRun = ours.find(({ record }) => runKey !== undefined && record.runKey === runKey);
	// Without a window nothing is recent, not even what a provider's fast clock dates into the future.
	const reuseSince = reuseWindowSeconds > 0 ? timed.providerTime() - reuseWindowSeconds : Infinity;
	const same =
		ofRun === undefined
			? findSameContent(order, ours, reuseSince)
			: { job: membersOf(ofRun, ours), again: 0 };
	const caveats = caveatsOf(listing);
	if (hasAllShards(same.job, order)) {
		const found = { ...oneOfEachShard(same.job), files: [], again: same.again, caveats };
		return { found, isClaimed: false };
	}

	const entries = await filesOfRuns(timed);
	const record = readOnRecord(entries, keysOf(order, options), filesInUse(listing.entries));
	const late = same.job.length > 0 ? undefined : findLate(order, ours, record);
	const job = late?.job ?? same.job;
	const bought = new Set(job.map(({ record: { shard } }) => shard));
	const files = record.unused.filter(({ name }) => !bought.has(readFileName(name)?.shard ?? 0));
	const intent = files.find(
		(file) => readFileName(file.name)?.role === 'input' && ageOf(file, timed) < INTENT_SECONDS,
	);
	const kept = files.filter((file) => isLeftOver(file, runKey, timed));
	return {
		found: { ...oneOfEachShard(job), files: kept, again: same.again, caveats },
		isClaimed: intent !== undefined && record.lost.has(intent.id),
		...(intent === undefined ? {} : { intent }),
		...(late?.lost === undefined ? {} : { lost: late.lost }),
	};
}

/** Files of earlier tries; none where a provider keeps no files. */
async function filesOfRuns(timed: TimedConnection): Promise<readonly StoredFile[]> {
	if (timed.provider.protocol.files === undefined) return [];
	return (await listFiles(timed, timed.providerTime() - RUN_WINDOW_SECONDS)).entries;
}

function membersOf({ record }: Bought, ours: readonly Bought[]): readonly Bought[] {
	return ours.filter((member) => member.record.jobId === record.jobId);
}

/** Another run may have uploaded its kept fields a moment ago, and be about to buy with them. */
function isLeftOver(file: StoredFile, runKey: string | undefined, timed: TimedConnection): boolean {
	const name = readFileName(file.name);
	const isOfRun = runKey !== undefined && name?.runKey === runKey;
	return name?.role === 'kept' && (isOfRun || ageOf(file, timed) >= INTENT_SECONDS);
}

/**
 * A purchase that turned up after its run had failed without hearing of it: nobody has it, so it is no purchase of
 * another run, whatever the reuse window.
 */
function findLate(
	order: Order,
	ours: readonly Bought[],
	{ lost, taken }: OnRecord,
): { readonly job: readonly Bought[]; readonly lost?: string } | undefined {
	const claimedBy = (claims: OnRecord['lost']): readonly Bought[] =>
		ours.filter((bought) => {
			const claim = claims.get(bought.batch.inputFileId ?? '');
			return claim !== undefined && isClaimedFor(order, bought, claim);
		});
	const [own] = claimedBy(taken);
	if (own !== undefined) return { job: membersOf(own, ours) };
	const found = claimedBy(lost).find(({ batch }) => worthOf(batch) >= WORTH.some);
	if (found === undefined) return undefined;
	const job = membersOf(found, ours).filter(({ batch }) => worthOf(batch) >= WORTH.some);
	return { job, ...defined({ lost: found.batch.inputFileId }) };
}

function oneOfEachShard(job: readonly Bought[]): Pick<Found, 'batches' | 'duplicates'> {
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
		batches.flatMap((batch) => [
			...(batch.inputFileId === undefined ? [] : [batch.inputFileId]),
			...(readRecord(batch)?.keptFileId === undefined ? [] : [readRecord(batch)?.keptFileId ?? '']),
		]),
	);
}

async function notYetKnown(
	intent: StoredFile,
	isMarked: boolean,
	order: Order,
	timed: TimedConnection,
): Promise<OffpeakError> {
	const keys = readFileName(intent.name);
	const isOnRecord =
		isMarked ||
		(keys !== undefined &&
			(await storeClaim({ kind: 'lost', inputFileId: intent.id, keys }, order, timed)));
	const minutes = Math.max(1, Math.ceil((INTENT_SECONDS - ageOf(intent, timed)) / 60));
	return unknownOutcome(
		`An earlier try with the same items may just have been taken by the provider (input file ${intent.id}).`,
		minutes,
		{ inputFileId: intent.id, isOnRecord, retryAfterMs: minutes * 60_000 },
	);
}

function caveatsOf({ complete }: Listing<unknown>): readonly string[] {
	return complete
		? []
		: [
				'The account has so many jobs that only the newest 2,000 were searched for an earlier try of this one.',
			];
}
