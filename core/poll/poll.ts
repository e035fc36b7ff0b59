import { ask, checkOwner, type Connection } from '../calls/connection';
import { countRows } from '../record/batch-record';
import {
	type BatchPhase,
	type Counts,
	type Job,
	type JobStatus,
	PHASES,
	type ProviderBatch,
} from '../types';

const MINUTE_MS = 60_000;
const LONGEST_LOOK_MS = 15 * MINUTE_MS;
/** A status that we do not know is taken as running, but not for ever. */
const GRACE_SECONDS = 3600;

/** Job → where it stands: one call for each of its batches. */
export async function poll(job: Job, connection: Connection): Promise<JobStatus> {
	const fault = checkOwner(job, connection);
	if (fault !== undefined) throw fault;
	const batches: ProviderBatch[] = [];
	for (const { id, metadata } of job.batches) {
		const batch = await ask(
			connection,
			`job ${job.id}`,
			(protocol) => protocol.retrieve(id),
			(protocol, reply) => protocol.readBatch(reply),
		);
		batches.push(metadata === undefined ? batch : { ...batch, metadata });
	}
	return statusOf(batches, connection.clock.now());
}

/** The pure part: what batches that were just read say about their job. `now` in Unix milliseconds. */
export function statusOf(batches: readonly ProviderBatch[], now: number): JobStatus {
	const open = batches.filter((batch) => !hasEnded(batch, now));
	const expiries = open.flatMap(({ expiresAt }) => (expiresAt === undefined ? [] : [expiresAt]));
	const created = Math.min(...batches.map(({ createdAt }) => createdAt));
	return {
		state: open.length === 0 ? 'done' : 'running',
		phase: leastAdvanced(open.length === 0 ? batches : open),
		counts: sumCounts(batches),
		batches,
		...(expiries.length === 0 ? {} : { expiresAt: Math.max(...expiries) }),
		nextLookMs: nextLookMs(now - created * 1000),
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

function sumCounts(batches: readonly ProviderBatch[]): Counts {
	return batches.map(countRows).reduce(
		(sum, counts) => ({
			total: sum.total + counts.total,
			completed: sum.completed + counts.completed,
			failed: sum.failed + counts.failed,
		}),
		{ total: 0, completed: 0, failed: 0 },
	);
}
