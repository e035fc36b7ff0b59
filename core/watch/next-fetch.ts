import { defined } from '../formats/defined';
import { SIBLING_SECONDS } from '../jobs/members';
import { lacksShard } from './events';
import { type Fetch, jobsOf, type Scan } from './scan';
import type { Deep, Place, Watched } from './types';

/** What to read next; `undefined` when enough is known. */
export function nextFetch(scan: Scan): Fetch | undefined {
	const lane = scan.lanes.findIndex(({ isRead }) => !isRead);
	if (lane >= 0) {
		const after = scan.lanes[lane]?.after;
		return { kind: 'page', lane, ...defined({ after }) };
	}
	const jobs = jobsOf(scan);
	const deep = deepOf(scan, jobs);
	if (deep === undefined) return undefined;
	const { after } = deep.place;
	const isSearching = deep.jobs.some((id) => {
		const job = jobs.get(id) ?? [];
		return lacksShard(job, scan.now) && !isSearched(deep, job);
	});
	if (after !== undefined && isSearching) return { kind: 'deep', deep, after };

	const missing = findMissing(scan, jobs);
	const [first] = missing;
	if (first === undefined) return undefined;
	return after === undefined || missing.length <= pagesTo(missing, deep.place, scan)
		? { kind: 'batch', id: first.batch.id }
		: { kind: 'deep', deep, after };
}

/** Where reading further down stands; begun at the end of the head, with the jobs that lack a shard by then. */
export function deepOf(
	scan: Scan,
	jobs: ReadonlyMap<string, readonly Watched[]>,
): Deep | undefined {
	const begun = scan.deep ?? scan.cursor.deep;
	if (begun !== undefined || scan.head.bottom === undefined) return begun;
	return {
		place: scan.head.bottom,
		jobs: [...jobs].filter(([, job]) => lacksShard(job, scan.now)).map(([id]) => id),
	};
}

/** Whether all of the list was read in which the other shards of this job could be. */
export function isSearched({ place }: Deep, job: readonly Watched[]): boolean {
	if (place.after === undefined) return true;
	const oldest = Math.min(...job.map(({ batch }) => batch.createdAt));
	const round = Math.min(...job.map(({ record }) => record.round));
	return place.createdAt < oldest - SIBLING_SECONDS * round;
}

/** Open batches that this look has not come by, least recently looked at first. */
function findMissing(
	{ cursor, found }: Scan,
	jobs: ReadonlyMap<string, readonly Watched[]>,
): readonly Watched[] {
	return cursor.watched.filter(
		({ batch, ended, record }) => !ended && !found.has(batch.id) && jobs.has(record.jobId),
	);
}

/** About how many pages lie between a place and the oldest of these batches, by how dense the head was. */
function pagesTo(missing: readonly Watched[], place: Place, { head }: Scan): number {
	const { newest, bottom, pages } = head;
	if (newest === undefined || bottom === undefined) return 1;
	const secondsPerPage = Math.max(1, (newest - bottom.createdAt) / pages);
	const oldest = Math.min(...missing.map(({ batch }) => batch.createdAt));
	return Math.max(1, Math.ceil((place.createdAt - oldest) / secondsPerPage));
}
