import { calendarDay, dayNumber, isoDay, MONTHS } from './days';
import type { Period, PeriodUnit } from './types';

interface Unit {
	/** Days to weeks to months to years, so that a table of the periods stays readable. */
	readonly coarser: PeriodUnit;
	/** So many days after a period's first, the next one has begun. */
	readonly longestDays: number;
	/** Rows need not come on every day: a weekend at the edge is no missing data. */
	readonly edgeDays: number;
}

const UNITS: Readonly<Record<PeriodUnit, Unit>> = {
	day: { coarser: 'week', longestDays: 1, edgeDays: 0 },
	week: { coarser: 'month', longestDays: 7, edgeDays: 2 },
	month: { coarser: 'year', longestDays: 31, edgeDays: 4 },
	year: { coarser: 'year', longestDays: 366, edgeDays: 14 },
};
const READABLE_PERIODS = 14;
/** A unit that was asked for may give more of them, up to a week-by-week year. */
const MAX_PERIODS = 60;

export interface PeriodRange {
	readonly unit: PeriodUnit;
	/** First days. */
	readonly starts: readonly number[];
}

/** All periods from the first day to the last, empty ones too: a gap is a fact. */
export function periodsBetween(
	first: number,
	last: number,
	wanted: 'auto' | PeriodUnit,
): PeriodRange {
	const limit = wanted === 'auto' ? READABLE_PERIODS : MAX_PERIODS;
	let unit: PeriodUnit = wanted === 'auto' ? 'day' : wanted;
	let starts = startsBetween(first, last, unit);
	while (unit !== 'year' && starts.length > limit) {
		unit = UNITS[unit].coarser;
		starts = startsBetween(first, last, unit);
	}
	return { unit, starts };
}

function startsBetween(first: number, last: number, unit: PeriodUnit): readonly number[] {
	const starts: number[] = [];
	for (let day = periodStart(first, unit); day <= last; day = nextStart(day, unit)) {
		starts.push(day);
	}
	return starts;
}

export function periodStart(day: number, unit: PeriodUnit): number {
	const { year, month } = calendarDay(day);
	switch (unit) {
		case 'day':
			return day;
		case 'week':
			return day - weekday(day);
		case 'month':
			return dayNumber(year, month, 1);
		case 'year':
			return dayNumber(year, 0, 1);
	}
}

function nextStart(start: number, unit: PeriodUnit): number {
	return periodStart(start + UNITS[unit].longestDays, unit);
}

/** Monday is 0: 1970-01-01 was a Thursday. */
function weekday(day: number): number {
	return (((day + 3) % 7) + 7) % 7;
}

/** The days on which rows were there, and the day on which the report was made. */
export interface Coverage {
	readonly first: number;
	readonly last: number;
	readonly today: number | undefined;
}

export function describePeriods({ unit, starts }: PeriodRange, coverage: Coverage): Period[] {
	const years = new Set(starts.map((start) => namingDay(start, unit).year));
	return starts.map((start) => {
		const end = nextStart(start, unit) - 1;
		return {
			...nameOf(start, unit, years.size > 1),
			from: isoDay(start),
			to: isoDay(end),
			complete: isComplete(start, end, UNITS[unit].edgeDays, coverage),
		};
	});
}

function isComplete(start: number, end: number, edge: number, coverage: Coverage): boolean {
	const { first, last, today } = coverage;
	// What still runs today is not over, whatever has come in.
	const isOver = today === undefined ? last >= end - edge : end < today;
	return first <= start + edge && isOver;
}

/** ISO 8601: a week belongs to the year of its Thursday. */
function namingDay(start: number, unit: PeriodUnit): ReturnType<typeof calendarDay> {
	return calendarDay(unit === 'week' ? start + 3 : start);
}

function nameOf(
	start: number,
	unit: PeriodUnit,
	severalYears: boolean,
): Pick<Period, 'key' | 'label'> {
	const { year, month, date } = namingDay(start, unit);
	const monthName = MONTHS[month] ?? '';
	switch (unit) {
		case 'day': {
			const label = `${WEEKDAYS[weekday(start)] ?? ''} ${date} ${monthName}`;
			return { key: isoDay(start), label: severalYears ? `${label} ${year}` : label };
		}
		case 'week': {
			const week = Math.floor((start + 3 - dayNumber(year, 0, 1)) / 7) + 1;
			const label = `week ${week}`;
			return {
				key: `${year}-W${String(week).padStart(2, '0')}`,
				label: severalYears ? `${label} of ${year}` : label,
			};
		}
		case 'month':
			return { key: isoDay(start).slice(0, 7), label: `${monthName} ${year}` };
		case 'year':
			return { key: String(year), label: String(year) };
	}
}

const WEEKDAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');
