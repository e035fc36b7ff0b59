const SPEED_UP = 10_000;
/** Longer ones are time-outs of the HTTP client, not pauses of ours. */
const LONGEST_PAUSE_MS = 100_000;

/**
 * Makes pauses pass ten thousand times faster, and records how long each would have lasted. Sockets keep
 * their own time: Node's do not use this timer.
 */
export function speedUpSleeps(): { readonly sleeps: readonly number[]; restore(): void } {
	const sleeps: number[] = [];
	const real = globalThis.setTimeout;
	const spy = jest.spyOn(globalThis, 'setTimeout').mockImplementation((callback, ms, ...values) => {
		const pause = ms ?? 0;
		if (pause < 1000 || pause > LONGEST_PAUSE_MS) return real(callback, pause, ...values);
		sleeps.push(pause);
		return real(callback, pause / SPEED_UP, ...values);
	});
	return { sleeps, restore: () => spy.mockRestore() };
}
