// Characters that combine stand first in a class, as if nothing were before them.
/** Characters that nobody sees. Newsletters pad their first line with them, and each one is paid for. */
const NEVER_SEEN_COMBINING = '\\u034F';
const NEVER_SEEN = '\\u00AD\\u180E\\u200B\\u2060-\\u2064\\u206A-\\u206F\\u3164\\uFEFF\\uFFA0';
/** Between letters these spell (Persian, Hindi), between emoji they join a family; beside a blank they are padding. */
const COMBINING_JOINERS = '\\u17B4\\u17B5\\u180B-\\u180D';
const JOINERS = '\\u061C\\u115F\\u1160\\u200C-\\u200F\\u202A-\\u202E\\u2066-\\u2069';
const BRAILLE_BLANK = '\\u2800';
const UNSEEN = `${NEVER_SEEN_COMBINING}${COMBINING_JOINERS}${NEVER_SEEN}${JOINERS}${BRAILLE_BLANK}`;
/** U+2028 and U+2029 end a line, and stay. */
const BLANK = '[^\\S\\n\\u2028\\u2029]';

const HAS_PADDING = new RegExp(`[${UNSEEN}]`);
const PADDING = new RegExp(`[${UNSEEN}][${UNSEEN}\\s]*`, 'g');
const NO_JOINER = new RegExp(`[${NEVER_SEEN_COMBINING}${NEVER_SEEN}]`, 'g');
/** Single blanks within a line are left alone: most of a text is these. */
const UNTIDY = new RegExp(`${BLANK}{2,}|[^\\S\\n\\t \\u2028\\u2029]|[\\t ](?=\\n)|(?<=\\n) `, 'g');
/**
 * Most texts have nothing to tidy, and this is found three times as fast: wide ranges, few of them, that hold every
 * unseen character and blank, but not the letters of most scripts, quotation marks, dashes and emoji.
 */
const MAY_BE_UNTIDY =
	/[\t ][\t \n]|\n |[\u034F\u115F-\u200F\u2028-\u206F\u2800-\u3000\u3164\uFEFF-\uFFFF\v\f\u00A0\u00AD\u061C]/;
const MAX_JOINERS = 2;

/** Takes white space off that says nothing. Indentation stays, for it has a meaning in lists and in code. */
export function tidy(text: string): string {
	const lines = text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
	if (!MAY_BE_UNTIDY.test(lines)) return closed(lines);
	return closed(withoutPadding(lines).replaceAll(UNTIDY, tidyBlanks));
}

/** The same for the lines of a page, whose blanks mean what they are. */
export function tidyPage(text: string): string {
	return closed(withoutPadding(text));
}

function closed(text: string): string {
	return (text.includes('\n\n\n') ? text.replaceAll(/\n{3,}/g, '\n\n') : text).trim();
}

function tidyBlanks(blanks: string, at: number, text: string): string {
	const end = at + blanks.length;
	if (end === text.length || text.charAt(end) === '\n') return '';
	if (at === 0 || text.charAt(at - 1) === '\n') {
		return blanks.length === 1 ? '' : blanks.replaceAll(/[^\t]/g, ' ');
	}
	// A table's empty cells are tabs in a row.
	return /[^\t]/.test(blanks) ? ' ' : blanks;
}

function withoutPadding(text: string): string {
	return HAS_PADDING.test(text) ? text.replaceAll(PADDING, reducePadding) : text;
}

function reducePadding(run: string, at: number, text: string): string {
	const before = text.charAt(at - 1);
	const after = text.charAt(at + run.length);
	const isWithin = /\S/.test(before) && /\S/.test(after);
	// U+FEFF counts as white space, and is none.
	if (isWithin && !/[^\S\uFEFF]|\u2800/.test(run)) {
		const joiners = run.replaceAll(NO_JOINER, '');
		const isLatin = /[A-Za-z\d]/.test(before) && /[A-Za-z\d]/.test(after);
		return isLatin || joiners.length > MAX_JOINERS ? '' : joiners;
	}
	if (run.includes('\n')) {
		// What stands behind the last line end is the next line's indentation.
		const last = run.lastIndexOf('\n') + 1;
		const indent = run.slice(last).replaceAll(/[^ \t]/g, '');
		return run.slice(0, last).replaceAll(/[^\n]/g, '') + (after === '' ? '' : indent);
	}
	return isWithin ? ' ' : '';
}
