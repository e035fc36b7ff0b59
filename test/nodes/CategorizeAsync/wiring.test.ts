import {
	CATEGORIZE,
	DONE,
	FAILED,
	MAILS,
	RUNNING,
	START,
	WAIT,
	categorizeNode,
	plainNode,
	waitNode,
	type Canvas,
	type Wire,
} from '../../support/nodes/canvas';
import { closeHosts, startHost } from '../../support/nodes/host';
import { run } from '../../support/nodes/run';
import { speedUpSleeps } from '../../support/nodes/sleeps';

let time: ReturnType<typeof speedUpSleeps>;
beforeEach(() => {
	time = speedUpSleeps();
});
afterEach(async () => {
	time.restore();
	await closeHosts();
});

const SELF: Wire = [CATEGORIZE, CATEGORIZE, RUNNING];
const IDS = ['m-1', 'm-2', 'm-3'];
/** Words of the second mail: the two others are answered at once. */
const SLOW = 'Put it in';

function heldFor(): number {
	return time.sleeps.reduce((sum, pause) => sum + pause, 0);
}

describe('Still Running wired straight back', () => {
	it.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
		'parks until all are answered, and then puts all out at once (On Error: %s)',
		async (onError) => {
			const host = await startHost({ holdAnswers: SLOW });
			const finished = await run(host.engine, {
				nodes: [categorizeNode({}, { onError }), plainNode('Label')],
				wires: [SELF, [CATEGORIZE, 'Label', DONE]],
				async onPark(park) {
					if (park === 3) await host.finishJobs();
				},
			});
			expect(finished.error).toBeUndefined();
			expect(finished.parks).toHaveLength(3);
			expect(finished.jsonOf(CATEGORIZE, DONE).map(({ id }) => id)).toEqual(IDS);
			expect(finished.runsOf('Label')).toBe(1);
			expect(host.server.stats().bought.map(({ times }) => times)).toEqual([1, 1, 1]);
		},
		20_000,
	);

	it('holds a worker for less than 20 seconds before each park, and parks for more than 64', async () => {
		const host = await startHost({ holdAnswers: true });
		const held: number[] = [];
		const { parks } = await run(host.engine, {
			nodes: [categorizeNode()],
			wires: [SELF],
			async onPark(park) {
				held.push(heldFor() - held.reduce((sum, pause) => sum + pause, 0));
				if (park === 2) await host.finishJobs();
			},
		});
		for (const pause of held) expect(pause).toBeLessThanOrEqual(20_000);
		for (const { wait } of parks) expect(wait).toBeGreaterThan(64_000);
	}, 20_000);

	it('links each answer to its item, after any number of parks', async () => {
		const host = await startHost({ holdAnswers: true });
		const { itemsOf } = await run(host.engine, {
			nodes: [categorizeNode()],
			wires: [SELF],
			async onPark(park) {
				if (park === 2) await host.finishJobs();
			},
		});
		expect(itemsOf(CATEGORIZE, DONE).map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
	}, 20_000);

	it('keeps no text in what is stored beside the items, only ids and answers', async () => {
		const host = await startHost({ holdAnswers: SLOW });
		const { parks } = await run(host.engine, {
			nodes: [categorizeNode()],
			wires: [SELF],
			onPark: () => host.finishJobs(),
		});
		const { contextData } = JSON.parse(parks[0]?.stored ?? '{}').executionData;
		const { flights } = contextData[`node:${CATEGORIZE}`];
		expect(flights).toHaveLength(3);
		expect(JSON.stringify(flights)).not.toContain(SLOW);
	}, 20_000);
});

