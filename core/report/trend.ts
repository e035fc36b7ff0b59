import { defined } from '../formats/defined';
import { isoDay, readDay, zoneOffset } from './days';
import type { Entry } from './entries';
import { leastOf, mostOf, type NamedGroup } from './groups';
import { describePeriods, periodsBetween, periodStart } from './periods';
import type { ReportOptions, TimeSpan, Trend } from './types';

export function readSpan(
	entries: readonly Entry[],
	field: string | undefined,
): TimeSpan | undefined {
	const days = daysOf(entries);
	if (days.length === 0) return undefined;
	return defined({
		field,
		from: isoDay(leastOf(days)),
		to: isoDay(mostOf(days)),
		dated: days.length,
		undated: entries.length - days.length,
	});
}

function daysOf(entries: readonly Entry[]): readonly number[] {
	return entries.flatMap(({ day }) => day ?? []);
}

/** Answered rows and their categories over time; absent where nothing has a date. */
export function readTrend(
	entries: readonly Entry[],
	groups: ReadonlyArray<NamedGroup<Entry>>,
	options: ReportOptions,
): Trend | undefined {
	const days = daysOf(entries);
	if (days.length === 0) return undefined;
	const [first, last] = [leastOf(days), mostOf(days)];
	const today = readDay(options.generatedAt, zoneOffset(options.timeZone));
	const range = periodsBetween(first, last, options.period ?? 'auto');
	const count = (counted: readonly Entry[]): { counts: readonly number[]; undated: number } => {
		const counts = new Map(range.starts.map((start) => [start, 0]));
		const dated = daysOf(counted);
		for (const day of dated) {
			const start = periodStart(day, range.unit);
			counts.set(start, (counts.get(start) ?? 0) + 1);
		}
		return { counts: [...counts.values()], undated: counted.length - dated.length };
	};
	const total = count(entries.filter(({ outcome }) => outcome.outcome === 'succeeded'));
	return {
		unit: range.unit,
		periods: describePeriods(range, { first, last, today }),
		rows: total.counts,
		undated: total.undated,
		categories: groups.map(([name, own]) => ({ name, ...count(own) })),
	};
}
