/** How a table is written: what separates its cells, and how a quotation mark stands inside a quoted one. */
export interface Dialect {
	readonly separator: string;
	/** Doubled, as RFC 4180 has it; behind a backslash, as MySQL writes it; or quotation marks mean nothing. */
	readonly quotes: 'doubled' | 'backslashed' | 'literal';
}

export interface QuoteFault {
	readonly kind: 'unclosed' | 'continued';
	/** As a spreadsheet counts, from 1. */
	readonly row: number;
}

interface Scan {
	readonly fault?: QuoteFault;
	/** Where the scan ended: behind the last row that was asked for. */
	readonly end: number;
}

/**
 * Walks over the quoted cells of a table, and stops at the first that is not closed, or where text follows the
 * closing mark. Papa Parse goes on behind such a fault, in quadratic time where blanks follow (5.7.1, `extraSpaces`),
 * so it gets nothing that was not walked over before.
 */
export function findQuoteFault(text: string, dialect: Dialect, maxRows = Infinity): Scan {
	const { separator, quotes } = dialect;
	if (quotes === 'literal') return { end: text.length };
	let row = 1;
	let at = 0;
	let nextSeparator = text.indexOf(separator);
	let nextLine = text.indexOf('\n');
	while (at < text.length && row <= maxRows) {
		if (text[at] === '"') {
			const closing = findClosing(text, at + 1, quotes);
			if (closing === -1) return { fault: { kind: 'unclosed', row }, end: at };
			at = skipBlanks(text, closing + 1, separator);
		} else {
			if (nextSeparator !== -1 && nextSeparator < at) nextSeparator = text.indexOf(separator, at);
			if (nextLine !== -1 && nextLine < at) nextLine = text.indexOf('\n', at);
			const lineEnd = nextLine === -1 ? text.length : nextLine;
			at = nextSeparator === -1 ? lineEnd : Math.min(nextSeparator, lineEnd);
		}
		if (text[at] === '\n') {
			row += 1;
			at += 1;
		} else if (text.startsWith(separator, at)) at += separator.length;
		else if (at < text.length) return { fault: { kind: 'continued', row }, end: at };
	}
	return { end: at };
}

function findClosing(text: string, from: number, quotes: Dialect['quotes']): number {
	let at = text.indexOf('"', from);
	while (at !== -1) {
		const isDoubled = quotes === 'doubled' && text[at + 1] === '"';
		const isEscaped = quotes === 'backslashed' && text[at - 1] === '\\';
		if (!isDoubled && !isEscaped) return at;
		at = text.indexOf('"', at + (isDoubled ? 2 : 1));
	}
	return -1;
}

function skipBlanks(text: string, from: number, separator: string): number {
	let at = from;
	while (!text.startsWith(separator, at) && /[^\S\n]/.test(text.charAt(at))) at += 1;
	return at;
}
