const TOKEN = /<\|(channel|message|start|end|return|call|constrain)\|>/g;
const BEGINNING =
	/^(?:<\|(?:channel|message)\|>|<\|start\|>assistant|(?:assistant)?(?:analysis|commentary|final)\s{0,9}<\|(?:message|constrain)\|>)/;
/** Amid a text that begins with what no token tells from words. */
const FINAL = '<|end|><|start|>assistant<|channel|>final';
/** What is left of the tokens where a server takes them off (oobabooga/textgen#7374, 2026-01). */
const BARE = /^(?:assistant)?(?:analysis|commentary)/;
const BARE_FINAL_FIRST = /^assistantfinal(?=[^\sa-z.,;:)'"`_-])/;
/** Words that speak of it have it between blanks or quotes. */
const BARE_FINAL =
	/(?<!["'`(«“‘])(?:(?<!\s)assistantfinal(?![.,;:)'"`’”»])|assistantfinal(?=[^\s.,;:)'"`’”»]|[\t ]{0,9}\n))/g;

interface Channels {
	readonly found: boolean;
	readonly answer?: string;
}

/**
 * What gpt-oss says in its final channel, where a server leaves the channels in its text (sgl-project/sglang#9259,
 * 2025-08; the tokens: github.com/openai/harmony).
 */
export function finalChannelOf(text: string): Channels {
	const bare = bareFinalOf(text);
	if (bare !== undefined) return { found: true, answer: bare };
	if (!BEGINNING.test(text) && !text.includes(FINAL)) return { found: false };
	let channel = '';
	let answer = '';
	let token = 'channel';
	let from = 0;
	const close = (to: number): void => {
		const inside = text.slice(from, to).trim();
		if (token === 'channel') channel = inside;
		else if (token === 'start') channel = '';
		else if (token === 'message' && /^$|^(?:assistant)?final\b/.test(channel)) answer = inside;
	};
	for (const match of text.matchAll(TOKEN)) {
		close(match.index);
		token = match[1] ?? '';
		from = match.index + match[0].length;
	}
	close(text.length);
	return { found: true, ...(answer === '' ? {} : { answer }) };
}

function bareFinalOf(text: string): string | undefined {
	const [first] = BARE_FINAL_FIRST.exec(text) ?? [];
	if (first !== undefined) return text.slice(first.length);
	if (!BARE.test(text)) return undefined;
	const [last] = [...text.matchAll(BARE_FINAL)].slice(-1);
	return last && text.slice(last.index + last[0].length);
}
