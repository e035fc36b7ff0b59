import type { JsonValue } from '../types';

/**
 * Dates of any host as calendar days: days since 1970-01-01, so that they sort, subtract and count. The
 * formats are read here and not by `Date.parse`, which guesses and knows the machine's time zone.
 */
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Milliseconds that a zone is ahead of UTC at a moment. */
export type ZoneOffset = (ms: number) => number;

const utc: ZoneOffset = () => 0;

/**
 * UTC where the name is absent or unknown. `Intl` is slow, so it is asked for the two ends of a UTC day; only
 * on a day that changes the clocks is it asked again.
 */
export function zoneOffset(timeZone: string | undefined): ZoneOffset {
	const format = timeZone === undefined ? undefined : zoneFormat(timeZone);
	if (format === undefined) return utc;
	const midnights = new Map<number, number>();
	const atMidnight = (day: number): number => {
		const known = midnights.get(day) ?? offsetBy(format, day * DAY_MS);
		midnights.set(day, known);
		return known;
	};
	return (ms) => {
		const day = Math.floor(ms / DAY_MS);
		const offset = atMidnight(day);
		return atMidnight(day + 1) === offset ? offset : offsetBy(format, ms);
	};
}

function offsetBy(format: Intl.DateTimeFormat, ms: number): number {
	const part = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
	const at = (type: Intl.DateTimeFormatPartTypes): number => part.get(type) ?? 0;
	const local = Date.UTC(
		at('year'),
		at('month') - 1,
		at('day'),
		at('hour'),
		at('minute'),
		at('second'),
	);
	return local - Math.floor(ms / 1000) * 1000;
}

function zoneFormat(timeZone: string): Intl.DateTimeFormat | undefined {
	const two = '2-digit';
	try {
		return new Intl.DateTimeFormat('en-US', {
			timeZone,
			hourCycle: 'h23',
			year: 'numeric',
			month: two,
			day: two,
			hour: two,
			minute: two,
			second: two,
		});
	} catch {
		return undefined;
	}
}

const ISO =
	/^(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?$/i;
/** RFC 2822 and its forebears, also as a whole header line. */
const MAIL_DATE =
	/^(?:date:\s*)?(?:[a-z]{3,9},?\s+)?(\d{1,2})[\s-]([a-z]{3})[a-z]*[\s-](\d{4}|\d{2})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([+-]\d{4}|[a-z]{1,5})?(?:\s*\([^()]*\))?)?$/i;
const UNIX = /^(\d{10})(?:\.\d+)?$|^(\d{13})$/;
const LONGEST = 80;

/** The calendar day of a date in any common form; `undefined` for anything else. */
export function readDay(
	value: JsonValue | undefined,
	offsetAt: ZoneOffset = utc,
): number | undefined {
	if (typeof value === 'number') return readUnix(String(value), offsetAt);
	if (typeof value !== 'string' || value.length > LONGEST) return undefined;
	const text = value.trim();
	const iso = ISO.exec(text);
	if (iso !== null) {
		const [, year, month, day, hour, minute, second, zone] = iso;
		return dayOf(
			Number(year),
			Number(month),
			Number(day),
			{ hour, minute, second, zone },
			offsetAt,
		);
	}
	const mail = MAIL_DATE.exec(text);
	if (mail !== null) {
		const [, day, name = '', year = '', hour, minute, second, zone] = mail;
		const month = MONTHS.findIndex((full) => full.slice(0, 3).toLowerCase() === name.toLowerCase());
		return dayOf(
			Number(year) + (year.length === 2 ? 2000 : 0),
			month + 1,
			Number(day),
			{ hour, minute, second, zone },
			offsetAt,
		);
	}
	return readUnix(text, offsetAt);
}

function readUnix(text: string, offsetAt: ZoneOffset): number | undefined {
	const match = UNIX.exec(text);
	if (match === null) return undefined;
	const [, seconds, milliseconds] = match;
	const ms = seconds === undefined ? Number(milliseconds) : Number(seconds) * 1000;
	return Math.floor((ms + offsetAt(ms)) / DAY_MS);
}

interface WrittenTime {
	readonly hour: string | undefined;
	readonly minute: string | undefined;
	readonly second: string | undefined;
	readonly zone: string | undefined;
}

/** Without a time or without its zone, the day is the one that is written. */
function dayOf(
	year: number,
	month: number,
	day: number,
	{ hour, minute, second, zone }: WrittenTime,
	offsetAt: ZoneOffset,
): number | undefined {
	const written = Date.UTC(year, month - 1, day);
	const read = new Date(written);
	const exists = read.getUTCMonth() === month - 1 && read.getUTCDate() === day;
	if (!exists || year < 1900 || year > 2299) return undefined;
	if (hour === undefined || zone === undefined) return written / DAY_MS;
	const clock = Number(hour) * HOUR_MS + Number(minute) * 60_000 + Number(second ?? 0) * 1000;
	const ms = written + clock - readZone(zone);
	return Math.floor((ms + offsetAt(ms)) / DAY_MS);
}

/** The names that RFC 2822 knows, in hours; it says to read any other as UTC. */
const ZONE_HOURS: ReadonlyMap<string, number> = new Map([
	['EST', -5],
	['EDT', -4],
	['CST', -6],
	['CDT', -5],
	['MST', -7],
	['MDT', -6],
	['PST', -8],
	['PDT', -7],
]);

function readZone(zone: string): number {
	const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
	if (match === null) return (ZONE_HOURS.get(zone.toUpperCase()) ?? 0) * HOUR_MS;
	const [, sign, hours, minutes] = match;
	return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR_MS + Number(minutes ?? 0) * 60_000);
}

export const MONTHS = [
	'January',
	'February',
	'March',
	'April',
	'May',
	'June',
	'July',
	'August',
	'September',
	'October',
	'November',
	'December',
] as const;

/** `YYYY-MM-DD`. */
export function isoDay(day: number): string {
	return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

export interface CalendarDay {
	readonly year: number;
	/** 0 to 11. */
	readonly month: number;
	readonly date: number;
}

export function calendarDay(day: number): CalendarDay {
	const date = new Date(day * DAY_MS);
	return { year: date.getUTCFullYear(), month: date.getUTCMonth(), date: date.getUTCDate() };
}

export function dayNumber(year: number, month: number, date: number): number {
	return Date.UTC(year, month, date) / DAY_MS;
}
