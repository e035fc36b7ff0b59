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
	const ask = timeZone === undefined ? undefined : askIntl(timeZone);
	if (ask === undefined) return utc;
	const midnights = new Map<number, number>();
	const atMidnight = (day: number): number => {
		const known = midnights.get(day) ?? ask(day * DAY_MS);
		midnights.set(day, known);
		return known;
	};
	return (ms) => {
		const day = Math.floor(ms / DAY_MS);
		const offset = atMidnight(day);
		return atMidnight(day + 1) === offset ? offset : ask(ms);
	};
}

function askIntl(timeZone: string): ZoneOffset | undefined {
	try {
		const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
		return (ms) => {
			const zone = format.formatToParts(ms).find(({ type }) => type === 'timeZoneName');
			return readZone(zone?.value.replace('GMT', '') ?? '');
		};
	} catch {
		return undefined;
	}
}

const ISO =
	/^(?<year>\d{4})[-/](?<month>\d{2})[-/](?<day>\d{2})(?:[T ](?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,]\d+)?)?\s?(?<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?$/i;
/** RFC 2822 and its forebears, also as a whole header line. */
const MAIL_DATE =
	/^(?:date:\s*)?(?:[a-z]{3,9},?\s+)?(?<day>\d{1,2})[\s-](?<month>[a-z]{3})[a-z]*[\s-](?<year>\d{4}|\d{2})(?:,?\s+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?(?:\s*(?<zone>[+-]\d{4}|[a-z]{1,5}))?(?:\s*\([^()]*\))?)?$/i;
/** Seconds, with or without their fraction, or milliseconds. */
const UNIX = /^(\d{10})(?:\.\d+|(\d{3}))?$/;
const LONGEST = 80;

/** The calendar day of a date in any common form; `undefined` for anything else. */
export function readDay(value: JsonValue | undefined, offsetAt = utc): number | undefined {
	if (typeof value === 'number') return readUnix(String(value), offsetAt);
	if (typeof value !== 'string' || value.length > LONGEST) return undefined;
	const text = value.trim();
	const written = ISO.exec(text)?.groups ?? MAIL_DATE.exec(text)?.groups;
	return written === undefined ? readUnix(text, offsetAt) : readWritten(written, offsetAt);
}

function readUnix(text: string, offsetAt: ZoneOffset): number | undefined {
	const [, seconds, milliseconds = 0] = UNIX.exec(text) ?? [];
	if (seconds === undefined) return undefined;
	const ms = Number(seconds) * 1000 + Number(milliseconds);
	return Math.floor((ms + offsetAt(ms)) / DAY_MS);
}

/** Without a time or without its zone, the day is the one that is written. */
function readWritten(
	{ year = '', month = '', day, hour, minute, second, zone }: Readonly<Record<string, string>>,
	offsetAt: ZoneOffset,
): number | undefined {
	const fullYear = Number(year) + (year.length === 2 ? 2000 : 0);
	const named = MONTHS.findIndex((name) => name.slice(0, 3).toLowerCase() === month.toLowerCase());
	const monthIndex = /\d/.test(month) ? Number(month) - 1 : named;
	const written = Date.UTC(fullYear, monthIndex, Number(day));
	const read = new Date(written);
	const exists = read.getUTCMonth() === monthIndex && read.getUTCDate() === Number(day);
	if (!exists || fullYear < 1900 || fullYear > 2299) return undefined;
	if (hour === undefined || zone === undefined) return written / DAY_MS;
	const clock = Number(hour) * HOUR_MS + Number(minute) * 60_000 + Number(second ?? 0) * 1000;
	const ms = written + clock - readZone(zone);
	return Math.floor((ms + offsetAt(ms)) / DAY_MS);
}

/** The names that RFC 2822 knows, in hours; it says to read any other as UTC. */
const NAMED_HOURS = { EST: -5, EDT: -4, CST: -6, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7 };
const ZONE_HOURS: ReadonlyMap<string, number> = new Map(Object.entries(NAMED_HOURS));

/** A zone's name, or what it is ahead: `+0530`, `-05:00` and, from before there were zones, `-00:44:30`. */
function readZone(zone: string): number {
	const match = /^([+-])(\d{2}):?(\d{2})?:?(\d{2})?$/.exec(zone);
	if (match === null) return (ZONE_HOURS.get(zone.toUpperCase()) ?? 0) * HOUR_MS;
	const [, sign, hours, minutes = 0, seconds = 0] = match;
	const ahead = Number(hours) * HOUR_MS + Number(minutes) * 60_000 + Number(seconds) * 1000;
	return sign === '-' ? -ahead : ahead;
}

export const MONTHS = `January February March April May June
	July August September October November December`.split(/\s+/);

/** `YYYY-MM-DD`. */
export function isoDay(day: number): string {
	return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Months count from 0. */
export function calendarDay(day: number): Readonly<Record<'year' | 'month' | 'date', number>> {
	const date = new Date(day * DAY_MS);
	return { year: date.getUTCFullYear(), month: date.getUTCMonth(), date: date.getUTCDate() };
}

export function dayNumber(year: number, month: number, date: number): number {
	return Date.UTC(year, month, date) / DAY_MS;
}
