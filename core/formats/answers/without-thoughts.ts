import { isSpokenAt } from './spoken';
import { BETWEEN, MARKS, TAGS, TOKENS, type ThoughtMarks } from './thought-marks';
import { lengthAt, lengthAtStart, TOKEN_LENGTH, tokenAtStart, withoutEnd } from './without-tokens';

/** A text without the thoughts and tokens at its beginning; `undefined` where nothing comes after thoughts. */
export function withoutThoughts(text: string): string | undefined {
	let rest = text;
	let hadThoughts = false;
	for (;;) {
		const marks = MARKS.find(({ opening }) => lengthAtStart(rest, opening) > 0);
		const token = marks === undefined ? tokenAtStart(rest) : 0;
		if (token > 0) {
			rest = rest.slice(token).trimStart();
		} else if (marks !== undefined) {
			const end = endOfThoughts(rest, marks.closing);
			const behind = end === undefined ? '' : withoutClosings(rest.slice(end).trimStart());
			if (behind === '' && marks.asked === 'alone') return rest;
			if (end === undefined) return undefined;
			if (marks.asked !== undefined && isOwnTag(behind)) return rest;
			hadThoughts = true;
			rest = behind;
		} else if (hadThoughts) {
			return unwrapped(withoutEnd(withoutParagraphs(rest))) || undefined;
		} else {
			const joined = withoutParagraphs(rest);
			const behind = behindClosing(joined);
			if (behind === undefined || behind === joined) return behind;
			hadThoughts = true;
			rest = behind;
		}
	}
}

/** Thoughts may speak of their own end (ggml-org/llama.cpp#27661, 2026): the first end that is none of words. */
function endOfThoughts(text: string, closing: RegExp): number | undefined {
	let first: number | undefined;
	for (const { index, 0: tag } of text.matchAll(closing)) {
		first ??= index + tag.length;
		if (!isSpokenAt(text, index, tag)) return index + tag.length;
	}
	return first;
}

/** Where thoughts were inside thoughts, their closing tags stand in a row (probelabs/probe#439, 2026). */
function withoutClosings(text: string): string {
	let rest = text;
	for (;;) {
		const head = rest.slice(0, TOKEN_LENGTH);
		const ends = MARKS.map(({ closing }) => {
			const [tag = ''] = head.match(closing) ?? [];
			return head.startsWith(tag) ? tag.length : 0;
		});
		const end = Math.max(...ends);
		if (end === 0) return rest;
		rest = rest.slice(end).trimStart();
	}
}

const OF_HTML =
	/^(?:a|article|b|blockquote|body|br|code|dl|div|em|h[1-6r]|html|i|img|li|main|ol|p|pre|section|span|strong|svg|table|u|ul)$/i;

/** Who asked for an answer in tags of their own asked for all of them. */
function isOwnTag(behind: string): boolean {
	const [, name] = /^<([a-z][\w.-]{0,60})(?:\s[^<>]{0,200})?>/i.exec(behind) ?? [];
	if (name === undefined || name === 'answer' || name === 'json') return false;
	return !OF_HTML.test(name) && !MARKS.some(({ opening }) => lengthAtStart(behind, opening) > 0);
}

const LINE_START = /\n[\t ]{0,9}(?=<)/g;

/** A text without the thoughts that stand between its paragraphs: not in code, not as an example, not among tags. */
function withoutParagraphs(text: string): string {
	if (
		beginsJson(text) ||
		!/\n[\t ]{0,9}<\s{0,3}(?:details\s|(?:[a-z]{1,12}[:_])?think)/i.test(text)
	)
		return text;
	const kept: string[] = [];
	let from = 0;
	let fences = 0;
	let counted = 0;
	const missing = new Set<ThoughtMarks>();
	for (const { index, 0: line } of text.matchAll(LINE_START)) {
		if (index < from) continue;
		fences += fencesIn(text.slice(counted, index));
		counted = index;
		const start = index + line.length;
		const marks = BETWEEN.find(({ opening }) => lengthAt(text, opening, start) > 0);
		if (marks === undefined || missing.has(marks) || fences % 2 === 1) continue;
		const before = text.slice(Math.max(0, index - TOKEN_LENGTH), index).trimEnd();
		if (/[:>：]$|^$/.test(before)) continue;
		const closing = new RegExp(marks.closing);
		closing.lastIndex = start;
		if (closing.exec(text) === null) {
			missing.add(marks);
			continue;
		}
		kept.push(text.slice(from, index));
		from = closing.lastIndex;
		counted = from;
	}
	return [...kept, text.slice(from)].join('');
}

/** R1-Zero was taught to put its answer between these. */
function unwrapped(text: string): string {
	return text.startsWith('<answer>') && text.endsWith('</answer>')
		? text.slice('<answer>'.length, -'</answer>'.length).trim()
		: text;
}

/**
 * Templates of R1, QwQ and Qwen put the opening tag into the prompt: the answer then begins amid the thoughts
 * (deepseek-ai/DeepSeek-R1#352, 2025-02). A text that speaks of the tag has it between blanks or quotes.
 */
function behindClosing(text: string): string | undefined {
	for (const { closing } of TOKENS) {
		const ends = [...text.matchAll(closing)].filter(
			({ index, 0: tag }) => !isSpokenAt(text, index, tag),
		);
		const [last] = ends.slice(-1);
		if (last !== undefined) return text.slice(last.index + last[0].length).trim() || undefined;
	}
	const isJson = beginsJson(text);
	for (const { closing } of TAGS) {
		const [match] = text.matchAll(closing);
		if (match === undefined) continue;
		const before = text.slice(0, match.index);
		const behind = text.slice(match.index + match[0].length).trim();
		if (behind === '') return isJson ? before.trimEnd() : undefined;
		if (beginsJson(behind) && fencesIn(before) % 2 === 0) return behind;
		const isSpoken =
			isSpokenAt(text, match.index, match[0]) ||
			TAGS.some(({ opening }) => new RegExp(opening.source, 'i').test(before));
		if (!isJson && !isSpoken) return behind;
	}
	return text;
}

function fencesIn(text: string): number {
	return text.split('```').length - 1;
}

function beginsJson(text: string): boolean {
	return /^(?:[[{]|```)/.test(text);
}
