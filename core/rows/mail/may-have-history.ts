import { roleOf } from './header-block';

const SIGNS = /^[\s>＞*\u200E\u200F\u202A-\u202E]+|\*$/g;
/** The longest label, in the deepest quote that has one. */
const MAX_LINE_START = 26;

/** A copied head has at least so many lines: from, sent, to, subject. */
const HEADER_LINES = 4;

/**
 * Whether any line can be the head of an older mail: it ends in a colon, stands between dashes, or is one of several
 * that begin with a header's label. Most texts have none, and need not be read line by line.
 */
export function mayHaveHistory(text: string): boolean {
	return text.includes('--') || text.includes('__') || hasHead(text, ':') || hasHead(text, '：');
}

function hasHead(text: string, colon: string): boolean {
	let headers = 0;
	for (let at = text.indexOf(colon); at >= 0; at = text.indexOf(colon, at + 1)) {
		if (endsLine(text, at)) return true;
		const start = startOfLine(text, at);
		if (start !== undefined && roleOf(text.slice(start, at).replace(SIGNS, '')) !== undefined) {
			headers += 1;
			if (headers >= HEADER_LINES) return true;
		}
	}
	return false;
}

function startOfLine(text: string, at: number): number | undefined {
	for (let start = at; start > at - MAX_LINE_START; start -= 1) {
		if (start === 0 || text.charCodeAt(start - 1) === 0x0a) return start;
	}
	return undefined;
}

/** Behind it stand signs of direction and quotes' blanks, at most. */
function endsLine(text: string, at: number): boolean {
	const next = text.charCodeAt(at + 1);
	if (next === 0x0a || Number.isNaN(next)) return true;
	if (next > 0x20 && next < 0x80 && next !== 0x2a) return false;
	return /^[ \t\u00A0*\u200E\u200F\u202A-\u202E\u2066-\u2069]*(?:\n|$)/.test(
		text.slice(at + 1, at + 8),
	);
}
