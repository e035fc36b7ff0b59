import { lengthAtStart, TOKEN_LENGTH, tokenAtStart, withoutEnd } from './without-tokens';

/** A way in which models mark thoughts; a tag that people use as well may have been asked for. */
interface ThoughtMarks {
	readonly opening: RegExp;
	readonly closing: RegExp;
	readonly mayBeAsked?: true;
}

/** R1, Qwen, QwQ, and others with a prefix; Gemini; what prompts ask for. */
const TAGS: readonly ThoughtMarks[] = [
	{
		opening: /<(?:[a-z]{1,12}[:_])?think(?:ing)?(?:\s[^<>]{0,200})?>/iy,
		closing: /<\/(?:[a-z]{1,12}[:_])?think(?:ing)?\s{0,9}>/gi,
	},
	{
		opening: /<(?:[a-z]{1,12}[:_])?thoughts?(?:\s[^<>]{0,200})?>/iy,
		closing: /<\/(?:[a-z]{1,12}[:_])?thoughts?\s{0,9}>/gi,
	},
	{
		opening: /<reasoning(?:\s[^<>]{0,200})?>/iy,
		closing: /<\/reasoning\s{0,9}>/gi,
		mayBeAsked: true,
	},
];
/** Magistral, Kimi, OpenThinker, Command A, Gemma 4. */
const TOKENS: readonly ThoughtMarks[] = [
	{ opening: /\[THINK\]/y, closing: /\[\/THINK\]/g },
	{ opening: /◁think▷/y, closing: /◁\/think▷/g },
	{ opening: /<\|begin_of_thought\|>/y, closing: /<\|end_of_thought\|>/g },
	{ opening: /<\|START_THINKING\|>/y, closing: /<\|END_THINKING\|>/g },
	{ opening: /<\|channel>/y, closing: /<channel\|>/g },
];
const MARKS = [...TAGS, ...TOKENS];

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
			if (end === undefined) return undefined;
			const behind = withoutClosings(rest.slice(end).trimStart());
			if (marks.mayBeAsked === true && isOwnTag(behind)) return rest;
			hadThoughts = true;
			rest = behind;
		} else if (hadThoughts) {
			return unwrapped(withoutEnd(rest)) || undefined;
		} else {
			const behind = behindClosing(rest);
			if (behind === undefined || behind === rest) return behind;
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
		if (!isSpokenAt(text, index)) return index + tag.length;
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

/** Who asked for an answer in tags of their own asked for all of them. */
function isOwnTag(behind: string): boolean {
	return (
		/^<[a-z]/i.test(behind) &&
		!behind.startsWith('<answer>') &&
		!MARKS.some(({ opening }) => lengthAtStart(behind, opening) > 0)
	);
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
		const [last] = [...text.matchAll(closing)].slice(-1);
		if (last !== undefined) return text.slice(last.index + last[0].length).trim() || undefined;
	}
	const isJson = beginsJson(text);
	for (const { opening, closing } of TAGS) {
		const [match] = text.matchAll(closing);
		if (match === undefined) continue;
		const before = text.slice(0, match.index);
		const behind = text.slice(match.index + match[0].length).trim();
		if (behind === '') return isJson ? before.trimEnd() : undefined;
		if (beginsJson(behind)) return behind;
		const isSpoken = isSpokenAt(text, match.index) || new RegExp(opening.source, 'i').test(before);
		if (!isJson && !isSpoken) return behind;
	}
	return text;
}

function beginsJson(text: string): boolean {
	return /^(?:[[{]|```)/.test(text);
}

const MOST_BLANKS = 80;

/** A tag in a sentence has a blank or a quote before it; one that ends thoughts stands at their end, or in its own line. */
function isSpokenAt(text: string, index: number): boolean {
	const before = text.slice(Math.max(0, index - MOST_BLANKS), index);
	const words = before.trimEnd();
	if (words.length === before.length) return /["'`(«“‘]$/.test(words);
	return words !== '' && !before.slice(words.length).includes('\n');
}
