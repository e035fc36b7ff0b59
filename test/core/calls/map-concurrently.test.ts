import fc from 'fast-check';
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

	it('loses no throw, whenever it comes, beside whatever else, from whatever source', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(work, { minLength: 1, maxLength: 8 }),
				fc.integer({ min: 1, max: 5 }),
				fc.option(fc.nat(8), { nil: undefined }),
				async (works, limit, sourceFailsAt) => {
					const thrown: string[] = [];
					const done: number[] = [];
					let running = 0;
					const run = mapConcurrently(
						source(works.keys(), sourceFailsAt, thrown),
						limit,
						async (index) => {
							running += 1;
							const { turns, fails } = works[index] ?? { turns: 0, fails: false };
							for (let count = 0; count < turns; count += 1) await turn();
							running -= 1;
							if (fails) throw failure(`work ${index}`, thrown);
							done.push(index);
						},
					);
					const end = await run.then(
						() => undefined,
						(error: Error) => error.message,
					);
					expect(end).toBe(thrown[0]);
					expect(running).toBe(0);
					if (end === undefined) expect(done.sort()).toEqual([...works.keys()]);
				},
			),
		);
	});

	it('takes a throw that comes before any promise for one', async () => {
		const run = mapConcurrently([1, 2], 5, (entry) => {
			if (entry === 1) throw new Error('at once');
			return turn();
		});
		await expect(run).rejects.toThrow('at once');
	});

	it('lets what is under way come to its end before it throws', async () => {
		const ended: number[] = [];
		const run = mapConcurrently([1, 2, 3], 3, async (entry) => {
			if (entry === 2) throw new Error('second');
			for (let count = 0; count < 3; count += 1) await turn();
			ended.push(entry);
		});
		await expect(run).rejects.toThrow('second');
		expect(ended).toEqual([1]);
	});
});

const work = fc.record({ turns: fc.nat(3), fails: fc.boolean() });

function failure(message: string, thrown: string[]): Error {
	thrown.push(message);
	return new Error(message);
}

async function* source(
	indexes: Iterable<number>,
	failsAt: number | undefined,
	thrown: string[],
): AsyncGenerator<number> {
	for (const index of indexes) {
		if (index % 2 === 0) await turn();
		if (index === failsAt) throw failure(`source ${index}`, thrown);
		yield index;
	}
}
