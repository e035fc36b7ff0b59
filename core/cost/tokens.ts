import type { Range } from '../types';

/**
 * How many tokens a text has, without a tokenizer (its tables alone are larger than this package):
 * words, digits and signs are weighed by script. The weights are fitted to o200k_base on texts of some
 * 30 languages and kinds (2026-11-23); `bench/tokens.ts` prints how far off they are.
 */

/**
 * Most languages are off by less than 7 %. The worst are counted too low (Indonesian and Ukrainian by 18 %,
 * Polish by 13 %): the upper margin is wider, so that their real count lies within it, too.
 */
const MARGIN = { below: 0.12, above: 0.22 };

/** A word of Latin letters, and each of its letters beyond the fifth. */
const WORD_TOKENS = 0.9;
const SHORT_WORD_LETTERS = 5;
const FURTHER_LETTER_TOKENS = 0.31;
const DIGIT_GROUP_TOKENS = 1.2;
const DIGITS_IN_GROUP = 3;
/** A run of signs such as `",` or `...`. */
const SIGNS_TOKENS = 0.8;
/** A space that belongs to no word: before a digit, or one of several. */
const SPACE_TOKENS = 0.6;

const LETTER = 0;
const DIGIT = 1;
const SPACE = 2;
const BREAK = 3;
const SIGN = 4;
/** Weighs by itself, whatever stands beside it. */
const GLYPH = 5;

/** Where a script begins (it ends where the next one does), what it is, and what one code unit adds. */
const SCRIPTS: readonly (readonly [start: number, kind: number, tokens: number])[] = [
	[0, BREAK, 0],
	[0x20, SPACE, 0],
	[0x21, SIGN, 0],
	[0x30, DIGIT, 0],
	[0x3a, SIGN, 0],
	[0x41, LETTER, 0],
	[0x5b, SIGN, 0],
	[0x61, LETTER, 0],
	[0x7b, SIGN, 0],
	[0x80, GLYPH, 0.15],
	// ä é ñ ø …: words with accents are cut into more pieces, those of Central Europe into most.
	[0xc0, LETTER, 0.75],
	[0x100, LETTER, 1.3],
	[0x1a0, LETTER, 0],
	[0x218, LETTER, 1.3],
	[0x220, LETTER, 0],
	[0x250, GLYPH, 0.15],
	[0x300, LETTER, 0],
	// Greek, Cyrillic and Armenian, Hebrew, Arabic
	[0x370, GLYPH, 0.43],
	[0x400, GLYPH, 0.31],
	[0x590, GLYPH, 0.45],
	[0x600, GLYPH, 0.38],
	// The scripts of India, then those of Southeast Asia
	[0x900, GLYPH, 0.37],
	[0xe00, GLYPH, 0.42],
	[0x1100, GLYPH, 0.74],
	[0x1200, GLYPH, 0.42],
	// Vietnamese; old Greek
	[0x1e00, LETTER, 0],
	[0x1f00, GLYPH, 0.43],
	[0x2000, GLYPH, 0.15],
	// Han radicals, signs, Kana, Han, Hangul
	[0x2e80, GLYPH, 0.86],
	[0x3000, GLYPH, 0.15],
	[0x3040, GLYPH, 0.67],
	[0x3100, GLYPH, 0.86],
	[0xac00, GLYPH, 0.74],
	// One half of an emoji
	[0xd800, GLYPH, 1.5],
	[0xe000, GLYPH, 0.15],
	[0xf900, GLYPH, 0.86],
	[0xfb00, GLYPH, 0.38],
	[0xff00, GLYPH, 0.15],
];

const CODE_UNITS = 0x10000;
const KINDS = new Uint8Array(CODE_UNITS);
const TOKENS = new Float32Array(CODE_UNITS);
SCRIPTS.forEach(([start, kind, tokens], index) => {
	const end = SCRIPTS[index + 1]?.[0] ?? CODE_UNITS;
	KINDS.fill(kind, start, end);
	TOKENS.fill(tokens, start, end);
});

/** The most likely number of tokens in `text`, or in a part of it. */
export function countTokens(text: string, start = 0, end = text.length): number {
	let tokens = 0;
	let at = start;
	while (at < end) {
		const from = at;
		const unit = text.charCodeAt(at);
		const kind = KINDS[unit] ?? GLYPH;
		at += 1;
		if (kind === GLYPH) {
			tokens += TOKENS[unit] ?? 0;
			continue;
		}
		if (kind === LETTER) {
			tokens += TOKENS[unit] ?? 0;
			for (; at < end; at += 1) {
				const next = text.charCodeAt(at);
				if (KINDS[next] !== LETTER) break;
				tokens += TOKENS[next] ?? 0;
			}
		} else {
			while (at < end && KINDS[text.charCodeAt(at)] === kind) at += 1;
		}
		tokens += tokensOfRun(kind, at - from, text.charCodeAt(at));
	}
	return tokens;
}

function tokensOfRun(kind: number, length: number, next: number): number {
	switch (kind) {
		case LETTER:
			return WORD_TOKENS + Math.max(0, length - SHORT_WORD_LETTERS) * FURTHER_LETTER_TOKENS;
		case DIGIT:
			return Math.ceil(length / DIGITS_IN_GROUP) * DIGIT_GROUP_TOKENS;
		case SIGN:
			return SIGNS_TOKENS;
		case SPACE:
			return length > 1 || KINDS[next] === DIGIT ? SPACE_TOKENS : 0;
		default:
			return 0;
	}
}

/** So much of a job is read in full; of what comes after it, one block in 32. */
const FULL_CHARACTERS = 1 << 20;
const BLOCK_CHARACTERS = 4096;
const SAMPLE_BITS = 5;

/** Adds up the texts of a job, in a small part of the time that encoding them takes. */
export class TokenCounter {
	#characters = 0;
	#readCharacters = 0;
	#readTokens = 0;
	#longest = 0;
	#random = 1;

	add(text: string): void {
		this.#longest = Math.max(this.#longest, text.length);
		for (let start = 0; start < text.length; start += BLOCK_CHARACTERS) {
			const end = Math.min(text.length, start + BLOCK_CHARACTERS);
			this.#characters += end - start;
			if (this.#readCharacters > FULL_CHARACTERS && !this.#isDrawn()) continue;
			this.#readCharacters += end - start;
			this.#readTokens += countTokens(text, start, end);
		}
	}

	/** Most likely, of all texts together. */
	get total(): number {
		return this.#characters * this.#tokensPerCharacter;
	}

	/** Most likely, of the longest text. */
	get longest(): number {
		return this.#longest * this.#tokensPerCharacter;
	}

	get #tokensPerCharacter(): number {
		return this.#readCharacters === 0 ? 0 : this.#readTokens / this.#readCharacters;
	}

	/** The same blocks whenever the job is the same, in no rhythm that its rows could share. */
	#isDrawn(): boolean {
		this.#random = (Math.imul(this.#random, 1_664_525) + 1_013_904_223) | 0;
		return this.#random >>> (32 - SAMPLE_BITS) === 0;
	}
}

/** A count as the range in which the real one lies, as far as our measurements go. */
export function withMargin(tokens: number): Range {
	return {
		low: Math.floor(tokens * (1 - MARGIN.below)),
		high: Math.ceil(tokens * (1 + MARGIN.above)),
	};
}
