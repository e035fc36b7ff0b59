import { defined } from '../formats/defined';
import { isoDay, readDay, zoneOffset } from './days';
import type { Entries, Entry } from './entries';
import { type NamedGroup, rangeOf } from './groups';
import { describePeriods, type PeriodRange, periodsBetween, periodStart } from './periods';
import type { Report, ReportOptions } from './types';

/** The days from the first row to the last, and answered rows and their categories over them. */
export function readTrend(
	{ all, answered, dateField }: Entries,
	groups: ReadonlyArray<NamedGroup<Entry>>,
	options: ReportOptions,
): Pick<Report, 'span' | 'trend'> {
	const days = daysOf(all);
	if (days.length === 0) return {};
	const [first, last] = rangeOf(days);
	const dated = { dated: days.length, undated: all.length - days.length };
	const today = readDay(options.generatedAt, zoneOffset(options.timeZone));
	const range = periodsBetween(first, last, options.period ?? 'auto');
	const total = countDays(answered, range);
	return {
		span: defined({ field: dateField, from: isoDay(first), to: isoDay(last), ...dated }),
		trend: {
			unit: range.unit,
			periods: describePeriods(range, { first, last, today }),
			rows: total.counts,
			undated: total.undated,
			categories: groups.map(([name, own]) => ({ name, ...countDays(own, range) })),
		},
	};
}

function daysOf(entries: readonly Entry[]): readonly number[] {
	return entries.flatMap(({ day }) => day ?? []);
}

function countDays(
	entries: readonly Entry[],
	{ unit, starts }: PeriodRange,
): { readonly counts: readonly number[]; readonly undated: number } {
	const counts = new Map(starts.map((start) => [start, 0]));
	const days = daysOf(entries);
	for (const day of days) {
		const start = periodStart(day, unit);
		counts.set(start, (counts.get(start) ?? 0) + 1);
	}
	return { counts: [...counts.values()], undated: entries.length - days.length };
}
