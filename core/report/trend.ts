import { defined } from '../formats/defined';
import { isoDay, readDay, zoneOffset } from './days';
import type { Entries, Entry } from './entries';
import { type NamedGroup, rangeOf } from './groups';
import { describePeriods, periodsBetween, periodStart } from './periods';
import type { Report, ReportOptions } from './types';

/** The days from the first row to the last, and answered rows and their categories over them. */
export function readTimes(
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
	const count = (entries: readonly Entry[]): { counts: readonly number[]; undated: number } => {
		const counts = new Map(range.starts.map((start) => [start, 0]));
		const own = daysOf(entries);
		for (const day of own) {
			const start = periodStart(day, range.unit);
			counts.set(start, (counts.get(start) ?? 0) + 1);
		}
		return { counts: [...counts.values()], undated: entries.length - own.length };
	};
	const total = count(answered);
	return {
		span: defined({ field: dateField, from: isoDay(first), to: isoDay(last), ...dated }),
		trend: {
			unit: range.unit,
			periods: describePeriods(range, { first, last, today }),
			rows: total.counts,
			undated: total.undated,
			categories: groups.map(([name, own]) => ({ name, ...count(own) })),
		},
	};
}

function daysOf(entries: readonly Entry[]): readonly number[] {
	return entries.flatMap(({ day }) => day ?? []);
}
