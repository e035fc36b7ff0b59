import type { IDataObject, INodeType } from 'n8n-workflow';
import type { CallEffect } from '../../../local-server/src';
import {
	CATEGORIZE,
	DONE,
	FAILED,
	LOOP,
	MAILS,
	RUNNING,
	WAIT,
	categorizeNode,
	loopNode,
	passThrough,
	plainNode,
	waitNode,
	type Canvas,
	type Wire,
} from '../../support/nodes/canvas';
import { closeHosts, startHost, type Host } from '../../support/nodes/host';
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

/** How many answers were bought, and how many different texts they were for. */
function boughtBy({ server }: Host): { readonly answers: number; readonly texts: number } {
	const { bought } = server.stats();
	return { answers: bought.reduce((sum, { times }) => sum + times, 0), texts: bought.length };
}

function invoices(count: number): readonly IDataObject[] {
	return Array.from({ length: count }, (_, n) => ({ n, text: `Please pay invoice no. ${n}.` }));
}

describe('the stored input that n8n brings round after a park', () => {
	it.each([1, 2, 5])(
		'buys nothing again after %i parks',
		async (parks) => {
			const host = await startHost({ holdAnswers: true });
			const finished = await run(host.engine, {
				nodes: [categorizeNode()],
				wires: [SELF],
				async onPark(park) {
					if (park === parks) await host.finishJobs();
				},
			});
			expect(finished.parks).toHaveLength(parks);
			expect(finished.itemsOf(CATEGORIZE, DONE)).toHaveLength(3);
			expect(boughtBy(host)).toEqual({ answers: 3, texts: 3 });
		},
		20_000,
	);

	it('is found again even where the text differs at each run', async () => {
		const host = await startHost({ holdAnswers: true });
		const { itemsOf } = await run(host.engine, {
			nodes: [categorizeNode({ text: '={{ $runIndex + ": " + $json.text }}' })],
			wires: [SELF],
			async onPark(park) {
				if (park === 2) await host.finishJobs();
			},
		});
		expect(itemsOf(CATEGORIZE, DONE)).toHaveLength(3);
		expect(boughtBy(host)).toEqual({ answers: 3, texts: 3 });
	}, 20_000);

	it('needs nothing but what is stored with the execution', async () => {
		const host = await startHost({ holdAnswers: true });
		const request = { nodes: [categorizeNode()], wires: [SELF] };
		const { parks, jsonOf } = await run(host.engine, {
			...request,
			onPark: () => host.finishJobs(),
		});
		const stored = JSON.parse(parks[0]?.stored ?? '{}');
		expect(stored.executionData.contextData[`node:${CATEGORIZE}`].flights).toEqual(
			['m-1', 'm-2', 'm-3'].map((_, row) => ({
				item: expect.any(String),
				text: expect.any(String),
				flight: {
					call: { row, id: expect.any(String), response: expect.stringMatching(/^resp_/) },
					sentAt: expect.any(Number),
				},
			})),
		);
		expect(jsonOf(CATEGORIZE, DONE).map(({ category }) => category)).toEqual([
			'Invoice',
			'Meeting',
			'Invoice',
		]);
	}, 20_000);
});

