import type { FinishedJob } from './finished';

/** One event of a job: some of its rows, or all of them as a file. */
export interface ResultEvent {
	readonly finished: FinishedJob;
	/** Counted from 1; 0 is the file. */
	readonly part: number;
	readonly parts: number;
	/** Row indexes `[firstRow, endRow)`. */
	readonly firstRow: number;
	readonly endRow: number;
}

/** Zapier holds a whole poll that brings more than 100 new events until somebody confirms it. */
const EVENTS_AT_ONCE = 90;
/** The longest pause between two polls after which nothing may be held: three hours, and a little. */
const GAP_SECONDS = 3 * 3600 + 60;
/** What a poll puts out at most: far more than are new, far less than Zapier's 6 MB. */
const MAX_EVENTS = 1_000;

/**
 * The events that Zapier may see by now (Unix seconds), of those in the order of their ends. However many
 * jobs end together, no three hours release more than 90 of them: later ones wait. This needs no memory,
 * for the times follow from the ends of the jobs.
 */
export function released<T>(
	events: readonly T[],
	endedAt: (event: T) => number,
	now: number,
): readonly T[] {
	const times: number[] = [];
	for (const event of events) {
		const earlier = times.at(-EVENTS_AT_ONCE);
		const isFull = times.length >= EVENTS_AT_ONCE && earlier !== undefined;
		times.push(isFull ? Math.max(endedAt(event), earlier + GAP_SECONDS) : endedAt(event));
	}
	return events.filter((_, index) => (times[index] ?? 0) <= now).slice(-MAX_EVENTS);
}

/** The events of jobs that have ended. Which rows are in which follows from the counts alone. */
export function eventsOf(
	jobs: readonly FinishedJob[],
	rowsPerEvent: number,
): readonly ResultEvent[] {
	return jobs.flatMap((finished) =>
		slicesOf(finished.job.rowCount, rowsPerEvent).map((slice) => ({ finished, ...slice })),
	);
}

type Slice = Omit<ResultEvent, 'finished'>;

/** What would take more events than pass at once comes as one event with the file. */
function slicesOf(rowCount: number, rowsPerEvent: number): readonly Slice[] {
	const parts = Math.ceil(rowCount / rowsPerEvent);
	if (parts > EVENTS_AT_ONCE) return [{ part: 0, parts: 1, firstRow: 0, endRow: 0 }];
	return Array.from({ length: parts }, (_, index) => ({
		part: index + 1,
		parts,
		firstRow: index * rowsPerEvent,
		endRow: Math.min(rowCount, (index + 1) * rowsPerEvent),
	}));
}
