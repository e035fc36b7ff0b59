import { checkOwner, type Connection } from '../calls/connection';
import { notKnownYet } from '../calls/not-known-yet';
import { retrieveBatch } from '../calls/retrieve-batch';
import { OffpeakError } from '../errors';
import { defined } from '../formats/defined';
import { type Bought, carriedRecordOf, countRows, readRecord } from '../record/batch-record';
import {
	type BatchPhase,
	type Carried,
	type Counts,
	type Job,
	type JobShard,
	PHASES,
	type ProviderBatch,
} from '../types';

const MINUTE_MS = 60_000;
const LONGEST_LOOK_MS = 15 * MINUTE_MS;
/** A status that we do not know is taken as running, but not for ever. */
const GRACE_SECONDS = 3600;

export interface JobStatus {
	readonly state: 'running' | 'done';
	/** The least advanced phase of the job's batches, for the screen. */
	readonly phase: BatchPhase;
	readonly counts: Counts;
	readonly batches: readonly Bought[];
	/** Unix seconds; when the last open batch gives up. */
	readonly expiresAt?: number;
	/** Milliseconds until another look is worth its call. */
	readonly nextLookMs: number;
	/** What the job's handle carries. */
	readonly carried: Carried;
}

/** Job → where it stands: one call for each of its batches. */
export async function poll(job: Job, connection: Connection): Promise<JobStatus> {
	const fault = checkOwner(job, connection);
	if (fault !== undefined) throw fault;
	const batches: Bought[] = [];
	for (const shard of job.shards) batches.push(await retrieve(job, shard, connection));
	const { kept, shape } = job;
	return {
		...statusOf(batches, connection.clock.now()),
		carried: defined({ kept, shape }),
	};
}

/** A batch of a job as it stands, with its record. */
export async function retrieve(job: Job, shard: JobShard, connection: Connection): Promise<Bought> {
	const looked = await retrieveBatch(connection, shard.batchId, `job ${job.id}`).then(
		(batch) => ({ batch }),
		(error: unknown) => ({ error }),
	);
	if ('error' in looked) {
		const madeAt = Date.parse(job.createdAt);
		throw notKnownYet(looked.error, `job ${job.id}`, { madeAt, now: connection.clock.now() });
	}
	const { batch } = looked;
	const carried = carriedRecordOf(job, shard);
	const told = readRecord(batch);
	const record = carried ?? told;
	if (record === undefined) {
		throw new OffpeakError('invalid_input', `${batch.id} was not submitted by Offpeak.`, {
			hint: 'Its answers cannot be joined to your items.',
		});
	}
	// A handle may say whose a batch is; what the provider says of it goes first.
	const isOfJob =
		record.jobId === job.id &&
		record.rowCount === job.rowCount &&
		(told ?? record).jobId === job.id;
	const { total } = batch.counts;
	// Where the handle alone says what was sent, the provider's count is the only witness; not all count alike.
	const isWitnessed = total === 0 || (carried?.sent?.requests ?? 0) <= total * 10;
	if (isOfJob && isWitnessed) return { batch, record };
	throw new OffpeakError('invalid_input', `The handle of job ${job.id} does not fit ${batch.id}.`, {
		hint: 'It was damaged or put together from two. Take it anew from Submit Batch, or name the job by its ID.',
	});
}

/** The pure part: what batches that were just read say about their job. `now` in Unix milliseconds. */
export function statusOf(bought: readonly Bought[], now: number): JobStatus {
	const batches = bought.map(({ batch }) => batch);
	const open = batches.filter((batch) => !hasEnded(batch, now));
	const expiries = open.flatMap(({ expiresAt }) => (expiresAt === undefined ? [] : [expiresAt]));
	const created = Math.min(...batches.map(({ createdAt }) => createdAt));
	return {
		state: open.length === 0 ? 'done' : 'running',
		phase: leastAdvanced(open.length === 0 ? batches : open),
		counts: sumCounts(bought),
		batches: bought,
		...(expiries.length === 0 ? {} : { expiresAt: Math.max(...expiries) }),
		nextLookMs: nextLookMs(now - created * 1000),
		carried: {},
	};
}

export function hasEnded({ phase, rawStatus, expiresAt }: ProviderBatch, now: number): boolean {
	switch (phase) {
		case 'completed':
		case 'failed':
		case 'expired':
		case 'cancelled':
			return true;
		case 'validating':
		case 'finalizing':
		case 'cancelling':
			return false;
		case 'in_progress': {
			const isKnown = rawStatus.toLowerCase() === phase;
			return !isKnown && expiresAt !== undefined && now / 1000 > expiresAt + GRACE_SECONDS;
		}
	}
}

/** From one minute for a young job to a quarter of an hour for an old one: a fifth of its age. */
export function nextLookMs(ageMs: number): number {
	return Math.min(LONGEST_LOOK_MS, Math.max(MINUTE_MS, ageMs / 5));
}

export function leastAdvanced(batches: readonly Pick<ProviderBatch, 'phase'>[]): BatchPhase {
	const present = new Set(batches.map(({ phase }) => phase));
	return PHASES.find((phase) => present.has(phase)) ?? 'completed';
}

function sumCounts(bought: readonly Bought[]): Counts {
	return bought
		.map(({ batch, record }) => countRows(batch, record))
		.reduce(
			(sum, counts) => ({
				total: sum.total + counts.total,
				completed: sum.completed + counts.completed,
				failed: sum.failed + counts.failed,
			}),
			{ total: 0, completed: 0, failed: 0 },
		);
}
