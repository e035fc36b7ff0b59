import type { Clock } from '../core';

/** A clock that stands still between sleeps: `sleep` resolves at once and moves it on. */
export class FakeClock implements Clock {
	/** Every wait that was asked for, in order, in milliseconds. */
	readonly sleeps: number[] = [];
	#now: number;

	constructor(start = Date.UTC(2026, 10, 23, 12)) {
		this.#now = start;
	}

	readonly now = (): number => this.#now;

	readonly sleep = async (ms: number): Promise<void> => {
		this.sleeps.push(ms);
		this.#now += ms;
		await Promise.resolve();
	};

	/** Lets time pass without anybody waiting. */
	pass(ms: number): void {
		this.#now += ms;
	}
}