describe('equal rows', () => {
	const TWINS = [MAILS[0] ?? {}, MAILS[1] ?? {}, MAILS[0] ?? {}];

	it('in one input are each answered, and bought once each', async () => {
		const host = await startHost({ holdAnswers: true });
		const { jsonOf } = await run(host.engine, {
			nodes: [categorizeNode()],
			wires: [SELF],
			items: TWINS,
			async onPark(park) {
				if (park === 2) await host.finishJobs();
			},
		});
		expect(jsonOf(CATEGORIZE, DONE).map(({ id }) => id)).toEqual(['m-1', 'm-2', 'm-1']);
		expect(boughtBy(host)).toEqual({ answers: 3, texts: 2 });
	}, 20_000);

	it('of different items share no answer', async () => {
		const host = await startHost();
		const text = 'pay this bill';
		const { jsonOf } = await run(host.engine, {
			nodes: [categorizeNode()],
			items: [
				{ id: 1, text },
				{ id: 2, text },
			],
		});
		expect(jsonOf(CATEGORIZE, DONE).map(({ id, category }) => [id, category])).toEqual([
			[1, 'Invoice'],
			[2, 'Invoice'],
		]);
	});

	it('of one item in all but the text have each its own answer', async () => {
		const host = await startHost({ holdAnswers: true });
		const { jsonOf } = await run(host.engine, {
			nodes: [
				categorizeNode({ text: '={{ ["pay this bill", "a calendar meeting"][$itemIndex] }}' }),
			],
			wires: [SELF],
			items: [{}, {}],
			onPark: () => host.finishJobs(),
		});
		expect(jsonOf(CATEGORIZE, DONE).map(({ category }) => category)).toEqual([
			'Invoice',
			'Meeting',
		]);
	}, 20_000);
});

describe('Loop Over Items', () => {
	const wires: readonly Wire[] = [[LOOP, CATEGORIZE, 1], [CATEGORIZE, LOOP, DONE], SELF];

	it('runs the node once for each item, and each is bought once', async () => {
		const host = await startHost();
		const items = [...MAILS, ...MAILS];
		const finished = await run(host.engine, {
			nodes: [loopNode(), categorizeNode(), plainNode('Label')],
			wires: [...wires, [LOOP, 'Label', 0]],
			items,
		});
		expect(finished.runsOf(CATEGORIZE)).toBe(6);
		expect(finished.jsonOf('Label')).toMatchObject(items);
		expect(boughtBy(host)).toEqual({ answers: 6, texts: 3 });
	});

	it('may park in any of its turns', async () => {
		const host = await startHost({ holdAnswers: 'Put it in' });
		const finished = await run(host.engine, {
			nodes: [loopNode(), categorizeNode(), plainNode('Label')],
			wires: [...wires, [LOOP, 'Label', 0]],
			async onPark(park) {
				if (park === 2) await host.finishJobs();
			},
		});
		expect(finished.parks).toHaveLength(2);
		expect(finished.jsonOf('Label').map(({ id, category }) => [id, category])).toEqual([
			['m-1', 'Invoice'],
			['m-2', 'Meeting'],
			['m-3', 'Invoice'],
		]);
		expect(boughtBy(host)).toEqual({ answers: 3, texts: 3 });
	}, 20_000);
});

describe('an item that comes while others are on the way, in a loop through Wait', () => {
	const SOURCE = 'Source';
	const TAG = 'Tag';
	const wires: readonly Wire[] = [
		[SOURCE, CATEGORIZE],
		[CATEGORIZE, WAIT, RUNNING],
		[WAIT, CATEGORIZE],
		[CATEGORIZE, TAG, DONE],
		[TAG, SOURCE],
	];

	/** First a slow item and a quick one; a third while the slow one is still on the way. */
	function source(): INodeType {
		const turns = [
			['SLOW meeting appointment', 'bills payment reminders'],
			['calendar appointments'],
		];
		return {
			description: passThrough.description,
			async execute() {
				const files = (turns.shift() ?? []).map((text) => ({
					data: Buffer.from(text).toString('base64'),
					mimeType: 'text/plain',
					fileName: text,
				}));
				return [files.map((data) => ({ json: {}, binary: { data } }))];
			},
		};
	}

	it.each([
		['it is a file with no field of its own', { source: 'file' }],
		['its text is all that it has of its own', { text: '={{ $binary.data.fileName }}' }],
	])(
		'has its own answer, though %s',
		async (_, parameters) => {
			const host = await startHost({ holdAnswers: 'SLOW' });
			const { engine } = host;
			const finished = await run(
				{ ...engine, nodeTypes: { ...engine.nodeTypes, source: source() } },
				{
					nodes: [
						{ ...plainNode(SOURCE), type: 'source' },
						categorizeNode(parameters),
						// n8n runs what stands higher first: the third item comes before the slow one is back.
						{ ...waitNode(), position: [100, 500] },
						{ ...plainNode(TAG), position: [100, -500] },
					],
					wires,
					items: [{}],
					onPark: () => host.finishJobs(),
				},
			);
			expect(finished.error).toBeUndefined();
			const turns = Array.from({ length: finished.runsOf(CATEGORIZE) }, (_turn, turn) => turn);
			const done = turns.flatMap((turn) => finished.itemsOf(CATEGORIZE, DONE, turn));
			expect(
				done.map(({ json, binary }) => [binary?.['data']?.fileName, json['category']]).sort(),
			).toEqual([
				['SLOW meeting appointment', 'Meeting'],
				['bills payment reminders', 'Invoice'],
				['calendar appointments', 'Meeting'],
			]);
			expect(boughtBy(host)).toEqual({ answers: 3, texts: 3 });
		},
		20_000,
	);
});

