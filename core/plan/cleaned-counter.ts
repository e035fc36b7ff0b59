import { formatCount } from '../formats/amounts';
import type { Cleaned } from '../types';

const MUCH = 0.5;

/** Adds up how long texts are before and after they are cleaned. */
export class CleanedCounter {
	#before = 0;
	#after = 0;

	add(raw: string, cleaned: string): void {
		this.#before += raw.length;
		this.#after += cleaned.length;
	}

	finish(): Cleaned {
		const of = this.#before;
		// A text may grow as well: pictures become their words.
		const characters = Math.max(0, of - this.#after);
		if (characters === 0) return { characters, of, sentences: [], warnings: [] };
		const part = characters / of;
		return {
			characters,
			of,
			sentences: [
				`Clean Text takes away ${formatCount(characters)} of ${formatCount(of)} characters (${percentOf(part)} %).`,
			],
			warnings:
				part > MUCH
					? [
							'Clean Text takes away more than half of all characters. Of HTML that is common; otherwise try a few texts first, or switch Clean Text off.',
						]
					: [],
		};
	}
}

/** Never rounded to nothing, nor to all. */
function percentOf(part: number): number {
	return part === 1 ? 100 : Math.min(99, Math.max(1, Math.round(part * 100)));
}
