import type { Line } from '../line';
import { shown } from './shown';
import { SAYS_ONESELF, WROTE, WROTE_UNSPACED } from './words';

/** The line above a quote that says who wrote it, and when. */
export interface Attribution {
	readonly from: number;
	/** The first line behind it. */
	readonly to: number;
	readonly text: string;
	/** So exact that no person writes it: a verb, a time and an address in brackets. */
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
/** `10:15`, `10h15`, Finland's `10.15`; no date and no price with its sign. */
const TIME =
	/(?<![\d.])\d{1,2}[:h]\d{2}(?!\d)|(?:\b\d{4},?|kl\.?|klo|um|ore|at|à|las|om|o)\s\d{1,2}\.\d{2}(?!\d)|(?<![\d.])\d{1,2}\.\d{2}(?!\d|\.\d|\s?[€$£])/iu;
/** The rest of an attribution: an address, or the verb. */
const STARTS_WITHIN = new RegExp(
	`^(?:[<(]|[\\w.+%-]{1,64}@|(?:${WROTE})(?![\\p{L}])|${WROTE_UNSPACED})`,
	'iu',
);
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
		if (text !== '' && !goesOn(first, text)) break;
		text = `${first} ${text}`.trim();
		if (text.length > MAX_CHARACTERS) break;
		const read = readAttribution(text);
		if (read === undefined) continue;
		found = { from: beginOf(lines, from, last.depth), to: end + 1, text, isExact: read.isExact };
		// Where the date is missing yet it may stand in the line above.
		if (read.hasDate) break;
	}
	return found;
}

/** Whether an attribution that goes on in the lower line can begin in this one: the sender's own stands there, too. */
function goesOn(upper: string, lower: string): boolean {
	if (/[.!?…。:：]$/.test(upper)) return false;
	return STARTS_WITHIN.test(lower) || (BEGINS.test(upper) && /\d/.test(upper)) || /^\d/.test(upper);
}

function readAttribution(
	text: string,
): { readonly hasDate: boolean; readonly isExact: boolean } | undefined {
	if (ONESELF.test(text)) return undefined;
	const hasAddress = ADDRESS.test(text);
	const hasDate = /\d/.test(text.replace(ADDRESS, ''));
	if (VERB.test(text)) {
		const hasTime = TIME.test(text);
		// Who quotes in a note names the day, a mail program the minute.
		if (!hasAddress && !hasTime) return undefined;
		return { hasDate, isExact: hasTime && ADDRESS_IN_BRACKETS.test(text) };
	}
	const isMutts = hasAddress && DATE_IN_BRACKETS.test(text);
	const isQuoting = hasDate || /^(?:quoting|zitat von|citando|citat)\s/i.test(text);
	const isOne = isMutts || (isQuoting && ADDRESS_IN_BRACKETS.test(text));
	return isOne ? { hasDate, isExact: false } : undefined;
}

/** "On Mon, Nov 3," may stand on a line by itself. */
function beginOf(lines: readonly Line[], from: number, depth: number): number {
	const above = lines[from - 1];
	const text = shown(above?.text ?? '');
	const isBegin =
		above?.depth === depth && BEGINS.test(text) && /^[^\d]{2,30}\d[^\d]{0,10}\d?,$/.test(text);
	return isBegin ? from - 1 : from;
}
