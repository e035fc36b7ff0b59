/** Time as everything in this process sees it: the real one, and what a test lets pass at once. */
export class Time {
	#ahead = 0;
	readonly #spy;

	constructor() {
		const real = Date.now.bind(Date);
		this.#spy = jest.spyOn(Date, 'now').mockImplementation(() => real() + this.#ahead);
	}

	pass(ms: number): void {
		this.#ahead += ms;
	}

	restore(): void {
		this.#spy.mockRestore();
	}
}
