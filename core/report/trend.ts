import { isoDay, readDay, zoneOffset } from './days';
import { describePeriods, periodsBetween, periodStart } from './periods';
import type { Entry, ReportOptions, TimeSpan, Trend } from './types';

export function readSpan(
	entries: readonly Entry[],
	field: string | undefined,
): TimeSpan | undefined {
	const range = dayRange(entries);
	return range === undefined
		? undefined
		: {
				...(field === undefined ? {} : { field }),
				from: isoDay(range.first),
				to: isoDay(range.last),
				dated: range.dated,
				undated: entries.length - range.dated,
			};
}

function dayRange(
	entries: readonly Entry[],
): { readonly first: number; readonly last: number; readonly dated: number } | undefined {
	let first = Infinity;
	let last = -Infinity;
	let dated = 0;
	for (const { day } of entries) {
		if (day === undefined) continue;
		dated += 1;
		if (day < first) first = day;
		if (day > last) last = day;
	}
	return dated === 0 ? undefined : { first, last, dated };
}

/** Answered rows and their categories over time; absent where nothing has a date. */
export function readTrend(
	entries: readonly Entry[],
	groups: ReadonlyArray<readonly [name: string, entries: readonly Entry[]]>,
	options: ReportOptions,
): Trend | undefined {
	const range = dayRange(entries);
	if (range === undefined) return undefined;
	const periods = periodsBetween(range.first, range.last, options.period ?? 'auto');
	const indexes = new Map(periods.starts.map((start, index) => [start, index]));
	const count = (counted: readonly Entry[]): { counts: readonly number[]; undated: number } => {
		const counts = periods.starts.map(() => 0);
		let undated = 0;
		for (const { day } of counted) {
			const index = day === undefined ? undefined : indexes.get(periodStart(day, periods.unit));
			if (index === undefined) undated += 1;
			else counts[index] = (counts[index] ?? 0) + 1;
		}
		return { counts, undated };
	};
	const total = count(entries.filter(({ outcome }) => outcome.outcome === 'succeeded'));
	const today = readDay(options.generatedAt, zoneOffset(options.timeZone));
	return {
		unit: periods.unit,
		periods: describePeriods(periods, { ...range, today }),
		rows: total.counts,
		undated: total.undated,
		categories: groups.map(([name, own]) => ({ name, ...count(own) })),
	};
}
