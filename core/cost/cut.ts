import {
	BLANK,
	BLANK_AT_END,
	BLANKS,
	BREAK,
	BREAK_AFTER_SIGN,
	CAPITAL_WORD,
	CAPITAL_WORD_LETTER,
	DIGITS,
	DRAWING,
	ELEVENTH_LETTER,
	FURTHER_BLANKS,
	FURTHER_SIGN,
	JOINED_SIGN,
	LONG_CAPITALS_LETTER,
	PIECES,
	RARE_PAIR,
	REPEATED_SIGN,
	SAME_SIGN,
	SCRIPTS,
	SHRED,
	SHRED_LETTER,
	SIGN_OF_CODE,
	SIGNS,
	SIXTH_LETTER,
	TWENTY_FIRST_LETTER,
	WORD,
} from './pieces';

/** Adds the pieces of a text, or of a part of it, to their counts. It is cut where o200k_base cuts first. */
export type Counts = Float64Array;

const LOWER = 0;
const UPPER = 1;
/** Of other Latin letters, or a mark on one: part of a word in either case. */
const ACCENTED = 2;
const DIGIT = 3;
const SPACE = 4;
const LINE_END = 5;
const SIGN = 6;
/** Weighs by itself, whatever stands beside it. */
const GLYPH = 7;
const NOTHING = 8;

const CODE_UNITS = 0x10000;
const KINDS = new Uint8Array(CODE_UNITS).fill(GLYPH);
const PIECE_OF = new Uint8Array(CODE_UNITS);
SCRIPTS.forEach(([start, piece], index) => {
	PIECE_OF.fill(piece, start, SCRIPTS[index + 1]?.[0] ?? CODE_UNITS);
});
KINDS.fill(SIGN, 0x21, 0x7f)
	.fill(DIGIT, 0x30, 0x3a)
	.fill(UPPER, 0x41, 0x5b)
	.fill(LOWER, 0x61, 0x7b);
KINDS.fill(ACCENTED, 0xc0, 0x250).fill(ACCENTED, 0x300, 0x370).fill(ACCENTED, 0x1e00, 0x1f00);
KINDS.fill(SPACE, 0x20, 0x21)
	.fill(SPACE, 0x09, 0x0a)
	.fill(LINE_END, 0x0a, 0x0b)
	.fill(LINE_END, 0x0d, 0x0e);

/**
 * For each letter of a to z, those that often stand behind it in English (0.07 % of all pairs and more), German,
 * French, Spanish, Italian, Portuguese, Dutch or Swedish (0.3 %).
 */
const COMMON_PAIRS =
	'abcdgiklmnoprstuvyz abeijlortuy acehiklortu adeioqrsu abcdefghijklmnpqrstuvxyz aefioru aeghilnorstu aeimnortuy abcdefgjlmnoprstuvxz enos abeilotuv abdehilopstuvy abegimopsu acdefghijklnopstuvyz abcdefgijklmnoprstuvwxyz adeilnoprtu uv acdegiklmnorstuvyz acdehiknopstuy acehilorstuvwy abcdegijklmnprstvwxy aeior aehios aipt acnoprs aeiowz';
/** By the last five bits of both letters, which are the same for capitals. */
const LETTER_BITS = 5;
const LETTER_MASK = 31;
const IS_RARE = new Uint8Array(1 << (2 * LETTER_BITS)).fill(1);
IS_RARE.fill(0, 0, 1 << LETTER_BITS);
COMMON_PAIRS.split(' ').forEach((followers, index) => {
	for (const follower of followers) {
		IS_RARE[((index + 1) << LETTER_BITS) | (follower.charCodeAt(0) & LETTER_MASK)] = 0;
	}
});

/** Signs that often stand side by side in JSON, code and markup: such pairs are one token. */
const SIGN_PAIRS =
	'": ); ," () }, }) \', /* */ ), => :/ ./ ") \') ?: ]( (" ], ): (\' }; ". ). ){ ._ != [] :" ]; "; \'; ${ ({ )} [" `, "] ]) (! \'. {} [` :{ `] \': `. \'] =" )` >; [\' "_ )( ([ }` `) "} {" >, -\\ ?. += "@ _: (` >= /# >) +) :[ "^ ]. "> </ ?( ]: \'\\ "= &( (? ,_ `; ." (_ /) `$ <= ={ ]= -> /> >< ?> [{ {} \\" \\\\';
const ASCII_BITS = 7;
const IS_CODE = new Uint8Array(1 << (2 * ASCII_BITS));
for (const pair of SIGN_PAIRS.split(' ')) {
	IS_CODE[(pair.charCodeAt(0) << ASCII_BITS) | pair.charCodeAt(1)] = 1;
}

const SHRED_LETTERS = 3;
const CAPITALS_OF_WORD = 16;
/** Letters at random have that many; a laugh of a hundred letters is cut into larger pieces. */
const RARE_PAIRS_OF_WORD = 15;
const DIGITS_IN_GROUP = 3;
const BLANKS_IN_TOKEN = 16;
const FEW_SAME_SIGNS = 4;

export function emptyCounts(): Counts {
	return new Float64Array(PIECES.length);
}

function bump(counts: Counts, piece: number, by: number): void {
	counts[piece] = (counts[piece] ?? 0) + by;
}

