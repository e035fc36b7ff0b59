import type { Connection } from '../calls/connection';
import { collect } from '../collect/collect';
import type { CollectedBatch } from '../collect/collected';
import { nextLookAtFiles } from '../collect/shortfall';
import { type JobStatus, poll } from '../poll/poll';
import type { Job } from '../types';

/** Whoever looks days later meets a proxy's page as well: rows are called missing after this many looks, not one. */
const PAUSES_MS = [1_000, 3_000];

/**
 * The files of a job that its provider calls done; or in how many milliseconds another look at them is due, where
 * they hold less than is counted. `only` picks the batches that are wanted.
 */
export async function collectSettled(
	job: Job,
	status: JobStatus,
	connection: Connection,
	only: (status: JobStatus) => JobStatus = (whole) => whole,
): Promise<{ readonly collected: readonly CollectedBatch[] } | { readonly inMs: number }> {
	let collected = await collect(only(status), connection);
	for (const pause of PAUSES_MS) {
		const inMs = nextLookAtFiles(collected, connection.clock.now());
		if (inMs !== undefined) return { inMs };
		if (!collected.some(({ shortfall }) => shortfall !== undefined)) break;
		await connection.clock.sleep(pause);
		collected = await collect(only(await poll(job, connection)), connection);
	}
	return { collected };
}
