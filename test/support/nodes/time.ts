/** Lets hours go by for everything in this process that asks what time it is. */
export function moveTime(): { forward(ms: number): void; restore(): void } {
	const now = Date.now;
	let ahead = 0;
	const spy = jest.spyOn(Date, 'now').mockImplementation(() => now() + ahead);
	return {
		forward(ms) {
			ahead += ms;
		},
		restore: () => spy.mockRestore(),
	};
}
