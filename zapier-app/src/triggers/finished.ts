import type { Bundle } from 'zapier-platform-core';
import { listJobs, type Connection, type ListedJob } from '../../../core';
import { readTexts } from '../input';
import { labelFilter } from '../labels';
import { endOf } from '../results/job';

/**
 * How far back a poll looks. Only the list is read, so a long window costs little; Zapier’s own dedupe
 * knows what it has seen. A batch takes a day at most, or two where a provider has no limit.
 */
const WINDOW_SECONDS = 7 * 86_400;
/** A job whose other parts did not come within a day is as done as it will get. */
const INCOMPLETE_SECONDS = 25 * 3600;
/** Two batches of one second must not change places between two polls. */
const SETTLE_SECONDS = 3;
const MAX_JOBS = 2_000;

export interface FinishedJob extends ListedJob {
	/** Unix seconds. */
	readonly endedAt: number;
}

/** The jobs that have ended within the window, oldest end first, as the trigger's filters want them. */
export async function listFinished(
	connection: Connection,
	bundle: Bundle,
): Promise<readonly FinishedJob[]> {
	const now = Math.floor(connection.clock.now() / 1000);
	const isWanted = labelFilter(bundle);
	const statuses = readTexts(bundle.inputData, 'statuses');
	const jobs = await listJobs(connection, MAX_JOBS, now - WINDOW_SECONDS);
	return jobs
		.map((listed) => ({ ...listed, endedAt: finalEndOf(listed) }))
		.filter(({ status, endedAt }) => status.state === 'done' && endedAt <= now - SETTLE_SECONDS)
		.filter(({ job }) => isWanted(job.label))
		.filter(({ status }) => statuses.length === 0 || statuses.includes(status.phase))
		.sort((a, b) => a.endedAt - b.endedAt || a.job.id.localeCompare(b.job.id));
}

function finalEndOf({ job, status, isWhole }: ListedJob): number {
	const endedAt = endOf(status);
	return isWhole
		? endedAt
		: Math.max(endedAt, Date.parse(job.createdAt) / 1000 + INCOMPLETE_SECONDS);
}
