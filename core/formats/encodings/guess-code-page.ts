import { CODE_PAGES, WIDE_PAGES, type WidePage } from './code-pages';
import { oddityOf } from './oddity';
import { LETTERS, SIGNS, WIDE_SIGNS, type Language, type Letters } from './letters';

/** So many bytes are enough to tell a language, and no more are looked at. */
const SAMPLE_BYTES = 5000;
/** Below this likelihood of a byte nothing known fits, as a logarithm. */
const WORST_FIT = -6.25;
const WORST_ODDITY = -2.2;

interface Guess {
	readonly name: string;
	readonly likelihood: number;
	/** Of a byte beyond ASCII, and how odd the places of such are. */
	readonly fit: number;
	readonly oddity: number;
}

/**
 * The code pages that a text may be in, likeliest first: how frequent its letters beyond ASCII are in each language
 * that is written in that code page, and whether they stand where letters stand. None where no language fits.
 *
 * Ours, and not chardet 2.2.0: of 409 lines and short subtitles in 28 languages it read 117 wrongly (most of Chinese,
 * Korean and Czech, all of DOS and Mac), this one 10, with one letter beyond ASCII or all in capitals (tried 2026-11-29).
 */
export function guessCodePages(bytes: Uint8Array): readonly string[] {
	const sample = sampleOf(bytes);
	const high = sample.reduce((count, byte) => count + (byte >= 0x80 ? 1 : 0), 0);
	const guesses: Guess[] = [];
	const add = (name: string, likelihood: number, favor: number, oddity: number): void => {
		const fit = likelihood / high;
		guesses.push({ name, likelihood: likelihood + favor, fit, oddity: oddity / high });
	};
	for (const { name, languages, rarity } of CODE_PAGES) {
		const text = new TextDecoder(name).decode(sample);
		const counted = countHigh(text);
		const words = countWords(text);
		for (const language of languages) {
			add(name, likelihoodOf(counted, language), wordsOf(language, words) - rarity, counted.oddity);
		}
	}
	for (const page of WIDE_PAGES) add(page.name, wideLikelihoodOf(sample, page), -page.rarity, 0);
	guesses.sort((one, other) => other.likelihood - one.likelihood);
	const fitting = guesses.filter(({ fit, oddity }) => fit > WORST_FIT && oddity > WORST_ODDITY);
	return [...new Set(fitting.map(({ name }) => name))];
}

/** The lines that hold something beyond ASCII: the rest says little, and may be all of a long beginning. */
function sampleOf(bytes: Uint8Array): Uint8Array {
	const parts: Uint8Array[] = [];
	let length = 0;
	let at = 0;
	while (length < SAMPLE_BYTES && at < bytes.byteLength) {
		const next = bytes.subarray(at).findIndex((byte) => byte >= 0x80);
		if (next < 0) break;
		const hit = at + next;
		const before = Math.max(at, hit - CONTEXT_BYTES);
		let start = hit;
		while (start > before && bytes[start - 1] !== 0x0a && bytes[start - 1] !== 0x0d) start -= 1;
		let end = hit;
		const most = Math.min(bytes.byteLength, hit + SAMPLE_BYTES - length);
		while (end < most && bytes[end] !== 0x0a && bytes[end] !== 0x0d) end += 1;
		parts.push(bytes.subarray(start, end), LINE_END);
		length += end - start + 1;
		at = end + 1;
	}
	const sample = new Uint8Array(length);
	let filled = 0;
	for (const part of parts) {
		sample.set(part, filled);
		filled += part.byteLength;
	}
	return sample;
}
const CONTEXT_BYTES = 200;
const LINE_END = Uint8Array.of(0x0a);

/** How often each character beyond ASCII stands in a text, and what is odd about where they stand. */
interface Counted {
	readonly counts: ReadonlyMap<string, number>;
	readonly oddity: number;
}

function countHigh(text: string): Counted {
	const counts = new Map<string, number>();
	let oddity = 0;
	for (let at = 0; at < text.length; at += 1) {
		const character = text.charAt(at);
		if (character < '\u0080') continue;
		counts.set(character, (counts.get(character) ?? 0) + 1);
		oddity += oddityOf(text.charAt(at - 1), character, text.charAt(at + 1));
	}
	return { counts, oddity };
}

const UNKNOWN = Math.log(0.0002);

/** The logarithm of how frequent a character is among those beyond ASCII, for each language. */
const FREQUENCIES = new Map<string, ReadonlyMap<string, number>>(
	Object.entries(LETTERS).map(([language, { letters }]) => [language, frequenciesOf(letters)]),
);

function frequenciesOf(letters: string): ReadonlyMap<string, number> {
	const frequencies = new Map<string, number>();
	const characters = [...letters];
	const sum = characters.reduce((total, _, rank) => total + 1 / (rank + 2), 0);
	for (const sign of SIGNS) frequencies.set(sign, Math.log(0.1 / SIGNS.length));
	for (const [rank, letter] of characters.entries()) {
		const frequency = Math.log(0.85 / (rank + 2) / sum);
		frequencies.set(letter.toUpperCase(), frequency);
		frequencies.set(letter, frequency);
	}
	return frequencies;
}

function likelihoodOf({ counts, oddity }: Counted, language: Language): number {
	const frequencies = FREQUENCIES.get(language);
	let likelihood = oddity;
	for (const [character, count] of counts) {
		likelihood += count * (frequencies?.get(character) ?? UNKNOWN);
	}
	return likelihood;
}

const WORD_WEIGHT = 0.8;
const MOST_FOR_WORDS = 20;

function countWords(text: string): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	for (const [word] of text.toLowerCase().matchAll(/\p{L}+/gu)) {
		counts.set(word, (counts.get(word) ?? 0) + 1);
	}
	return counts;
}

function wordsOf(language: Language, counts: ReadonlyMap<string, number>): number {
	const { words = '' }: Letters = LETTERS[language];
	const hits = words.split(' ').reduce((sum, word) => sum + (counts.get(word) ?? 0), 0);
	return Math.min(MOST_FOR_WORDS, WORD_WEIGHT * hits);
}

const KANA = /^[\u3041-\u3096\u30A1-\u30FA]$/;
const OTHER_WIDE = -14;

function wideLikelihoodOf(sample: Uint8Array, page: WidePage): number {
	const text = new TextDecoder(page.name).decode(sample);
	const frequent = new Set(page.frequent);
	let likelihood = 0;
	let before = '';
	for (const character of text) {
		if (character >= '\u0080') {
			likelihood += wideCharacter(character, frequent, page);
			if (/[A-Za-z]/.test(before)) likelihood -= 2;
		}
		before = character;
	}
	return likelihood;
}

function wideCharacter(character: string, frequent: ReadonlySet<string>, page: WidePage): number {
	if (frequent.has(character)) return -5.5;
	if (WIDE_SIGNS.includes(character)) return -5;
	if (KANA.test(character)) return page.hasKana ? -4.8 : -12;
	return page.script.test(character) ? -9.5 : OTHER_WIDE;
}
