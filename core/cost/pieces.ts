/**
 * What pieces of text cost: how many tokens most likely, at least and at most. Fitted to o200k_base on texts of some
 * 80 languages and 100 other kinds (2026-11-29); `bench/tokens.ts` prints how far off they are.
 */
interface Piece {
	readonly likely: number;
	readonly least: number;
	readonly most: number;
	readonly oddity: Oddity | undefined;
}

/** Why a text may have many more tokens than its length tells. */
export type Oddity = 'capitals' | 'codes' | 'scripts' | 'signs';

/**
 * Ordinary texts of most languages are off by less than 8 %. The worst are counted too low: the upper margin is
 * wider, so that their real count lies within it, too.
 */
const BELOW = 0.88;
const ABOVE = 1.22;

const pieces: Piece[] = [];
export const PIECES: readonly Piece[] = pieces;

/** A piece of ordinary text. */
function plain(likely: number, least = likely * BELOW, most = likely * ABOVE): number {
	return pieces.push({ likely, least, most, oddity: undefined }) - 1;
}

function odd(oddity: Oddity, likely: number, least: number, most: number): number {
	return pieces.push({ likely, least, most, oddity }) - 1;
}

/** A word of small letters, with or without a capital before them, and each letter beyond the fifth. */
export const WORD = plain(0.87, 0.77, 1.07);
export const SIXTH_LETTER = plain(0.29, 0.2, 0.35);
export const ELEVENTH_LETTER = plain(0.29, 0.18, 0.5);
/** Beyond the twentieth no language goes often. */
export const TWENTY_FIRST_LETTER = odd('codes', 0.28, 0.1, 0.8);
/** Two letters that are rare side by side in the languages of which models read most. */
export const RARE_PAIR = plain(0.75, 0.5, 1.25);
/** A word with two capitals or more. */
export const CAPITAL_WORD = odd('capitals', 0.35, 0.3, 0.4);
export const CAPITAL_WORD_LETTER = odd('capitals', 0.28, 0.09, 0.68);
export const LONG_CAPITALS_LETTER = odd('codes', 0.5, 0.1, 0.8);
/** Up to three letters between digits or changes of case: what ids and encoded data consist of. */
export const SHRED = odd('codes', 0.5, 0.5, 0.65);
export const SHRED_LETTER = odd('codes', 0.55, 0.2, 0.72);
/** A sign that is read with the word behind it, in the place of a blank. Names in code consist of frequent words. */
export const JOINED_SIGN = odd('codes', 0.2, -0.3, 0.5);
/** Three digits at most. */
export const DIGITS = plain(1);
/** A run of signs, and its further ones: such as stand together in data and code, others, and repeats. */
export const SIGNS = plain(0.9);
export const SIGN_OF_CODE = odd('codes', 0.1, 0, 0.25);
export const FURTHER_SIGN = odd('codes', 0.6, 0.25, 0.95);
export const SAME_SIGN = plain(0.2, 0.01, 0.5);
export const REPEATED_SIGN = odd('signs', 0.05, 0.01, 0.3);
/** A blank that belongs to no word: before a digit, or several of them. */
export const BLANK = plain(0.95);
export const BLANKS = plain(1, 0.5, 1.3);
export const BLANK_AT_END = plain(0.1, 0, 1);
export const FURTHER_BLANKS = odd('signs', 0.5, 0.1, 1.2);
export const BREAK = plain(0.95, 0.7, 1.1);
export const BREAK_AFTER_SIGN = plain(0.25, 0, 0.8);

