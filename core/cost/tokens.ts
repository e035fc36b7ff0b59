import type { Range } from '../types';
import { type Counts, cut, emptyCounts } from './cut';
import { type Oddity, PIECES } from './pieces';

/**
 * How many tokens a text has, without a tokenizer (its tables alone are larger than this package): it is cut into
 * words, digits and signs, and each kind of piece has its weight.
 */

/** The most likely number of tokens in a text. */
export function countTokens(text: string): number {
	return weigh(countsOf(text)).likely;
}

/** The range in which the real number of tokens lies, as far as our measurements go. */
export function rangeOfTokens(text: string): Range {
	return whole(weigh(countsOf(text)));
}

function countsOf(text: string): Counts {
	const counts = emptyCounts();
	cut(text, counts);
	return counts;
}

interface Weight {
	readonly likely: number;
	readonly least: number;
	readonly most: number;
	/** How much wider than for ordinary text the range is, by what makes it so. */
	readonly doubts: ReadonlyMap<Oddity, number>;
}

/** What an ordinary piece's range is wide, as a part of its tokens. */
const ORDINARY_WIDTH = 0.34;

function weigh(counts: Counts): Weight {
	let likely = 0;
	let least = 0;
	let most = 0;
	const doubts = new Map<Oddity, number>();
	for (const [index, piece] of PIECES.entries()) {
		const count = counts[index] ?? 0;
		likely += count * piece.likely;
		least += count * piece.least;
		most += count * piece.most;
		if (piece.oddity === undefined) continue;
		const doubt = count * (piece.most - piece.least - ORDINARY_WIDTH * piece.likely);
		doubts.set(piece.oddity, (doubts.get(piece.oddity) ?? 0) + doubt);
	}
	return { likely, least, most, doubts };
}

function whole({ least, most }: Pick<Weight, 'least' | 'most'>): Range {
	return { low: Math.floor(least), high: Math.ceil(most) };
}

/** So much of a job is read in full; of what comes after it, one window in 48. */
const FULL_CHARACTERS = 1 << 20;
const WINDOW_CHARACTERS = 256;
const WINDOWS_APART = 48;
/** From such a part of all tokens on, doubt is worth a word. */
const WORTH_A_WORD = 0.1;

/** Adds up the texts of a job, in a small part of the time that encoding them takes. */
export class TokenCounter {
	readonly #first = emptyCounts();
	readonly #sample = emptyCounts();
	#counts = this.#first;
	#characters = 0;
	#sampled = 0;
	#longest = 0;
	#random = 1;
	/** Characters to the next window, and those left of it. */
	#gap = 0;
	#left = FULL_CHARACTERS;

	add(text: string): void {
		this.#longest = Math.max(this.#longest, text.length);
		this.#characters += text.length;
		let at = 0;
		while (at < text.length) {
			const start = Math.min(text.length, at + this.#gap);
			this.#gap -= start - at;
			at = Math.min(text.length, start + this.#left);
			cut(text, this.#counts, start, at);
			this.#left -= at - start;
			if (this.#counts === this.#sample) this.#sampled += at - start;
			if (this.#left === 0) this.#openNext();
		}
	}

	/** The range in which the tokens of all texts together lie. */
	get total(): Range {
		return whole(this.#weight);
	}

	/** Most likely, of the longest text. */
	get longest(): number {
		return this.#characters === 0 ? 0 : (this.#longest * this.#weight.likely) / this.#characters;
	}

	/** What makes the range wider than that of ordinary texts, the most doubtful first. */
	get oddities(): readonly Oddity[] {
		const { likely, doubts } = this.#weight;
		return [...doubts]
			.filter(([, doubt]) => doubt > likely * WORTH_A_WORD)
			.sort(([, a], [, b]) => b - a)
			.map(([oddity]) => oddity);
	}

	get #weight(): Weight {
		const rest = this.#characters - FULL_CHARACTERS;
		const scale = this.#sampled === 0 ? 0 : rest / this.#sampled;
		return weigh(this.#first.map((count, piece) => count + scale * (this.#sample[piece] ?? 0)));
	}

	/**
	 * The same windows whenever the job is the same, in no rhythm that its rows could share; but in every stretch of
	 * 20,000 characters one, so that no long row is passed over, or taken for all.
	 */
	#openNext(): void {
		this.#left = WINDOW_CHARACTERS;
		if (this.#counts === this.#first) {
			this.#counts = this.#sample;
			return;
		}
		this.#random = (Math.imul(this.#random, 1_664_525) + 1_013_904_223) | 0;
		const drawn = (this.#random >>> 0) / 2 ** 32;
		this.#gap = Math.floor(WINDOW_CHARACTERS * (WINDOWS_APART - 1) * (0.5 + drawn));
	}
}
