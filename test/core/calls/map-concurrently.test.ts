import { mapConcurrently } from '../../../core';

async function turn(): Promise<void> {
	await new Promise((resolve) => setImmediate(resolve));
}

describe('mapConcurrently', () => {
	it('works on every entry, in order of their start, and never on more than the limit', async () => {
		const started: number[] = [];
		let running = 0;
		let most = 0;
		await mapConcurrently([1, 2, 3, 4, 5], 2, async (entry) => {
			started.push(entry);
			running += 1;
			most = Math.max(most, running);
			await turn();
			running -= 1;
		});
		expect(started).toEqual([1, 2, 3, 4, 5]);
		expect([most, running]).toEqual([2, 0]);
	});

	it('works on one at a time when the limit is not a number of workers', async () => {
		let most = 0;
		let running = 0;
		await mapConcurrently([1, 2], 0, async () => {
			running += 1;
			most = Math.max(most, running);
			await turn();
			running -= 1;
		});
		expect(most).toBe(1);
	});

	it('ends with the first throw, and starts no more work behind it', async () => {
		const started: number[] = [];
		const run = mapConcurrently([1, 2, 3, 4, 5, 6], 2, async (entry) => {
			started.push(entry);
			await turn();
			if (entry === 2) throw new Error('second');
		});
		await expect(run).rejects.toThrow('second');
		expect(started).not.toContain(6);
	});
});
