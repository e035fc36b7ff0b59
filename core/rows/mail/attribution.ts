import type { Line } from '../line';
import { shown } from './shown';
import { SAYS_ONESELF, WROTE, WROTE_UNSPACED } from './words';

/** The line above a quote that says who wrote it, and when. */
export interface Attribution {
	readonly from: number;
	/** The first line behind it. */
	readonly to: number;
	/** So exact that no person writes it: a verb, a date and an address. */
	readonly isExact: boolean;
}

const MAX_LINES = 3;
const MAX_CHARACTERS = 400;
const ENDS = /[:：]$|(?:wrote|schrieb)\s?-{2,}$/iu;
const VERB = new RegExp(
	`(?<![\\p{Script=Latin}\\p{Script=Cyrillic}])(?:${WROTE})(?![\\p{Script=Latin}\\p{Script=Cyrillic}])|${WROTE_UNSPACED}`,
	'iu',
);
const ONESELF = new RegExp(SAYS_ONESELF, 'iu');
const ADDRESS = /[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/u;
const ADDRESS_IN_BRACKETS = new RegExp(
	`[<([](?:mailto:)?\\s?${ADDRESS.source}[^\\n]{0,80}[>)\\]]`,
	'u',
);
const TIME = /\d{1,2}[:.h]\d{2}/;
/** Mutt: `* Ann Lee ann@example.com [2025-11-03 10:00]:`. */
const DATE_IN_BRACKETS = /\[\d{2,4}[-/.]\d{1,2}[-/.]\d{2,4}[^\]]{0,20}\]\s?:$/;
/** How an attribution begins whose first line has no more than the day. */
const BEGINS = /^(?:on|am|le|el|il|em|den|op|w dniu|dne|dana|në|a|в|на)\s/iu;

/** The attribution that ends in this line, in as few lines as it can be. */
export function findAttribution(lines: readonly Line[], end: number): Attribution | undefined {
	const last = lines[end];
	if (last === undefined || !ENDS.test(shown(last.text))) return undefined;
	let text = '';
	let found: Attribution | undefined;
	for (let from = end; from >= 0 && from > end - MAX_LINES; from -= 1) {
		const line = lines[from];
		if (line === undefined || line.depth !== last.depth || line.text.trim() === '') break;
		const first = shown(line.text);
		text = `${first} ${text}`.trim();
		if (text.length > MAX_CHARACTERS) break;
		const isExact = isAttribution(text);
		if (isExact === undefined || (found !== undefined && !BEGINS.test(first))) continue;
		found = { from: beginOf(lines, from, last.depth), to: end + 1, isExact };
		// Where the date is missing yet it may stand in the line above.
		if (isExact) break;
	}
	return found;
}

/** `undefined` for what is none; else whether it is exact. */
function isAttribution(text: string): boolean | undefined {
	if (ONESELF.test(text)) return undefined;
	const hasAddress = ADDRESS.test(text);
	const hasDate = /\d/.test(text.replace(ADDRESS, ''));
	if (VERB.test(text)) {
		// Who quotes in a note names the day, a mail program the minute.
		return hasAddress || TIME.test(text) ? hasAddress && hasDate : undefined;
	}
	if (hasAddress && DATE_IN_BRACKETS.test(text)) return false;
	const isQuoting = hasDate || /^(?:quoting|zitat von|citando|citat)\s/i.test(text);
	return isQuoting && ADDRESS_IN_BRACKETS.test(text) ? false : undefined;
}

/** "On Mon, Nov 3," may stand on a line by itself. */
function beginOf(lines: readonly Line[], from: number, depth: number): number {
	const above = lines[from - 1];
	const text = shown(above?.text ?? '');
	const isBegin = above?.depth === depth && BEGINS.test(text) && /^.{4,40},$/.test(text);
	return isBegin ? from - 1 : from;
}
