import { calendarDay, dayNumber, isoDay, MONTHS } from './days';
import type { Period, PeriodUnit } from './types';

/** Days to weeks to months to years, so that a table of the periods stays readable. */
const COARSER = { day: 'week', week: 'month', month: 'year', year: 'year' } as const;
/** So many days after a period's first, the next one has begun. */
const LONGEST_DAYS = { day: 1, week: 7, month: 31, year: 366 } as const;
/** Rows need not come on every day: a weekend at the edge is no missing data. */
const EDGE_DAYS = { day: 0, week: 2, month: 4, year: 14 } as const;

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
	while (unit !== 'year' && startsBetween(first, last, unit).length > limit) {
		unit = COARSER[unit];
	}
	return { unit, starts: startsBetween(first, last, unit) };
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
	return periodStart(start + LONGEST_DAYS[unit], unit);
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
	const { first, last, today } = coverage;
	const edge = EDGE_DAYS[unit];
	const years = new Set(starts.map((start) => nameOf(start, unit)[2]));
	return starts.map((start) => {
		const [key, name, ofYear] = nameOf(start, unit);
		const end = nextStart(start, unit) - 1;
		// What still runs today is not over, whatever has come in.
		const isOver = today === undefined ? last >= end - edge : end < today;
		return {
			key,
			label: years.size > 1 ? `${name}${ofYear}` : name,
			from: isoDay(start),
			to: isoDay(end),
			complete: isOver && first <= start + edge,
		};
	});
}

/** `ofYear` is empty where the name says the year. */
function nameOf(
	start: number,
	unit: PeriodUnit,
): readonly [key: string, name: string, ofYear: string] {
	// ISO 8601: a week belongs to the year of its Thursday.
	const { year, month, date } = calendarDay(unit === 'week' ? start + 3 : start);
	const monthName = MONTHS[month] ?? '';
	const week = Math.floor((start + 3 - dayNumber(year, 0, 1)) / 7) + 1;
	switch (unit) {
		case 'day':
			return [isoDay(start), `${WEEKDAYS[weekday(start)] ?? ''} ${date} ${monthName}`, ` ${year}`];
		case 'week':
			return [`${year}-W${String(week).padStart(2, '0')}`, `week ${week}`, ` of ${year}`];
		case 'month':
			return [isoDay(start).slice(0, 7), `${monthName} ${year}`, ''];
		case 'year':
			return [String(year), String(year), ''];
	}
}

const WEEKDAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');