export function cut(text: string, counts: Counts, start = 0, end = text.length): void {
	let at = start;
	let before = NOTHING;
	while (at < end) {
		const from = at;
		const unit = text.charCodeAt(at);
		const kind = KINDS[unit] ?? GLYPH;
		switch (kind) {
			case LOWER:
			case UPPER:
			case ACCENTED:
				at = cutWord(text, counts, at, end, before);
				break;
			case DIGIT:
				while (at < end && KINDS[text.charCodeAt(at)] === DIGIT) at += 1;
				bump(counts, DIGITS, Math.ceil((at - from) / DIGITS_IN_GROUP));
				break;
			case SPACE:
				while (at < end && KINDS[text.charCodeAt(at)] === SPACE) at += 1;
				countBlanks(counts, at - from, KINDS[text.charCodeAt(at)]);
				break;
			case LINE_END:
				while (at < end && KINDS[text.charCodeAt(at)] === LINE_END) at += 1;
				bump(counts, before === SIGN ? BREAK_AFTER_SIGN : BREAK, 1);
				bump(counts, FURTHER_BLANKS, Math.floor((at - from) / BLANKS_IN_TOKEN));
				break;
			case SIGN:
				at = cutSigns(text, counts, at, end);
				break;
			default:
				at += 1;
				bump(counts, isRepeatedLine(text, from) ? REPEATED_SIGN : (PIECE_OF[unit] ?? 0), 1);
		}
		before = kind;
	}
}

function isRepeatedLine(text: string, at: number): boolean {
	const unit = text.charCodeAt(at);
	return PIECE_OF[unit] === DRAWING && text.charCodeAt(at - 1) === unit;
}

/** Capitals and the small letters behind them: `Word`, `HTTPServer`, but `camel` and `Case`. */
function cutWord(text: string, counts: Counts, start: number, end: number, before: number): number {
	let at = start;
	let capitals = 0;
	let isLower = false;
	let rarePairs = 0;
	let last = 0;
	let next = NOTHING;
	for (; at < end; at += 1) {
		const unit = text.charCodeAt(at);
		next = KINDS[unit] ?? GLYPH;
		if (next === LOWER) isLower = true;
		else if (next === UPPER) {
			if (isLower) break;
			capitals += 1;
		} else if (next === ACCENTED) {
			bump(counts, PIECE_OF[unit] ?? 0, 1);
			last = 0;
			continue;
		} else break;
		const letter = unit & LETTER_MASK;
		rarePairs += IS_RARE[(last << LETTER_BITS) | letter] ?? 0;
		last = letter;
	}
	const length = at - start;
	const isTorn = before <= DIGIT || (at < end && next <= DIGIT);
	if (isTorn && length <= SHRED_LETTERS) {
		bump(counts, SHRED, 1);
		bump(counts, SHRED_LETTER, length);
	} else if (capitals > 1) {
		if (length <= CAPITALS_OF_WORD) bump(counts, CAPITAL_WORD, 1);
		bump(counts, length <= CAPITALS_OF_WORD ? CAPITAL_WORD_LETTER : LONG_CAPITALS_LETTER, length);
	} else {
		bump(counts, WORD, 1);
		if (rarePairs > 0) bump(counts, RARE_PAIR, Math.min(rarePairs, RARE_PAIRS_OF_WORD));
		if (length > 5) bump(counts, SIXTH_LETTER, Math.min(length, 10) - 5);
		if (length > 10) bump(counts, ELEVENTH_LETTER, Math.min(length, 20) - 10);
		if (length > 20) bump(counts, TWENTY_FIRST_LETTER, length - 20);
	}
	return at;
}

/** One blank belongs to the word or sign behind it. */
function countBlanks(counts: Counts, length: number, next: number | undefined): void {
	if (length > 1) {
		bump(counts, BLANKS, 1);
		bump(counts, FURTHER_BLANKS, Math.floor(length / BLANKS_IN_TOKEN));
	}
	if (next === DIGIT) bump(counts, BLANK, 1);
	else if (length === 1 && (next === LINE_END || next === undefined)) bump(counts, BLANK_AT_END, 1);
}

function cutSigns(text: string, counts: Counts, start: number, end: number): number {
	let at = start + 1;
	let last = text.charCodeAt(start);
	let ofCode = 0;
	let further = 0;
	let same = 0;
	for (; at < end; at += 1) {
		const unit = text.charCodeAt(at);
		if (KINDS[unit] !== SIGN) break;
		if (unit === last) same += 1;
		else if (IS_CODE[(last << ASCII_BITS) | unit] === 1) ofCode += 1;
		else further += 1;
		last = unit;
	}
	if (at - start === 1) {
		const next = at < end ? KINDS[text.charCodeAt(at)] : NOTHING;
		bump(counts, next !== undefined && next <= ACCENTED ? JOINED_SIGN : SIGNS, 1);
		return at;
	}
	bump(counts, SIGNS, 1);
	bump(counts, SIGN_OF_CODE, ofCode);
	bump(counts, FURTHER_SIGN, further);
	bump(counts, SAME_SIGN, Math.min(same, FEW_SAME_SIGNS));
	if (same > FEW_SAME_SIGNS) bump(counts, REPEATED_SIGN, same - FEW_SAME_SIGNS);
	return at;
}