const CONTROL = odd('signs', 1, 0.3, 2);
/** What nobody sees: joiners, soft hyphens, marks of direction. Newsletters hold hundreds of them. */
const INVISIBLE = odd('signs', 1, 0.2, 3);
const GAP = odd('signs', 0.9, 0.1, 2.2);
const COMBINING = odd('signs', 1.3, 0.3, 2.2);
const TYPOGRAPHY = plain(0.8, 0.4, 1.3);
const SYMBOL = odd('signs', 1.4, 0.3, 3);
/** Lines and boxes; a row of the same ones is a few tokens. */
export const DRAWING = odd('signs', 1, 0.1, 2.2);
const EMOJI = odd('signs', 1.8, 0.8, 3.2);
const FULL_WIDTH = odd('signs', 1.6, 0.8, 3);
const PRIVATE = odd('signs', 2.6, 1, 3);
const NO_CHARACTER = odd('signs', 0.6, 0.1, 3);
const FURTHER_HALF = plain(0);
/** Letters that fall apart into their bytes, of which UTF-8 has two, three or four. */
const OF_TWO_BYTES = odd('scripts', 1.8, 0.8, 2.3);
const OF_THREE_BYTES = odd('scripts', 2.7, 1.5, 3.4);
const OF_FOUR_BYTES = odd('scripts', 3.6, 2.2, 4.3);
const ETHIOPIC = odd('scripts', 2, 1.4, 2.6);
const LAO_OR_TIBETAN = odd('scripts', 1.7, 1.2, 2.2);
const POINTS = odd('scripts', 1.3, 0.5, 2);
/** Scripts of which models know some words. */
const HALF_KNOWN = odd('scripts', 0.56, 0.42, 0.75);
const ODIA = odd('scripts', 1.15, 0.8, 1.6);

/** ä é ñ ø …: words with accents are cut into more pieces, those of Central Europe into most. */
const ACCENT = plain(0.48, 0.2, 0.75);
const LATIN_EXTENDED = plain(1.08, 0.8, 1.5);
const VIETNAMESE = plain(0.1, -0.2, 0.5);
const GREEK = plain(0.43);
const GREEK_CAPITAL = odd('capitals', 0.85, 0.35, 1.15);
const OLD_GREEK = odd('scripts', 2.2, 1, 3);
const CYRILLIC = plain(0.29, 0.24, 0.4);
const CYRILLIC_FURTHER = plain(0.75, 0.4, 1);
const CYRILLIC_CAPITAL = odd('capitals', 0.7, 0.25, 1);
const ARMENIAN = plain(0.36, 0.3, 0.45);
const HEBREW = plain(0.43, 0.36, 0.55);
const ARABIC = plain(0.36);
const ARABIC_FURTHER = odd('scripts', 1.4, 0.4, 2.2);
const FOREIGN_DIGIT = plain(1, 0.85, 1.2);
const INDIAN = plain(0.37, 0.31, 0.46);
const THAI = plain(0.42);
const GEORGIAN = plain(0.34, 0.28, 0.42);
const HAN = plain(0.83, 0.69, 1.03);
/** Where the signs of spoken Cantonese stand, among others. */
const HAN_OF_SPEECH = plain(1.3, 0.7, 2.5);
const KANA = plain(0.64, 0.52, 0.78);
const CJK_SIGN = plain(0.75, 0.5, 1.1);
const HANGUL = plain(0.7, 0.58, 0.9);

