import { defined } from '../formats/defined';
import { isOverdue, toEvent } from './events';
import { deepOf, isSearched, nextFetch } from './next-fetch';
import { jobsOf, type Scan } from './scan';
import type { Cursor, Deep, Gap, JobEvent, Watched } from './types';

export type { Cursor, EventStatus, JobEvent, WatchSettings } from './types';

/** Five pages: a batch that shows up late in the list is still seen as new. */
const MAX_ANCHORS = 500;
const GAP_ANCHORS = 100;
const MAX_GAPS = 4;
/** About 3 MB of state; an account has never had so many open at a time. */
const MAX_WATCHED = 10_000;

/**
 * What a look comes to: the jobs to tell of, and what to remember. A job stays watched until the same
 * process looks again after it was told of, for only then is it certain that the host has taken it over.
 */
export function conclude(scan: Scan): {
	readonly events: readonly JobEvent[];
	readonly cursor: Cursor;
} {
	const { cursor, settings, connection, now } = scan;
	const jobs = jobsOf(scan);
	const deep = deepOf(scan, jobs);
	const confirmed = cursor.putOut.by === settings.by ? cursor.putOut.events : {};
	const events: JobEvent[] = [];
	const watched: Watched[] = [];
	for (const [jobId, members] of jobs) {
		const wasIncomplete = cursor.putOut.events[jobId]?.includes(':incomplete') === true;
		const isSought = deep?.jobs.includes(jobId) === true && isSearched(deep, members);
		const isGivenUp = isOverdue(members, now) && (isSought || wasIncomplete);
		const event = toEvent(members, connection, isGivenUp);
		if (event === undefined) {
			watched.push(...members);
			continue;
		}
		if (!settings.statuses.has(event.status) || confirmed[jobId] === event.id) continue;
		events.push(event);
		watched.push(...members);
	}
	return {
		events: events.sort(byEnd),
		cursor: {
			version: 1,
			scope: cursor.scope,
			...headOf(scan),
			gaps: gapsOf(scan),
			...restOfDeep(scan, deep),
			watched: leastRecentFirst(watched, scan).slice(-MAX_WATCHED),
			putOut: {
				by: settings.by,
				events: Object.fromEntries(
					events.map(({ id, job, batchIds }) => [job?.id ?? batchIds[0] ?? id, id]),
				),
			},
		},
	};
}

function byEnd(a: JobEvent, b: JobEvent): number {
	return (a.endedAt ?? '').localeCompare(b.endedAt ?? '') || a.id.localeCompare(b.id);
}

function headOf({ cursor, top, head, lanes }: Scan): Pick<Cursor, 'anchors' | 'newest'> {
	const newest = head.newest ?? cursor.newest;
	const read = new Set(top);
	// What was not read down to is still where it was; behind a gap it is not next to the top.
	const below = lanes[0]?.isRead === true ? cursor.anchors.filter((id) => !read.has(id)) : [];
	return {
		anchors: [...top, ...below].slice(0, MAX_ANCHORS),
		...defined({ newest }),
	};
}

/** Stretches for the next looks, newest first. Too many are made one: some of it is read twice, nothing is lost. */
function gapsOf({ lanes }: Scan): readonly Gap[] {
	const gaps = lanes.flatMap(({ isRead, after, isFirst, anchors, newest }): readonly Gap[] => {
		if (isRead || after === undefined) return [];
		const old = defined({ newest });
		return [{ after, isFirst, anchors: anchors.slice(0, GAP_ANCHORS), ...old }];
	});
	const last = gaps.at(-1);
	const joint = gaps[MAX_GAPS - 1];
	if (gaps.length <= MAX_GAPS || last === undefined || joint === undefined) return gaps;
	return [...gaps.slice(0, MAX_GAPS - 1), { ...last, after: joint.after }];
}

function restOfDeep(scan: Scan, deep: Deep | undefined): Pick<Cursor, 'deep'> {
	// Where reading further down was not even begun it starts anew.
	const goesOn = nextFetch(scan)?.kind === 'deep' || scan.lanes.some(({ isRead }) => !isRead);
	const begun = scan.deep ?? scan.cursor.deep;
	return goesOn && begun !== undefined && deep !== undefined ? { deep } : {};
}

function leastRecentFirst(watched: readonly Watched[], { found }: Scan): readonly Watched[] {
	const [before, now] = [false, true].map((isFound) =>
		watched.filter(({ batch }) => found.has(batch.id) === isFound),
	);
	return [...(before ?? []), ...(now ?? [])];
}
