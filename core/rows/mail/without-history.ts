import { isBlank, type Line } from '../line';
import { type Attribution, findAttribution } from './attribution';
import { type HeaderBlock, looksLikeHeader, readHeaderBlock } from './header-block';
import { isAutomatic, isReply, mayBeReply, passesOn, saysSomething, writtenOf } from './is-reply';
import { isForwardTitle, isLineAcross, isOriginalTitle, isTitle } from './titles';
import { mayBeHead, shown } from './shown';

/** A signature below the quote is short. */
const MAX_FOOTER_LINES = 12;
const MAX_FOOTER_CHARACTERS = 1_000;
const FOOTER = /^(?:--|_{20,}|={20,})$/;

/**
 * The lines of a mail without the history at its end. Cut is only what is certain: lines that are quoted, or stand
 * under the head of an older mail, with nothing of the sender below them. A forward, answers between quotes, a form
 * and a text that is no mail are left whole.
 */
export function withoutHistory(lines: readonly Line[]): readonly Line[] {
	const history = findHistory(lines);
	if (history === undefined) return lines;
	return [...lines.slice(0, history.from), ...lines.slice(history.to)];
}

interface History {
	readonly from: number;
	/** Behind it stands a signature, at most. */
	readonly to: number;
}

function findHistory(lines: readonly Line[]): History | undefined {
	let depth = 0;
	for (const [at, line] of lines.entries()) {
		const beginsQuote = line.depth > 0 && depth === 0;
		if (line.depth > 0 || !isBlank(line)) depth = line.depth;
		if (beginsQuote) {
			// Apple Mail, Yahoo and GMX put the head into the quote.
			const head = headAtTop(lines, at);
			if (head !== undefined) {
				const isAnswered = isReply(writtenOf(lines.slice(0, at)), head, 1);
				return isAnswered ? quotedFrom(lines, at, at) : undefined;
			}
			if (isForwardedQuote(lines, at)) return undefined;
			const attribution = attributionAtTop(lines, at);
			if (attribution !== undefined) return quotedFrom(lines, at, at);
			continue;
		}
		if (line.depth > 0 || !mayBeHead(line.text)) continue;
		if (isForwardTitle(lines, at) || isUnknownTitle(lines, at)) return undefined;
		const attribution = findAttribution(lines, at);
		if (attribution !== undefined) {
			const found = belowAttribution(lines, attribution);
			if (found !== 'none') return found === 'kept' ? undefined : found;
		}
		const head = findHead(lines, at);
		if (head !== undefined) {
			const above = writtenOf(lines.slice(0, head.from));
			return isReply(above, head.block ?? {}, countSigns(lines, head))
				? { from: head.from, to: lines.length }
				: undefined;
		}
	}
	return undefined;
}

interface Head {
	readonly from: number;
	readonly block: HeaderBlock | undefined;
	/** A line is drawn above it, or it bears a title. */
	readonly isSetOff: boolean;
}

function findHead(lines: readonly Line[], at: number): Head | undefined {
	const { text = '', isRuled = false } = lines[at] ?? {};
	if (isOriginalTitle(text)) {
		return {
			from: at,
			block: readHeaderBlock(lines, nextWritten(lines, at + 1), true),
			isSetOff: true,
		};
	}
	if (isLineAcross(text)) {
		const block = readHeaderBlock(lines, nextWritten(lines, at + 1), false);
		return block === undefined ? undefined : { from: at, block, isSetOff: true };
	}
	const block = readHeaderBlock(lines, at, false);
	return block === undefined ? undefined : { from: at, block, isSetOff: isRuled };
}

/** What a title in other words says of the head below it may be that it is a forward. */
function isUnknownTitle(lines: readonly Line[], at: number): boolean {
	const { text = '' } = lines[at] ?? {};
	if (!isTitle(text) || isOriginalTitle(text) || findAttribution(lines, at) !== undefined)
		return false;
	const below = nextWritten(lines, at + 1);
	return text.includes('@') || readHeaderBlock(lines, below, true) !== undefined;
}

/** What says that a mail program wrote the head, and that what is below it is quoted. */
function countSigns(lines: readonly Line[], { from, block, isSetOff }: Head): number {
	const below = lines.slice(block?.to ?? from + 1).filter((line) => !isBlank(line));
	const isQuoted = below.length > 0 && below.every(({ depth }) => depth > 0);
	return (isSetOff ? 1 : 0) + (isQuoted ? 1 : 0);
}

/** `none` where the line was no head after all; `kept` where the sender wrote below it. */
function belowAttribution(
	lines: readonly Line[],
	{ from, to, text, isExact }: Attribution,
): History | 'none' | 'kept' {
	const next = lines[nextWritten(lines, to)];
	if (next === undefined) return 'none';
	if (next.depth > 0) return quotedFrom(lines, from, to) ?? 'kept';
	// Yahoo sets no signs. Without them nobody knows where an answer below would begin.
	if (!isExact) return 'none';
	// A help desk and a shop put the same over what is new.
	const [, sender = ''] = /([^\d,:<(]{2,60})[<(]/.exec(text) ?? [];
	return mayBeReply(writtenOf(lines.slice(0, from)), sender) ? { from, to: lines.length } : 'kept';
}

/** History from a head on when all below is quoted, down to a signature that some programs put there. */
function quotedFrom(lines: readonly Line[], head: number, below: number): History | undefined {
	const above = writtenOf(lines.slice(0, head));
	if (!saysSomething(above) || passesOn(above)) return undefined;
	const own = lines.findIndex((line, at) => at >= below && line.depth === 0 && !isBlank(line));
	if (own < 0) return { from: head, to: lines.length };
	return isFooter(lines.slice(own)) ? { from: head, to: own } : undefined;
}

function isFooter(lines: readonly Line[]): boolean {
	const characters = lines.reduce((sum, { text }) => sum + text.length, 0);
	return (
		isFooterHead(shown(lines[0]?.text ?? '')) &&
		lines.length <= MAX_FOOTER_LINES &&
		characters <= MAX_FOOTER_CHARACTERS &&
		lines.every(({ depth }) => depth === 0)
	);
}

function headAtTop(lines: readonly Line[], at: number): HeaderBlock | undefined {
	const first = nextWritten(lines, at);
	return isForwardTitle(lines, first) ? undefined : readHeaderBlock(lines, first, false);
}

function isFooterHead(line: string): boolean {
	return FOOTER.test(line) || isAutomatic(line);
}

function isForwardedQuote(lines: readonly Line[], at: number): boolean {
	const first = nextWritten(lines, at);
	return isForwardTitle(lines, first) || looksLikeHeader(lines, first);
}

function attributionAtTop(lines: readonly Line[], at: number): Attribution | undefined {
	const first = nextWritten(lines, at);
	for (let end = first; end < first + 3; end += 1) {
		const attribution = findAttribution(lines, end);
		if (attribution !== undefined) return attribution.from <= first ? attribution : undefined;
	}
	return undefined;
}

function nextWritten(lines: readonly Line[], from: number): number {
	let at = from;
	while (at < lines.length && (lines[at]?.text.trim() ?? '') === '') at += 1;
	return at;
}
