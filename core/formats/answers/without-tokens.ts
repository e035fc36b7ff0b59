/** What chat templates put around a turn, where a server leaves it in (mozilla-ai/llamafile#256, smg#2571, 2026-09). */
const TOKEN =
	/<\|\w{1,40}\|>|<｜[^<>｜]{1,40}｜>|<\/?s>|<(?:bos|eos|pad|end_of_turn|turn\|)>|\[(?:BOS|EOS|\/?INST|gMASK)\]/;
const ROLE =
	/(?:<\|(?:im_start|start_header_id|start)\|>|<start_of_turn>|<\|turn>)\s{0,9}(?:assistant|model)?/;
const AT_START = new RegExp(`${ROLE.source}|${TOKEN.source}`, 'y');
const AT_END = new RegExp(`(?:${TOKEN.source})$`);
/** Longer than any token. */
export const TOKEN_LENGTH = 48;
/** Where a model goes on to write what others say (airockchip/rknn-llm#36, 2024-05). */
const NEXT_TURN =
	/(?:<\|(?:im_end|eot_id|eom_id|eot|end|end_of_text|endoftext|return)\|>|<\/s>|<end_of_turn>|<｜end▁of▁sentence｜>)\s{0,9}(?:<\|(?:im_start|start_header_id|start|begin_of_text|assistant|user|system)\|>|<s>|<start_of_turn>|\[INST\]|<｜(?:User|Assistant)｜>)(?:user|assistant|system)?(?:[^\S\n]{0,9}\n)?/g;

/** The length of what a sticky expression matches at the beginning; 0 where nothing does. */
export function lengthAtStart(text: string, sticky: RegExp): number {
	return lengthAt(text, sticky, 0);
}

export function lengthAt(text: string, sticky: RegExp, at: number): number {
	sticky.lastIndex = at;
	return sticky.exec(text)?.[0].length ?? 0;
}

/** The length of the token with which a text begins; 0 where it begins with none. */
export function tokenAtStart(text: string): number {
	const isOfWords =
		(/^<s>[^\s<[]/.test(text) && text.includes('</s>')) ||
		(/^\[INST\] [a-z]/.test(text) && !text.endsWith('[/INST]'));
	return isOfWords ? 0 : lengthAtStart(text, AT_START);
}

/** A text without the tokens at its end, and the turns behind it. */
export function withoutEnd(text: string): string {
	const turn = nextTurnIn(text);
	let rest = (turn > 0 ? text.slice(0, turn) : text).trim();
	// HTML strikes out with the token with which Llama 2 ends.
	const strikes = rest.includes('<s>');
	for (;;) {
		const token = AT_END.exec(rest.slice(-TOKEN_LENGTH))?.[0];
		if (token === undefined || (token === '</s>' && strikes)) return rest;
		rest = rest.slice(0, -token.length).trimEnd();
	}
}

/** Where the first turn begins that is none of words: these have it behind a blank or a quote, and go on behind it. */
function nextTurnIn(text: string): number {
	for (const { index, 0: turn } of text.matchAll(NEXT_TURN)) {
		const before = text.slice(Math.max(0, index - 2), index);
		if (turn.includes('\n') || !/[^.!?…。}\]\s][\t ]$|["'`(«“‘]$/.test(before)) return index;
	}
	return 0;
}
