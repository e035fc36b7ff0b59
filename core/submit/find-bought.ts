import type { Connection } from '../calls/connection';
import { seeBatches, seeFiles, type Sight } from '../calls/lists';
import { defined } from '../formats/defined';
import { WORTH, worthOf } from '../jobs/members';
import type { StoredFile } from '../protocols/protocol';
import { type Bought, readRecord } from '../record/batch-record';
import { type FileKeys, readFileName } from '../record/file-names';
import type { Order, ProviderBatch } from '../types';
import { INTENT_SECONDS, isClaimedFor, type OnRecord, readOnRecord } from './claims';
import type { EndedRuns } from './ended-runs';
import { findNamed } from './find-named';
import { findSameContent, hasAllShards, oneOfEachShard } from './find-same-content';
import { neverKnown, notYetKnown, ofOtherContent } from './not-known';
import { ageOf, readingProviderTime, type TimedConnection } from './provider-time';
import type { Lists } from './purchase';
import { claimTaken, findOfStep, type OwnedJob, takeOver } from './take-over';

export interface Found {
	/** At most one for each shard: the oldest that is worth keeping. */
	readonly batches: readonly Bought[];
	/** Younger siblings of the same shard that still run: bought twice by accident. */
	readonly duplicates: readonly Bought[];
	/** Kept files of an earlier try that never became a batch, and input files with which nothing was bought yet. */
	readonly files: readonly StoredFile[];
	/** How many batches of the job have come to nothing, and are bought anew. */
	readonly again: number;
	readonly caveats: readonly string[];
	/** Absent where nothing was looked for. */
	readonly lists?: Lists;
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
	/** Which runs of a step came to their end. */
	readonly ended?: EndedRuns;
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
	const { metadata, files } = connection.provider.protocol;
	if (metadata === undefined && files === undefined) return NOTHING;
	const timed = readingProviderTime(connection);
	let search = await searchOnce(order, timed, options);
	for (const delay of LET_THROUGH_MS) {
		if (search.intent === undefined || ageOf(search.intent, timed) > UNDER_WAY_SECONDS) break;
		await connection.clock.sleep(delay);
		search = await searchOnce(order, timed, options);
	}
	const { found, intent, lost, ofStep } = search;
	const seeker = {
		order,
		connection: timed,
		keys: keysOf(order, options),
		...defined({ ended: options.ended }),
	};
	if (intent !== undefined) {
		throw search.isBlind
			? neverKnown(intent, timed)
			: await notYetKnown(intent, search.isClaimed, seeker);
	}
	if (lost !== undefined) await claimTaken(lost, seeker);
	if (ofStep === undefined) return found;
	const { isDead, caveat } = await takeOver(ofStep, seeker);
	const caveats = [...found.caveats, caveat];
	return isDead ? { ...found, ...oneOfEachShard(ofStep.job), caveats } : { ...found, caveats };
}

function keysOf({ contentKey }: Order, { runKey }: SearchOptions): FileKeys {
	return { contentKey, ...defined({ runKey }) };
}

interface Search {
	readonly found: Found;
	/** The input file of a purchase that is not in the list: it may still turn up there. */
	readonly intent?: StoredFile;
	/** Nobody will ever know what became of it: there is no list. */
	readonly isBlind: boolean;
	/** Whether it stands on record that nobody heard what became of it. */
	readonly isClaimed: boolean;
	/** The input file of a purchase that nobody has heard of, and that has turned up. */
	readonly lost?: string;
	/** What another run of this step bought of the same content, where this one would buy now. */
	readonly ofStep?: OwnedJob;
}

