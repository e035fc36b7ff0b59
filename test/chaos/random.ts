/** The same numbers for the same seed (mulberry32). */
export class Random {
	#state: number;

	constructor(readonly seed: number) {
		this.#state = seed >>> 0;
	}

	/** From 0 up to, but not including, 1. */
	next(): number {
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let mixed = this.#state;
		mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	}

	/** A whole number, both ends included. */
	int(least: number, most: number): number {
		return least + Math.floor(this.next() * (most - least + 1));
	}

	chance(probability: number): boolean {
		return this.next() < probability;
	}

	pick<T>(first: T, ...others: readonly T[]): T {
		return others[this.int(0, others.length) - 1] ?? first;
	}

	/** Stays the same however many numbers the other one gives. */
	fork(): Random {
		return new Random(this.int(0, 2 ** 32 - 1));
	}
}
