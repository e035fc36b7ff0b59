import { DataDeduplicationService } from 'n8n-core';
import type { DeduplicationItemTypes, IDataDeduplicator } from 'n8n-workflow';
import { SUBMIT, submitNode } from '../../support/nodes/canvas';
import { boughtAt, closeHosts, startHost, type Host } from '../../support/nodes/host';
import { run, type Finished } from '../../support/nodes/run';
import { speedUpSleeps } from '../../support/nodes/sleeps';

/** n8n's memory of what a node has processed, without its database. */
const noted = new Set<string>();
let state: 'works' | 'hangs' | 'fails' = 'works';

async function inState<T>(answer: () => T): Promise<T> {
	if (state === 'hangs') return await new Promise<never>(() => {});
	if (state === 'fails') throw new Error('no table');
	return await Promise.resolve(answer());
}

const memory: IDataDeduplicator = {
	checkProcessedAndRecord: async (items) =>
		await inState(() => {
			const isKnown = (item: DeduplicationItemTypes): boolean => noted.has(String(item));
			const answer = {
				new: items.filter((item) => !isKnown(item)),
				processed: items.filter(isKnown),
			};
			for (const item of items) noted.add(String(item));
			return answer;
		}),
	removeProcessed: async (items) => {
		await inState(() => items.map((item) => noted.delete(String(item))));
	},
	clearAllProcessedItems: async () => await Promise.resolve(noted.clear()),
	getProcessedDataCount: async () => await Promise.resolve(noted.size),
};

beforeAll(async () => await DataDeduplicationService.init(memory));

let time: ReturnType<typeof speedUpSleeps>;
beforeEach(() => {
	noted.clear();
	state = 'works';
	time = speedUpSleeps();
});
afterEach(async () => {
	time.restore();
	await closeHosts();
});

async function execute({ engine }: Host, executionId: string): Promise<Finished> {
	return await run(engine, { nodes: [submitNode()], executionId });
}

function jobOf({ jsonOf }: Finished): string {
	return String(Object(Object(jsonOf(SUBMIT)[0])['handle'])['id']);
}

/** Its purchase is made, and it never comes to its end. */
async function killedRun(host: Host): Promise<void> {
	state = 'hangs';
	void execute(host, '1');
	while (boughtAt(host).batches === 0) await new Promise((done) => setTimeout(done, 5));
	await new Promise((done) => setTimeout(done, 100));
	state = 'works';
}

describe('an execution that was killed after its purchase', () => {
	it('leaves its job to the next one, which says so; the one after that buys its own', async () => {
		const host = await startHost();
		await killedRun(host);
		const next = await execute(host, '2');
		expect(next.error).toBeUndefined();
		expect(next.jsonOf(SUBMIT)).toMatchObject([{ reused: true }]);
		expect(next.hintsOf(SUBMIT).join(' ')).toContain('broke off before it had its job');
		expect(boughtAt(host).batches).toBe(1);
		const third = await execute(host, '3');
		expect(third.jsonOf(SUBMIT)).toMatchObject([{ reused: false }]);
		expect(boughtAt(host).batches).toBe(2);
	});

	it('is asked after once its purchase is a minute old', async () => {
		const host = await startHost();
		await killedRun(host);
		await execute(host, '2');
		const waited = time.sleeps.reduce((sum, ms) => sum + ms, 0);
		expect(waited).toBeGreaterThan(50_000);
		expect(waited).toBeLessThan(65_000);
	});

	it('is named where n8n has no such memory: it is bought again then', async () => {
		const host = await startHost();
		state = 'fails';
		const first = await execute(host, '1');
		const next = await execute(host, '2');
		expect(next.jsonOf(SUBMIT)).toMatchObject([{ reused: false }]);
		expect(next.hintsOf(SUBMIT).join(' ')).toContain(jobOf(first));
		expect(boughtAt(host).batches).toBe(2);
	});
});

describe('an execution that came to its end', () => {
	it('keeps its job, and the next one buys its own', async () => {
		const host = await startHost();
		const first = await execute(host, '1');
		const next = await execute(host, '2');
		expect(jobOf(next)).not.toBe(jobOf(first));
		expect(next.hintsOf(SUBMIT).join(' ')).toContain(jobOf(first));
		expect(boughtAt(host).batches).toBe(2);
	});

	it('is remembered by one note, however often others ask after it', async () => {
		const host = await startHost();
		await execute(host, '1');
		expect(noted.size).toBe(1);
		await execute(host, '2');
		await execute(host, '3');
		expect(noted.size).toBe(3);
	});
});
