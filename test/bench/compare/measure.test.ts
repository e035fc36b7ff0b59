import { readList, readObject, type Connection } from '../../../core';
import { send } from '../../../core/calls/send';
import { measureWay, type Measured } from '../../../bench/compare/measure';
import { WAYS, planBy, type Way } from '../../../bench/compare/ways';
import { localWorld, type World } from '../../../bench/compare/world';
import { readInbox } from '../../../bench/inbox';

const MODEL = 'gpt-4.1-mini';
const ITEMS = 6;
const ANSWER_MS = 20;
const TIMES = {
	callMs: 2,
	answerMs: ANSWER_MS,
	answersAtOnce: 4,
	batchWaitMs: 60,
	lookEveryMs: 30,
};

let world: World;

beforeEach(async () => {
	world = await localWorld(MODEL, TIMES);
});

afterEach(async () => {
	await world.close();
});

async function measure(way: Way, connection = world.connection): Promise<Measured> {
	const rows = (await readInbox()).slice(0, ITEMS).map((text) => ({ text }));
	const planned = planBy(way, rows, connection, MODEL);
	return await measureWay(way, planned, connection, { lookEveryMs: TIMES.lookEveryMs });
}

async function filesAt({ transport }: Connection): Promise<readonly unknown[]> {
	const reply = await send(transport, { method: 'GET', path: '/files' });
	return (reply.ok ? readList(readObject(reply.value)?.['data']) : undefined) ?? ['no answer'];
}

describe('measureWay', () => {
	it.each(WAYS)('brings every e-mail back: $name', async (way) => {
		const { succeeded, rowCount, cost } = await measure(way);
		expect([succeeded, rowCount, cost.measuredRows]).toEqual([ITEMS, ITEMS, ITEMS]);
	});

	it('buys the same tokens in every way that is not packed, and the batch at half the price', async () => {
		const costs = new Map<string, Measured['cost']>();
		const unpacked = WAYS.filter(({ isPacked = false }) => !isPacked);
		for (const way of unpacked) costs.set(way.name, (await measure(way)).cost);
		const oneByOne = costs.get('One by one');
		for (const { inputTokens } of costs.values()) {
			expect(inputTokens).toBe(oneByOne?.inputTokens);
		}
		expect(costs.get('As a batch')?.usd).toBeCloseTo((oneByOne?.usd ?? 0) / 2, 10);
		expect(costs.get('In the background')?.usd).toBe(oneByOne?.usd);
	});

	it('pays for the question once for several e-mails when they are packed', async () => {
		const [batch, packed] = WAYS.filter(({ engine }) => engine === 'batch');
		if (batch === undefined || packed === undefined) throw new Error('There are no two batches');
		const [alone, together] = [await measure(batch), await measure(packed)];
		expect(together.cost.inputTokens).toBeLessThan(alone.cost.inputTokens);
		expect(together.cost.usd).toBeLessThan(alone.cost.usd ?? 0);
	});

	it('waits for each answer in turn when they are asked for one by one', async () => {
		const [oneByOne] = WAYS;
		if (oneByOne === undefined) throw new Error('There is no way');
		const { totalMs, waitingMs, calls } = await measure(oneByOne);
		expect(waitingMs).toBe(totalMs);
		expect(totalMs).toBeGreaterThanOrEqual(ITEMS * ANSWER_MS);
		expect(calls).toBe(ITEMS);
	});

	it.each(['background', 'batch'] as const)(
		'does not count the sleep between two looks as waiting: %s',
		async (engine) => {
			const slept: number[] = [];
			const { clock } = world.connection;
			const connection: Connection = {
				...world.connection,
				clock: {
					now: clock.now,
					sleep: async (ms) => {
						const start = clock.now();
						await clock.sleep(ms);
						slept.push(clock.now() - start);
					},
				},
			};
			const way = WAYS.find((each) => each.engine === engine);
			if (way === undefined) throw new Error(engine);
			const { totalMs, waitingMs } = await measure(way, connection);
			expect(slept.length).toBeGreaterThan(0);
			expect(totalMs - waitingMs).toBeGreaterThanOrEqual(
				slept.reduce((sum, ms) => sum + ms, 0) - slept.length,
			);
			expect(waitingMs).toBeGreaterThan(0);
		},
	);

	it('leaves no file behind', async () => {
		for (const way of WAYS) await measure(way);
		expect(await filesAt(world.connection)).toEqual([]);
	});

	it('keeps what it measured when the files cannot be deleted', async () => {
		const { transport } = world.connection;
		const connection: Connection = {
			...world.connection,
			transport: async (request) => {
				if (request.method === 'DELETE') throw new Error('The line is dead');
				return await transport(request);
			},
		};
		const way = WAYS.find(({ engine }) => engine === 'batch');
		if (way === undefined) throw new Error('There is no batch');
		expect((await measure(way, connection)).succeeded).toBe(ITEMS);
	});
});