describe('a text that differs at each run, in a loop through Wait', () => {
	it.each([
		['of items that differ', MAILS, 3],
		['of items that are alike', [MAILS[0] ?? {}, MAILS[0] ?? {}], 1],
	])(
		'%s is bought once',
		async (_, items, texts) => {
			const host = await startHost({ holdAnswers: true });
			const finished = await run(host.engine, {
				nodes: [
					categorizeNode({ text: '={{ $runIndex + ": " + $json.text }}' }),
					waitNode(),
					plainNode('Label'),
				],
				wires: [
					[CATEGORIZE, WAIT, RUNNING],
					[WAIT, CATEGORIZE],
					[CATEGORIZE, 'Label', DONE],
				],
				items,
				async onPark(park) {
					if (park === 2) await host.finishJobs();
				},
			});
			expect(finished.jsonOf('Label')).toHaveLength(items.length);
			expect(boughtBy(host)).toEqual({ answers: items.length, texts });
		},
		20_000,
	);
});

describe('many items', () => {
	it('are sent in slices of 100, with a park after each', async () => {
		const host = await startHost({ concurrency: 64 });
		const items = invoices(201);
		const sent: number[] = [];
		const finished = await run(host.engine, {
			nodes: [categorizeNode()],
			wires: [SELF],
			items,
			onPark: () => {
				sent.push(boughtBy(host).answers);
			},
		});
		expect(finished.error).toBeUndefined();
		// A slow machine may park once more for answers alone.
		expect([...new Set(sent)].filter((count) => count < 201)).toEqual([100, 200]);
		expect(finished.jsonOf(CATEGORIZE, DONE).map(({ n }) => n)).toEqual(items.map(({ n }) => n));
		expect(boughtBy(host)).toEqual({ answers: 201, texts: 201 });
	});

	it('go through a Wait node slice by slice as well', async () => {
		const host = await startHost();
		const finished = await run(host.engine, {
			nodes: [categorizeNode(), waitNode(), plainNode('Label')],
			wires: [
				[CATEGORIZE, WAIT, RUNNING],
				[WAIT, CATEGORIZE],
				[CATEGORIZE, 'Label', DONE],
			],
			items: invoices(101),
		});
		const turns = Array.from({ length: finished.runsOf('Label') }, (_, turn) =>
			finished.itemsOf('Label', 0, turn),
		);
		expect(turns[0]?.length).toBeLessThanOrEqual(100);
		expect(turns.flat()).toHaveLength(101);
		expect(boughtBy(host)).toEqual({ answers: 101, texts: 101 });
	});
});

