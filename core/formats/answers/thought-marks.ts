/** A way in which models mark thoughts. */
export interface ThoughtMarks {
	readonly opening: RegExp;
	readonly closing: RegExp;
	/** What people use as well: `beside` tags of their own it may have been asked for, or even `alone`. */
	readonly asked?: 'beside' | 'alone';
}

const THINK_END = /<\s{0,3}\/\s{0,3}(?:[a-z]{1,12}[:_])?think(?:ing)?\s{0,9}>/gi;
const THINK: ThoughtMarks = {
	opening: /<\s{0,3}(?:[a-z]{1,12}[:_])?think(?:\s[^<>]{0,200})?>/iy,
	closing: THINK_END,
};
const THINKING: ThoughtMarks = {
	opening: /<\s{0,3}(?:[a-z]{1,12}[:_])?thinking(?:\s[^<>]{0,200})?>/iy,
	closing: THINK_END,
	asked: 'beside',
};
/** Open WebUI. */
const DETAILS: ThoughtMarks = {
	opening: /<details\s(?:[^<>]{0,200}\s)?type="reasoning"[^<>]{0,200}>/iy,
	closing: /<\/details\s{0,9}>/gi,
};

/** R1, Qwen, QwQ, and others with a prefix; Gemini; what prompts ask for. */
export const TAGS: readonly ThoughtMarks[] = [
	THINK,
	THINKING,
	{
		opening: /<(?:[a-z]{1,12}[:_])?thoughts?(?:\s[^<>]{0,200})?>/iy,
		closing: /<\/(?:[a-z]{1,12}[:_])?thoughts?\s{0,9}>/gi,
		asked: 'beside',
	},
	{
		opening: /<reasoning(?:\s[^<>]{0,200})?>/iy,
		closing: /<\/reasoning\s{0,9}>/gi,
		asked: 'beside',
	},
];
/** Magistral, Kimi, OpenThinker, Command A, Gemma 4, MedGemma. */
export const TOKENS: readonly ThoughtMarks[] = [
	{ opening: /\[THINK\]/y, closing: /\[\/THINK\]/g },
	{ opening: /◁think▷/y, closing: /◁\/think▷/g },
	{ opening: /<\|begin_of_thought\|>/y, closing: /<\|end_of_thought\|>/g },
	{ opening: /<\|START_THINKING\|>/y, closing: /<\|END_THINKING\|>/g },
	{ opening: /<\|channel>/y, closing: /<channel\|>/g },
	{ opening: /<unused94>/y, closing: /<unused95>/g },
];
/** What prompts ask for by names that answers have as well. */
const PAIRS: readonly ThoughtMarks[] = [
	'scratchpad',
	'reflection',
	'analysis',
	'inner_monologue',
	'reasoning_content',
].map((name) => ({
	opening: new RegExp(`<${name}(?:\\s[^<>]{0,200})?>`, 'iy'),
	closing: new RegExp(`</${name}\\s{0,9}>`, 'gi'),
	asked: 'alone',
}));

/** What may stand at the beginning. */
export const MARKS = [...TAGS, ...TOKENS, DETAILS, ...PAIRS];
/** What no one asks for between paragraphs. */
export const BETWEEN = [THINK, THINKING, DETAILS];
