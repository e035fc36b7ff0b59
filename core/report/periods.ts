import { calendarDay, dayNumber, isoDay, MONTHS } from './days';
import type { Period, PeriodUnit } from './types';

/** Days to weeks to months to years, so that a table of the periods stays readable. */
const COARSER: Readonly<Record<PeriodUnit, PeriodUnit>> = {
	day: 'week',
	week: 'month',
	month: 'year',
	year: 'year',
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
	let unit: PeriodUnit = wanted === 'auto' ? 'day' : wanted;
	const limit = wanted === 'auto' ? READABLE_PERIODS : MAX_PERIODS;
	while (unit !== 'year' && (last - first) / SHORTEST_DAYS[unit] > 2 * limit) unit = COARSER[unit];
	let starts = startsBetween(first, last, unit);
	while (unit !== 'year' && starts.length > limit) {
		unit = COARSER[unit];
		starts = startsBetween(first, last, unit);
	}
	return { unit, starts };
}

const SHORTEST_DAYS: Readonly<Record<PeriodUnit, number>> = {
	day: 1,
	week: 7,
	month: 28,
	year: 365,
};

function startsBetween(first: number, last: number, unit: PeriodUnit): readonly number[] {
	const starts: number[] = [];
	for (let day = periodStart(first, unit); day <= last; day = nextStart(day, unit))
		starts.push(day);
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
	const { year, month } = calendarDay(start);
	switch (unit) {
		case 'day':
			return start + 1;
		case 'week':
			return start + 7;
		case 'month':
			return dayNumber(year, month + 1, 1);
		case 'year':
			return dayNumber(year + 1, 0, 1);
	}
}

/** Monday is 0: 1970-01-01 was a Thursday. */
function weekday(day: number): number {
	return (((day + 3) % 7) + 7) % 7;
}

/** ISO 8601: a week belongs to the year of its Thursday. */
function isoWeek(monday: number): { readonly year: number; readonly week: number } {
	const thursday = monday + 3;
	const { year } = calendarDay(thursday);
	return { year, week: Math.floor((thursday - dayNumber(year, 0, 1)) / 7) + 1 };
}

/** The days on which rows were there, and the day on which the report was made. */
export interface Coverage {
	readonly first: number;
	readonly last: number;
	readonly today: number | undefined;
}

export function describePeriods({ unit, starts }: PeriodRange, coverage: Coverage): Period[] {
	const years = new Set(starts.map((start) => yearOf(start, unit)));
	return starts.map((start) => {
		const end = nextStart(start, unit) - 1;
		return {
			...nameOf(start, unit, years.size > 1),
			from: isoDay(start),
			to: isoDay(end),
			complete: isComplete(start, end, unit, coverage),
		};
	});
}

function yearOf(start: number, unit: PeriodUnit): number {
	return unit === 'week' ? isoWeek(start).year : calendarDay(start).year;
}

/** Rows need not come on every day: a weekend at the edge is no missing data. */
const EDGE_DAYS: Readonly<Record<PeriodUnit, number>> = { day: 0, week: 2, month: 4, year: 14 };

function isComplete(start: number, end: number, unit: PeriodUnit, coverage: Coverage): boolean {
	const begun = coverage.first <= start + EDGE_DAYS[unit];
	// What still runs today is not over, whatever has come in.
	const ended =
		coverage.today === undefined ? coverage.last >= end - EDGE_DAYS[unit] : end < coverage.today;
	return begun && ended;
}

function nameOf(
	start: number,
	unit: PeriodUnit,
	severalYears: boolean,
): Pick<Period, 'key' | 'label'> {
	const { year, month, date } = calendarDay(start);
	const monthName = MONTHS[month] ?? '';
	switch (unit) {
		case 'day': {
			const suffix = severalYears ? ` ${year}` : '';
			return {
				key: isoDay(start),
				label: `${WEEKDAYS[weekday(start)]} ${date} ${monthName}${suffix}`,
			};
		}
		case 'week': {
			const iso = isoWeek(start);
			const label = `week ${iso.week}${severalYears ? ` of ${iso.year}` : ''}`;
			return { key: `${iso.year}-W${String(iso.week).padStart(2, '0')}`, label };
		}
		case 'month':
			return { key: isoDay(start).slice(0, 7), label: `${monthName} ${year}` };
		case 'year':
			return { key: String(year), label: String(year) };
	}
}

const WEEKDAYS = [
	'Monday',
	'Tuesday',
	'Wednesday',
	'Thursday',
	'Friday',
	'Saturday',
	'Sunday',
] as const;
