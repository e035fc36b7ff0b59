/** When a mail was sent; the host's time zone has no say in it. */
export type Moment = Date;

export function moment(day: number, hour: number, minute: number): Moment {
	return new Date(Date.UTC(2025, 10, day, hour, minute, 38));
}

function two(value: number): string {
	return String(value).padStart(2, '0');
}

const NAMES = new Map<string, Intl.DateTimeFormat>();

/** The name of a month or weekday as it stands next to a day of the month: `3 listopada`, not `listopad`. */
function nameOf(locale: string, width: 'long' | 'short', part: 'month' | 'weekday', when: Moment) {
	const key = `${locale} ${width}`;
	const format =
		NAMES.get(key) ??
		new Intl.DateTimeFormat(locale, {
			weekday: width,
			month: width,
			day: 'numeric',
			year: 'numeric',
			timeZone: 'UTC',
		});
	NAMES.set(key, format);
	return format.formatToParts(when).find(({ type }) => type === part)?.value ?? '';
}

const WORDS = new Map<string, Readonly<Record<string, string>>>();

/** All that a template of a client may say of a moment. */
export function wordsOfMoment(locale: string, when: Moment): Readonly<Record<string, string>> {
	const key = `${locale} ${when.getTime()}`;
	const words = WORDS.get(key) ?? newWordsOf(locale, when);
	WORDS.set(key, words);
	return words;
}

function newWordsOf(locale: string, when: Moment): Readonly<Record<string, string>> {
	const hour = when.getUTCHours();
	const day = when.getUTCDate();
	return {
		weekday: nameOf(locale, 'long', 'weekday', when),
		wd: nameOf(locale, 'short', 'weekday', when).replace(/\.$/, ''),
		month: nameOf(locale, 'long', 'month', when),
		mon: nameOf(locale, 'short', 'month', when).replace(/\.$/, ''),
		d: String(day),
		dd: two(day),
		th: ['th', 'st', 'nd', 'rd'][day % 100 > 10 && day % 100 < 14 ? 0 : day % 10] ?? 'th',
		m: String(when.getUTCMonth() + 1),
		mm: two(when.getUTCMonth() + 1),
		y: String(when.getUTCFullYear()),
		yy: two(when.getUTCFullYear() % 100),
		H: two(hour),
		h: String(hour % 12 || 12),
		M: two(when.getUTCMinutes()),
		S: two(when.getUTCSeconds()),
		ap: hour < 12 ? 'AM' : 'PM',
		rfc: `${nameOf('en-US', 'short', 'weekday', when)}, ${day} ${nameOf('en-US', 'short', 'month', when)} ${when.getUTCFullYear()} ${two(hour)}:${two(when.getUTCMinutes())}:${two(when.getUTCSeconds())} +0100`,
	};
}
