import type { Line } from '../line';
import { shown } from './shown';
import { FORWARD_PREFIX, FORWARDED, ORIGINAL, REPLY_PREFIX, SHORT_REPLY_PREFIX } from './words';

/** Yahoo goes on behind the title in the same line. */
const BETWEEN_DASHES = /^[-–—_=*~]{2,}\s?([^-–—_=*~\s][^–—_=*~]{1,80}?)\s?[-–—_=*~]{2,}(?:\s|$)/u;
const ORIGINAL_MESSAGE = new RegExp(`^(?:${ORIGINAL})$`, 'iu');
const FORWARDED_MESSAGE = new RegExp(FORWARDED, 'iu');
const MAX_TITLE_CHARACTERS = 120;
const LINE_ACROSS = /^[_-]{8,}$/;

/** `-----Original Message-----`: Outlook puts it above what is answered, and above what is forwarded. */
export function isOriginalTitle(text: string): boolean {
	const words = titleOf(text);
	return words !== undefined && ORIGINAL_MESSAGE.test(words);
}

/** Any title between dashes, in whatever words. */
export function isTitle(text: string): boolean {
	return titleOf(text) !== undefined;
}

/** `---------- Forwarded message ---------`, `Begin forwarded message:` and their likes. */
export function isForwardTitle(lines: readonly Line[], at: number): boolean {
	const line = shown(lines[at]?.text ?? '');
	const words = titleOf(line);
	if (words !== undefined) {
		return !ORIGINAL_MESSAGE.test(words) && FORWARDED_MESSAGE.test(words);
	}
	return (
		line.length <= MAX_TITLE_CHARACTERS &&
		/[:：]$/.test(line) &&
		!/\d/.test(line) &&
		FORWARDED_MESSAGE.test(line)
	);
}

function titleOf(text: string): string | undefined {
	const line = shown(text);
	// Turkish: the small letter of İ is two characters.
	return BETWEEN_DASHES.exec(line.slice(0, MAX_TITLE_CHARACTERS))?.[1]?.replaceAll('İ', 'i');
}

export function isLineAcross(text: string): boolean {
	return LINE_ACROSS.test(text.trim());
}

const FORWARD_SUBJECT = subjectPattern(FORWARD_PREFIX);
const REPLY_SUBJECT = subjectPattern(REPLY_PREFIX);
const SHORT_REPLY_SUBJECT = subjectPattern(SHORT_REPLY_PREFIX);

/** Behind a label or a list's name in brackets, maybe with a count: `Subject: [team] FW[2]: …`. */
function subjectPattern(prefixes: string): RegExp {
	return new RegExp(
		`^(?:\\p{L}{2,12}\\s?[:：]\\s{0,3})?(?:\\[[^\\]]{1,40}\\]\\s?)?(?:${prefixes})(?:\\[\\d{1,3}\\]|\\(\\d{1,3}\\)|\\^\\d{1,3})?\\s?[:：]`,
		'iu',
	);
}

export function isForwardSubject(text: string): boolean {
	return FORWARD_SUBJECT.test(shown(text).slice(0, MAX_TITLE_CHARACTERS));
}

/** `subject`: of what stands below. */
export function isReplySubject(text: string, subject: string): boolean {
	const line = shown(text).slice(0, MAX_TITLE_CHARACTERS);
	if (REPLY_SUBJECT.test(line)) return true;
	const behind = SHORT_REPLY_SUBJECT.test(line) ? line.replace(SHORT_REPLY_SUBJECT, '').trim() : '';
	return behind !== '' && subject.toLowerCase().includes(behind.toLowerCase());
}