describe('Still Running wired back through a Wait node', () => {
	const THROUGH: Canvas = {
		nodes: [categorizeNode(), waitNode(), plainNode('Label')],
		wires: [
			[CATEGORIZE, WAIT, RUNNING],
			[WAIT, CATEGORIZE],
			[CATEGORIZE, 'Label', DONE],
		],
	};

	it('puts out what is answered and leaves the waiting to that node', async () => {
		const host = await startHost({ holdAnswers: SLOW });
		const finished = await run(host.engine, {
			...THROUGH,
			async onPark(park) {
				if (park === 2) await host.finishJobs();
			},
		});
		expect(finished.error).toBeUndefined();
		expect(finished.jsonOf('Label', 0, 0).map(({ id }) => id)).toEqual(['m-1', 'm-3']);
		expect(finished.jsonOf('Label', 0, 1).map(({ id }) => id)).toEqual(['m-2']);
		expect(finished.runsOf('Label')).toBe(2);
		expect(host.server.stats().bought.map(({ times }) => times)).toEqual([1, 1, 1]);
		expect(finished.hintsOf(CATEGORIZE)).toEqual([]);
	}, 20_000);

	it('buys no row twice where one of two equal rows is answered first', async () => {
		const host = await startHost();
		// The second one is still being made at nine looks: those of the first pass and four of the next.
		host.server.faults.add({
			call: { method: 'GET', path: '/v1/responses/' },
			effect: { kind: 'changed', fields: { status: 'in_progress' } },
			skip: 1,
			times: 9,
		});
		const text = 'pay this bill';
		const finished = await run(host.engine, {
			...THROUGH,
			items: [{ text }, { text }],
		});
		expect(finished.parks).toHaveLength(1);
		expect(finished.runsOf('Label')).toBe(2);
		expect(host.server.stats().bought).toMatchObject([{ times: 2 }]);
	}, 20_000);

	it('may stand in a workflow with a timeout', async () => {
		const host = await startHost({ holdAnswers: true });
		const finished = await run(host.engine, {
			...THROUGH,
			settings: { executionTimeout: 3600 },
			onPark: () => host.finishJobs(),
		});
		expect(finished.jsonOf('Label').map(({ id }) => id)).toEqual(IDS);
	}, 20_000);
});

describe('Still Running not wired back', () => {
	it('puts the items out as they are and says how to wait', async () => {
		const host = await startHost({ holdAnswers: SLOW });
		const { jsonOf, hintsOf, parks } = await run(host.engine, { nodes: [categorizeNode()] });
		expect(parks).toEqual([]);
		expect(jsonOf(CATEGORIZE, DONE).map(({ id }) => id)).toEqual(['m-1', 'm-3']);
		expect(jsonOf(CATEGORIZE, RUNNING)).toEqual([MAILS[1]]);
		expect(hintsOf(CATEGORIZE)).toEqual([
			expect.stringMatching(
				/^1 of 3 items are not answered yet\. To wait for it here, drag a wire/,
			),
		]);
		expect(heldFor()).toBeLessThanOrEqual(20_000);
	}, 20_000);
});

describe('a workflow with a timeout', () => {
	const LIMITED: Canvas = {
		nodes: [categorizeNode(), plainNode('Alert')],
		wires: [SELF, [CATEGORIZE, 'Alert', FAILED]],
		settings: { executionTimeout: 60 },
	};

	it('is not parked, and not run round and round: what is late leaves on Failed and says why', async () => {
		const host = await startHost({ holdAnswers: SLOW });
		const finished = await run(host.engine, LIMITED);
		expect(finished.order).toEqual([START, CATEGORIZE, 'Alert']);
		expect(finished.jsonOf(CATEGORIZE, DONE).map(({ id }) => id)).toEqual(['m-1', 'm-3']);
		expect(finished.jsonOf('Alert')).toMatchObject([
			{
				id: 'm-2',
				_offpeak: {
					outcome: 'missing',
					reason: expect.stringMatching(
						/^It was not answered within 20 seconds\. This workflow has a timeout/,
					),
				},
			},
		]);
	}, 20_000);

	it('gets the answers that come in time all the same', async () => {
		const host = await startHost();
		const { jsonOf } = await run(host.engine, LIMITED);
		expect(jsonOf(CATEGORIZE, DONE).map(({ id }) => id)).toEqual(IDS);
	});
});

it('says on Execute step that it cannot wait, and puts out what is answered', async () => {
	const host = await startHost({ holdAnswers: SLOW });
	const { parks, hintsOf, jsonOf, order } = await run(host.engine, {
		nodes: [categorizeNode(), plainNode('Label')],
		wires: [SELF, [CATEGORIZE, 'Label', DONE]],
		step: CATEGORIZE,
	});
	expect(parks).toEqual([]);
	expect(order).toEqual([START, CATEGORIZE]);
	expect(jsonOf(CATEGORIZE, DONE).map(({ id }) => id)).toEqual(['m-1', 'm-3']);
	expect(jsonOf(CATEGORIZE, RUNNING).map(({ id }) => id)).toEqual(['m-2']);
	expect(hintsOf(CATEGORIZE)).toEqual([
		'1 of 3 items are not answered yet. Execute step looks once and cannot wait: use Execute workflow for that.',
	]);
}, 20_000);