describe('Retry On Fail', () => {
	const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

	it('buys no paid answer again, however often it tries', async () => {
		const host = await startHost();
		const { error } = await run(host.engine, {
			nodes: [categorizeNode({ noMatch: 'fail' }, RETRY)],
			items: [{ text: 'Zebras graze.' }],
		});
		expect(error).toMatchObject({
			message: 'The item failed.',
			description: expect.stringMatching(/^No category fits this text\./),
		});
		expect(boughtBy(host)).toEqual({ answers: 1, texts: 1 });
	});

	it('waits for what is on the way, in place of sending it again', async () => {
		const host = await startHost({ holdAnswers: true });
		const { error } = await run(host.engine, {
			nodes: [categorizeNode({}, RETRY)],
			wires: [SELF],
			settings: { executionTimeout: 60 },
			items: MAILS.slice(0, 1),
		});
		expect(error?.description).toMatch(/^It was not answered within 20 seconds\./);
		expect(boughtBy(host)).toEqual({ answers: 1, texts: 1 });
	}, 20_000);

	it('asks again for what the provider refused', async () => {
		const host = await startHost();
		const effect: CallEffect = { kind: 'status', status: 503 };
		host.server.faults.add({ call: { method: 'POST' }, effect });
		const { itemsOf } = await run(host.engine, {
			nodes: [categorizeNode({}, RETRY)],
			items: MAILS.slice(0, 1),
		});
		expect(itemsOf(CATEGORIZE, DONE)).toHaveLength(1);
		expect(boughtBy(host)).toEqual({ answers: 1, texts: 1 });
	});

	it('buys once when the first try was refused before the purchase', async () => {
		const host = await startHost();
		host.server.faults.add({ call: { method: 'POST' }, effect: { kind: 'status', status: 401 } });
		const { error, itemsOf } = await run(host.engine, {
			nodes: [categorizeNode({}, { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 })],
			items: MAILS.slice(0, 1),
		});
		expect(error).toBeUndefined();
		expect(itemsOf(CATEGORIZE, DONE)).toHaveLength(1);
		expect(boughtBy(host)).toEqual({ answers: 1, texts: 1 });
	});
});

describe('Retry of a failed execution', () => {
	const ZEBRAS = { text: 'Zebras graze.' };
	const settings = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };

	it('asks again, for the settings may be others now', async () => {
		const host = await startHost();
		const nodes = [categorizeNode({ noMatch: 'fail' }, settings)];
		const failed = await run(host.engine, { nodes, items: [ZEBRAS] });
		expect(failed.status).toBe('error');
		const { jsonOf } = await run(host.engine, {
			nodes: [categorizeNode({ noMatch: 'other' }, settings)],
			executionId: '2',
			retryOf: failed.data,
		});
		expect(jsonOf(CATEGORIZE, DONE)).toMatchObject([{ category: 'Other' }]);
		expect(boughtBy(host).answers).toBe(2);
	});

	it('finds what was on the way', async () => {
		const host = await startHost({ holdAnswers: true });
		const canvas: Canvas = {
			nodes: [categorizeNode()],
			wires: [SELF],
			settings: { executionTimeout: 60 },
		};
		const failed = await run(host.engine, canvas);
		expect(failed.status).toBe('error');
		await host.finishJobs();
		const { jsonOf } = await run(host.engine, {
			...canvas,
			executionId: '2',
			retryOf: failed.data,
		});
		expect(jsonOf(CATEGORIZE, DONE)).toHaveLength(3);
		expect(boughtBy(host)).toEqual({ answers: 3, texts: 3 });
	}, 20_000);
});

it('sends nothing again whose reply was lost: it may have been bought', async () => {
	const host = await startHost();
	host.server.faults.add({ call: { method: 'POST' }, effect: { kind: 'drop-after' } });
	const { jsonOf } = await run(host.engine, {
		nodes: [categorizeNode(), plainNode('Alert')],
		wires: [SELF, [CATEGORIZE, 'Alert', FAILED]],
	});
	expect(jsonOf(CATEGORIZE, DONE)).toHaveLength(2);
	expect(jsonOf('Alert')).toMatchObject([{ _offpeak: { outcome: 'failed' } }]);
	expect(boughtBy(host)).toEqual({ answers: 3, texts: 3 });
});
