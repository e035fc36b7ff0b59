import type { Connection } from '../calls/connection';
import { listBatches } from '../calls/lists';
import { type JobStatus, statusOf } from '../poll/poll';
import type { Bought } from '../record/batch-record';
import type { Job, ProviderBatch } from '../types';
import { chooseMembers, endSuffixOf, groupJobs, isWhole, SIBLING_SECONDS, toJob } from './members';

/** A job as a list shows it. */
export interface ListedJob {
	readonly job: Job;
	/** Of its end as it stands: another one once a shard was bought anew, or a further round was. */
	readonly endId: string;
	readonly status: JobStatus;
	/** False when shards of it are not in the list: they were never sent, or the list ended before them. */
	readonly isWhole: boolean;
}

/**
 * The newest jobs of the account that Offpeak sent, newest first. Reads on until each of them is whole, or
 * until none of its shards can come any more. A job is as young as its youngest shard: it leaves the list at
 * once, never shard by shard, for then its status would change.
 */
export async function listJobs(
	connection: Connection,
	limit: number,
	sinceSeconds = 0,
): Promise<readonly ListedJob[]> {
	return (await readJobs(connection, limit, sinceSeconds)).jobs;
}

interface JobList {
	readonly jobs: readonly ListedJob[];
	/** Whether the account has more batches than a list search goes through. */
	readonly isCut: boolean;
}

/** All jobs of the account that Offpeak sent, newest first. */
export async function listAllJobs(connection: Connection): Promise<JobList> {
	return await readJobs(connection, Infinity, 0);
}

async function readJobs(
	connection: Connection,
	limit: number,
	sinceSeconds: number,
): Promise<JobList> {
	const wanted = (found: readonly ProviderBatch[]): readonly (readonly Bought[])[] =>
		[...groupJobs(found).values()]
			.filter((job) => job.some(({ batch }) => batch.createdAt >= sinceSeconds))
			.slice(0, limit);
	const { entries, complete } = await listBatches(connection, 0, (found) => {
		const jobs = wanted(found);
		const bottom = found.at(-1)?.createdAt ?? Infinity;
		const isDeepEnough = jobs.length >= limit || bottom < sinceSeconds;
		return isDeepEnough && jobs.every((job) => isWhole(job) || isPast(job, bottom));
	});
	const now = connection.clock.now();
	const jobs = wanted(entries).flatMap((members) => {
		const job = toJob(members, connection);
		if (job === undefined) return [];
		const endId = `${job.id}${endSuffixOf(members)}`;
		return [
			{ job, endId, status: statusOf(chooseMembers(members), now), isWhole: isWhole(members) },
		];
	});
	return { jobs, isCut: !complete };
}

/** Whether a list that has come down to `bottom` (Unix seconds) has passed every shard that a first round may have. */
function isPast(members: readonly Bought[], bottom: number): boolean {
	const isFurther = members.every(({ record }) => record.round > 1);
	const oldest = Math.min(...members.map(({ batch }) => batch.createdAt));
	return !isFurther && bottom < oldest - SIBLING_SECONDS;
}