async function searchOnce(
	order: Order,
	timed: TimedConnection,
	options: SearchOptions,
): Promise<Search> {
	const { runKey, reuseWindowSeconds, sinceSeconds } = options;
	// Whatever the reuse window: a job that was left half bought is looked for as long as a run's own.
	const window = Math.max(RUN_WINDOW_SECONDS, reuseWindowSeconds);
	const since = (sinceSeconds ?? timed.providerTime() - window) - SKEW_SECONDS;
	const jobs = await seeBatches(timed, since);
	// Without a window nothing is recent, not even what a provider's fast clock dates into the future.
	const reuseSince = reuseWindowSeconds > 0 ? timed.providerTime() - reuseWindowSeconds : Infinity;
	const recorded = jobs.entries.flatMap((batch): readonly Bought[] => {
		const record = readRecord(batch);
		return record?.round === order.round ? [{ batch, record }] : [];
	});
	const whole = wantedOf(order, recorded, options, reuseSince);
	const caveats = caveatsOf(jobs);
	if (hasAllShards(whole.job, order)) {
		const lists = { jobs: true, files: true };
		const found = { ...oneOfEachShard(whole.job), files: [], again: whole.again, caveats, lists };
		return { found, isBlind: false, isClaimed: false };
	}

	// Where batches keep their record, their files tell of what is under way alone.
	const isRecordKept = timed.provider.keeps.metadata === 'yes';
	const filesSince = isRecordKept ? timed.providerTime() - RUN_WINDOW_SECONDS : since;
	const seen = await seeFiles(timed, filesSince);
	const keys = keysOf(order, options);
	const batches = jobs.entries;
	const named = await findNamed({ order, keys, files: seen.entries, batches, reuseSince }, timed);
	const ours = [...recorded, ...named.bought];
	const same = wantedOf(order, ours, options, reuseSince);
	if (same.job.length === 0 && named.ofOtherContent !== undefined) {
		throw ofOtherContent(named.ofOtherContent, timed);
	}
	const used = new Set([...filesInUse(batches), ...named.used]);
	const record = readOnRecord(seen.entries, keys, used);
	const late = same.job.length > 0 ? undefined : findLate(order, ours, record);
	const job = late?.job ?? same.job;
	const bought = new Set(job.map(({ record: { shard } }) => shard));
	const files = record.unused.filter(({ name }) => !bought.has(readFileName(name)?.shard ?? 0));
	const isBlindTo = (file: StoredFile): boolean =>
		!jobs.isSeen && (isFileOf(file, runKey) || file.createdAt >= reuseSince);
	const intent = files.find(
		(file) =>
			readFileName(file.name)?.role === 'input' &&
			!record.waiting.has(file.id) &&
			(isBlindTo(file) || ageOf(sentLast(file, record), timed) < INTENT_SECONDS),
	);
	const kept = files.filter(
		(file) => record.waiting.has(file.id) || isLeftOver(file, runKey, timed),
	);
	const lists = { jobs: jobs.isSeen, files: seen.isSeen };
	return {
		found: { ...oneOfEachShard(job), files: kept, again: same.again, caveats, lists },
		isBlind: intent !== undefined && isBlindTo(intent),
		isClaimed: intent !== undefined && record.lost.has(intent.id),
		...(intent === undefined ? {} : { intent }),
		...(late?.lost === undefined ? {} : { lost: late.lost }),
		...(job.length > 0 ? {} : defined({ ofStep: findOfStep(order, ours, keys, record) })),
	};
}

/** What of all purchases is this order's: its run's own, else of the same content. */
function wantedOf(
	order: Order,
	ours: readonly Bought[],
	{ runKey }: SearchOptions,
	reuseSince: number,
): ReturnType<typeof findSameContent> {
	// A run may have continued the job of another: all of that job is its own, whoever bought it.
	const ofRun = ours.find(({ record }) => runKey !== undefined && record.runKey === runKey);
	return ofRun === undefined
		? findSameContent(order, ours, reuseSince)
		: { job: membersOf(ofRun, ours), again: 0 };
}

/** As old as the purchase that it was last put into. */
function sentLast(file: StoredFile, { sentAt }: OnRecord): StoredFile {
	return { ...file, createdAt: Math.max(file.createdAt, sentAt.get(file.id) ?? 0) };
}

function membersOf({ record }: Bought, ours: readonly Bought[]): readonly Bought[] {
	return ours.filter((member) => member.record.jobId === record.jobId);
}

/** Another run may have uploaded its kept fields a moment ago, and be about to buy with them. */
function isLeftOver(file: StoredFile, runKey: string | undefined, timed: TimedConnection): boolean {
	const isKept = readFileName(file.name)?.role === 'kept';
	return isKept && (isFileOf(file, runKey) || ageOf(file, timed) >= INTENT_SECONDS);
}

function isFileOf({ name }: StoredFile, runKey: string | undefined): boolean {
	return runKey !== undefined && readFileName(name)?.runKey === runKey;
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

/** A file of a batch is that batch's alone: another job that shared it could delete it. */
function filesInUse(batches: readonly ProviderBatch[]): ReadonlySet<string> {
	return new Set(
		batches.flatMap((batch) => [
			...(batch.inputFileId === undefined ? [] : [batch.inputFileId]),
			...(readRecord(batch)?.keptFileId === undefined ? [] : [readRecord(batch)?.keptFileId ?? '']),
		]),
	);
}

function caveatsOf(sight: Sight<unknown>): readonly string[] {
	return !sight.isSeen || sight.complete
		? []
		: [
				'The account has so many jobs that only the newest 2,000 were searched for an earlier try of this one.',
			];
}