/** Where a script begins (it ends where the next one does), and what one code unit of it is. */
export const SCRIPTS: readonly (readonly [start: number, piece: number])[] = [
	[0, CONTROL],
	[0x7f, CONTROL],
	[0xa0, GAP],
	[0xa1, TYPOGRAPHY],
	[0xad, INVISIBLE],
	[0xae, TYPOGRAPHY],
	[0xc0, ACCENT],
	[0x100, LATIN_EXTENDED],
	[0x180, OF_TWO_BYTES],
	[0x1a0, LATIN_EXTENDED],
	[0x1a2, OF_TWO_BYTES],
	[0x1af, LATIN_EXTENDED],
	[0x1b1, OF_TWO_BYTES],
	[0x218, LATIN_EXTENDED],
	[0x21c, OF_TWO_BYTES],
	[0x300, COMBINING],
	[0x34f, INVISIBLE],
	[0x350, COMBINING],
	[0x370, GREEK],
	[0x391, GREEK_CAPITAL],
	[0x3ac, GREEK],
	[0x3d0, OF_TWO_BYTES],
	[0x400, CYRILLIC_CAPITAL],
	[0x430, CYRILLIC],
	[0x450, CYRILLIC_FURTHER],
	[0x530, ARMENIAN],
	[0x590, POINTS],
	[0x5d0, HEBREW],
	[0x600, ARABIC],
	[0x64b, POINTS],
	[0x660, FOREIGN_DIGIT],
	[0x66a, ARABIC],
	[0x670, POINTS],
	[0x671, ARABIC_FURTHER],
	// Of Persian and Urdu
	[0x67e, ARABIC],
	[0x67f, ARABIC_FURTHER],
	[0x686, ARABIC],
	[0x687, ARABIC_FURTHER],
	[0x6a9, ARABIC],
	[0x6aa, ARABIC_FURTHER],
	[0x6af, ARABIC],
	[0x6b0, ARABIC_FURTHER],
	[0x6be, ARABIC],
	[0x6c2, ARABIC_FURTHER],
	[0x6cc, ARABIC],
	[0x6cd, ARABIC_FURTHER],
	[0x6d2, ARABIC],
	[0x6d3, ARABIC_FURTHER],
	[0x6f0, FOREIGN_DIGIT],
	[0x6fa, ARABIC_FURTHER],
	[0x700, OF_TWO_BYTES],
	[0x800, OF_THREE_BYTES],
	// Devanagari, Bengali, Gurmukhi, Gujarati, Odia, Tamil, Telugu, Kannada, Malayalam, Sinhala
	[0x900, INDIAN],
	[0xa00, HALF_KNOWN],
	[0xa80, INDIAN],
	[0xb00, ODIA],
	[0xb80, INDIAN],
	[0xc00, HALF_KNOWN],
	[0xc80, INDIAN],
	[0xd80, HALF_KNOWN],
	[0xe00, THAI],
	[0xe80, LAO_OR_TIBETAN],
	// Burmese
	[0x1000, HALF_KNOWN],
	[0x10a0, GEORGIAN],
	[0x1100, OF_THREE_BYTES],
	[0x1200, ETHIOPIC],
	[0x13a0, OF_THREE_BYTES],
	// Khmer
	[0x1780, HALF_KNOWN],
	[0x1800, OF_THREE_BYTES],
	[0x1e00, VIETNAMESE],
	[0x1f00, OLD_GREEK],
	[0x2000, GAP],
	[0x2007, INVISIBLE],
	[0x2008, GAP],
	[0x200b, INVISIBLE],
	[0x2010, TYPOGRAPHY],
	[0x2028, INVISIBLE],
	[0x2030, TYPOGRAPHY],
	[0x2060, INVISIBLE],
	[0x2070, SYMBOL],
	[0x20ac, TYPOGRAPHY],
	[0x20ad, SYMBOL],
	[0x2500, DRAWING],
	[0x25a0, SYMBOL],
	[0x2800, OF_THREE_BYTES],
	[0x2900, SYMBOL],
	[0x2c00, OF_THREE_BYTES],
	[0x3000, CJK_SIGN],
	[0x3040, KANA],
	[0x3100, OF_THREE_BYTES],
	[0x4e00, HAN],
	[0x5490, HAN_OF_SPEECH],
	[0x56d0, HAN],
	[0xa000, OF_THREE_BYTES],
	[0xac00, HANGUL],
	[0xd7b0, OF_THREE_BYTES],
	// First halves; 0xd83c to 0xd83e are of emoji
	[0xd800, OF_FOUR_BYTES],
	[0xd83c, EMOJI],
	[0xd83f, OF_FOUR_BYTES],
	[0xdc00, FURTHER_HALF],
	[0xe000, PRIVATE],
	[0xf900, OF_THREE_BYTES],
	[0xfb00, OF_TWO_BYTES],
	[0xfe00, INVISIBLE],
	[0xfe10, CJK_SIGN],
	[0xfe50, OF_TWO_BYTES],
	[0xfeff, INVISIBLE],
	[0xff00, CJK_SIGN],
	[0xff10, FULL_WIDTH],
	[0xff1a, CJK_SIGN],
	[0xff20, FULL_WIDTH],
	[0xfff0, NO_CHARACTER],
];
