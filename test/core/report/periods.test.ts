import fc from 'fast-check';
import { isoDay, readDay } from '../../../core/report/days';
import { describePeriods, periodsBetween, periodStart } from '../../../core/report/periods';
import type { PeriodUnit } from '../../../core/report/types';

function day(text: string): number {
	return readDay(text) ?? NaN;
}

function describeBetween(from: string, to: string, unit: 'auto' | PeriodUnit, today?: string) {
	const range = periodsBetween(day(from), day(to), unit);
	return describePeriods(range, {
		first: day(from),
		last: day(to),
		today: today === undefined ? undefined : day(today),
	});
}

describe('periods', () => {
	it.each([
		['2026-11-16', '2026-11-22', 'day', 7],
		['2026-11-09', '2026-11-22', 'day', 14],
		['2026-11-02', '2026-11-22', 'week', 3],
		['2026-08-24', '2026-11-22', 'week', 13],
		['2026-01-01', '2026-11-22', 'month', 11],
		['2016-01-01', '2026-11-22', 'year', 11],
		['1970-01-01', '2286-11-20', 'year', 317],
	])('from %s to %s are counted by %s', (from, to, unit, count) => {
		const range = periodsBetween(day(from), day(to), 'auto');
		expect([range.unit, range.starts.length]).toEqual([unit, count]);
	});

	it('follow the unit that is asked for, unless there would be too many to read', () => {
		expect(periodsBetween(day('2026-11-02'), day('2026-11-22'), 'day').starts).toHaveLength(21);
		expect(periodsBetween(day('2020-01-01'), day('2026-11-22'), 'day').unit).toBe('year');
	});

	it.each([
		['2026-11-16', '2026-W47'],
		['2026-12-31', '2026-W53'],
		['2027-01-03', '2026-W53'],
		['2027-01-04', '2027-W01'],
		['2024-12-30', '2025-W01'],
	])('put %s into the ISO week %s', (date, week) => {
		expect(describeBetween(date, date, 'week')[0]?.key).toBe(week);
	});

	it('name the year only where there are two', () => {
		expect(describeBetween('2026-11-02', '2026-11-22', 'week').map(({ label }) => label)).toEqual([
			'week 45',
			'week 46',
			'week 47',
		]);
		expect(describeBetween('2026-12-28', '2027-01-05', 'week').map(({ label }) => label)).toEqual([
			'week 53 of 2026',
			'week 1 of 2027',
		]);
		expect(describeBetween('2026-11-20', '2026-11-20', 'day')[0]?.label).toBe('Friday 20 November');
	});

	it('are complete only from edge to edge', () => {
		// From a Thursday to a Wednesday.
		const open = describeBetween('2026-11-05', '2026-11-18', 'week');
		expect(open.map(({ complete }) => complete)).toEqual([false, true, false]);
		// A weekend without mail is no gap; what still runs today is not over.
		const week = (today: string): boolean[] =>
			describeBetween('2026-11-02', '2026-11-20', 'week', today).map(({ complete }) => complete);
		expect(week('2026-11-20')).toEqual([true, true, false]);
		expect(week('2026-11-22')).toEqual([true, true, false]);
		expect(week('2026-11-23')).toEqual([true, true, true]);
	});

	it('cover every day exactly once', () => {
		const someDay = fc.integer({ min: day('1971-01-01'), max: day('2199-01-01') });
		const unit = fc.constantFrom<PeriodUnit>('day', 'week', 'month', 'year');
		fc.assert(
			fc.property(someDay, fc.integer({ min: 0, max: 50 }), unit, (first, length, wanted) => {
				const range = periodsBetween(first, first + length, wanted);
				const periods = describePeriods(range, { first, last: first + length, today: undefined });
				for (let date = first; date <= first + length; date += 1) {
					const own = periods.filter(({ from, to }) => from <= isoDay(date) && isoDay(date) <= to);
					expect(own).toHaveLength(1);
					expect(own[0]?.from).toBe(isoDay(periodStart(date, range.unit)));
				}
			}),
		);
	});
});
