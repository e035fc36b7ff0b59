const IMPOSSIBLE = -12;
const LETTER = /\p{L}/u;
const UPPER = /\p{Lu}/u;
const LOWER = /\p{Ll}/u;
const LATIN = /\p{Script=Latin}/u;
/** These may stand within a word. */
const JOINING = /[’—–…\u00A0\u00AD]|\p{Mn}/u;
/** These hardly follow a letter. */
const NUMERIC = /[¼½¾±¡¿¢¥¤¶]/;

/** How odd it is that a character beyond ASCII stands between these two, as a logarithm: 0 where it is not. */
export function oddityOf(before: string, character: string, after: string): number {
	if (character < '\u00A0' || character === '\uFFFD') return IMPOSSIBLE;
	const isBehindLetter = LETTER.test(before);
	if (!LETTER.test(character)) {
		if (isBehindLetter && NUMERIC.test(character)) return -4;
		if (!LETTER.test(after)) return 0;
		if (!isBehindLetter) return character === '’' ? -2 : 0;
		const isCatalan = `${before}${character}${after}`.toLowerCase() === 'l·l';
		return isCatalan || JOINING.test(character) ? 0 : -4;
	}
	return caseOddity(before, character, after) + soundOddity(before, character, after);
}

function caseOddity(before: string, character: string, after: string): number {
	const isUpper = UPPER.test(character);
	const isLatin = LATIN.test(character);
	if (LETTER.test(before)) {
		if (isLatin !== LATIN.test(before)) return -4;
		if (!isUpper) return 0;
		return LOWER.test(before) ? -5 : -0.3;
	}
	if (LETTER.test(after) && isLatin !== LATIN.test(after)) return -4;
	if (!isUpper) return 0;
	return isLatin ? -2 : -0.7;
}

const VOWELS = /[аеёиоуыэюяіїє]/i;
const CONSONANTS = /[бвгджзйклмнпрстфхцчшщґјњљћђџβγδζθκλμνξπρσςτφχψ]/i;
/** Signs that only follow a consonant. */
const MUTE = /[ьъ]/i;
/** Shapes of the end of a word, and that of sigma everywhere else. */
const FINAL = /[ςךםןףץ]/;

/** All capitals in one code page are all small letters of others in another: only their order tells which of them. */
function soundOddity(before: string, character: string, after: string): number {
	if (FINAL.test(character)) return LETTER.test(after) ? -4 : 0;
	if (character === 'σ' && !LETTER.test(after)) return -4;
	if (MUTE.test(character)) return CONSONANTS.test(before) ? 0 : -4;
	if (VOWELS.test(character) && VOWELS.test(before)) return -1.5;
	return CONSONANTS.test(character) && CONSONANTS.test(before) ? -1 : 0;
}
