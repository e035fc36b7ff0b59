import type { IDataObject } from 'n8n-workflow';
import type { BatchFault } from '../../../local-server/src';
import { closeHosts, startHost, type Host } from '../../support/nodes/host';
import {
	DONE,
	FAILED,
	MAILS,
	POLL,
	RUNNING,
	SUBMIT,
	plainNode,
	pollNode,
	submitNode,
	type Canvas,
} from '../../support/nodes/canvas';
import { run, type Finished } from '../../support/nodes/run';
import { crude, lenient } from '../../support/sheets';

afterEach(closeHosts);

const TO_POLL: Canvas['wires'] = [
	[SUBMIT, 'Later'],
	['Later', POLL],
];

interface Asked {
	readonly batch?: BatchFault;
	readonly submit?: Parameters<typeof submitNode>[0];
	readonly poll?: Parameters<typeof pollNode>[0];
	readonly settings?: Parameters<typeof pollNode>[1];
	readonly more?: Canvas['wires'];
	readonly items?: readonly IDataObject[];
}

/** Submits, lets the job end, collects. */
async function collect(asked: Asked = {}): Promise<{ finished: Finished; host: Host }> {
	const host = await startHost();
	if (asked.batch !== undefined) host.server.faults.add({ batch: asked.batch });
	const submitted = await run(host.engine, {
		nodes: [submitNode(asked.submit)],
		...(asked.items === undefined ? {} : { items: asked.items }),
	});
	await host.finishJobs();
	const finished = await run(host.engine, {
		nodes: [pollNode(asked.poll, asked.settings), plainNode('Alert')],
		wires: asked.more ?? [],
		items: submitted.jsonOf(SUBMIT),
	});
	return { finished, host };
}

describe('a result item', () => {
	it('holds the kept fields, then the answer’s, then _offpeak', async () => {
		const { finished } = await collect();
		const [json = {}] = finished.jsonOf(POLL, DONE);
		expect(Object.keys(json)).toEqual([
			...['id', 'subject', 'unread'],
			...['category', 'categoryValue', 'confidence', 'reason'],
			'_offpeak',
		]);
		expect(json).toEqual({
			id: 'm-1',
			subject: 'Your bill',
			unread: true,
			category: 'Invoice',
			categoryValue: 'Label_1',
			confidence: expect.any(Number),
			reason: expect.any(String),
			_offpeak: {
				id: '0',
				outcome: 'succeeded',
				reason: null,
				label: 'Weekly review',
				cost: 0,
				round: 1,
			},
		});
	});

	it('tells with Simplify off where its answer is from and what it was charged by', async () => {
		const { finished } = await collect({ poll: { simplify: false } });
		const [json = {}] = finished.jsonOf(POLL, DONE);
		expect(json['category']).toBe('Invoice');
		expect(json['_offpeak']).toEqual({
			...{ id: '0', outcome: 'succeeded', reason: null, label: 'Weekly review' },
			...{ cost: 0, round: 1, position: 0, mayBeTriedAgain: false },
			jobId: expect.stringMatching(/^op_/),
			batchId: expect.stringMatching(/^batch_/),
			provider: 'local',
			model: 'demo',
			sentAt: expect.stringMatching(/Z$/),
			answeredAt: expect.stringMatching(/Z$/),
			usage: {
				inputTokens: expect.any(Number),
				cachedTokens: 0,
				outputTokens: expect.any(Number),
			},
		});
	});

	it('knows with Simplify off of a failed item whether another try may help', async () => {
		const { finished } = await collect({
			batch: { failLines: { ids: ['r1'], status: 500 } },
			poll: { simplify: false },
		});
		expect(finished.jsonOf(POLL, FAILED)).toMatchObject([
			{
				id: 'm-2',
				_offpeak: { position: 1, mayBeTriedAgain: true, usage: null, model: 'demo' },
			},
		]);
	});

	it('of a job without a batch names none', async () => {
		const { finished } = await collect({ submit: { when: 'now' }, poll: { simplify: false } });
		expect(finished.jsonOf(POLL, DONE)[0]).toMatchObject({
			_offpeak: { jobId: expect.stringMatching(/^op_/), batchId: null, answeredAt: null },
		});
	});

	it('keeps a field of the same name as original_…', async () => {
		const { finished } = await collect({
			items: [{ text: 'pay this bill', category: 'old', reason: 'older', _offpeak: 1 }],
		});
		expect(finished.jsonOf(POLL, DONE)).toMatchObject([
			{
				category: 'Invoice',
				reason: expect.stringContaining('bill'),
				original_category: 'old',
				original_reason: 'older',
				original__offpeak: 1,
			},
		]);
	});

	it('comes in the order of the items, whatever the provider’s', async () => {
		const items = Array.from({ length: 40 }, (_, n) => ({ n, text: `invoice ${n}` }));
		const { finished } = await collect({ items });
		expect(finished.jsonOf(POLL, DONE).map(({ n }) => n)).toEqual(items.map(({ n }) => n));
	});

	it('is right when there is only one', async () => {
		const { finished } = await collect({ items: MAILS.slice(0, 1) });
		expect(finished.jsonOf(POLL, DONE)).toMatchObject([{ id: 'm-1', category: 'Invoice' }]);
	});
});

describe('what an item cost', () => {
	it('is by the user’s own price where one is given, less the discount where it is known', async () => {
		const ownPrice = { price: { input: 1000, output: 10_000 } };
		const { finished } = await collect({ poll: { simplify: false, options: { ownPrice } } });
		for (const { _offpeak } of finished.jsonOf(POLL, DONE)) {
			const { cost, usage } = Object(_offpeak);
			expect(cost).toBeCloseTo((usage.inputTokens * 1000 + usage.outputTokens * 10_000) / 1e6);
			expect(cost).toBeGreaterThan(0);
		}
		expect(finished.hintsOf(POLL)).toEqual([
			expect.stringMatching(/^3 items cost \$\d+\.\d\d, by your own price\.$/),
		]);
	});

	it('is in the report for all of them, with what one by one would have cost', async () => {
		const ownPrice = { price: { input: 1000, output: 10_000 } };
		const { finished } = await collect({ poll: { resultsAs: 'report', options: { ownPrice } } });
		const [{ report, html } = {}] = finished.jsonOf(POLL, DONE);
		const { cost } = Object(report);
		expect(cost).toMatchObject({ source: 'your own', measuredRows: 3, unmeasuredRows: 0 });
		expect(cost.usd).toBeCloseTo((cost.inputTokens * 1000 + cost.outputTokens * 10_000) / 1e6);
		expect(html).toContain('by your own price');
	});
});

it('counts a report over the period and by the kept fields that are asked for', async () => {
	const poll = { resultsAs: 'report', options: { trendBy: 'month', countBy: 'subject' } };
	const { finished } = await collect({ poll });
	const [{ report } = {}] = finished.jsonOf(POLL, DONE);
	expect(report).toMatchObject({ by: [{ field: 'subject' }], trend: { unit: 'month' } });
});

describe('failed items', () => {
	const ONE_FAILS: BatchFault = { failLines: { ids: ['r1'], status: 500 } };

	it('leave on Failed with their fields and the reason, the others on Done', async () => {
		const { finished } = await collect({ batch: ONE_FAILS });
		expect(finished.jsonOf(POLL, DONE).map(({ id }) => id)).toEqual(['m-1', 'm-3']);
		expect(finished.itemsOf(POLL, RUNNING)).toEqual([]);
		expect(finished.jsonOf(POLL, FAILED)).toEqual([
			{
				id: 'm-2',
				subject: 'Thursday',
				unread: false,
				_offpeak: {
					id: '1',
					outcome: 'failed',
					reason: expect.stringMatching(/.{10,}/),
					label: 'Weekly review',
					cost: null,
					round: 1,
				},
			},
		]);
	});

	it.each<[string, BatchFault, string]>([
		['refused', { refuse: { ids: ['r1'] } }, 'refused'],
		['cut off', { truncate: { ids: ['r1'] } }, 'truncated'],
		['filtered', { contentFilter: { ids: ['r1'] } }, 'refused'],
		['not answered', { dropLines: { ids: ['r1'] } }, 'missing'],
		['too late', { expireAfter: 2 }, 'expired'],
	])('are told apart: %s', async (_, batch, outcome) => {
		const { finished } = await collect({ batch });
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(2);
		const [json = {}] = finished.jsonOf(POLL, FAILED);
		expect(json['_offpeak']).toMatchObject({ outcome, reason: expect.stringMatching(/.{10,}/) });
	});

	it('on an output that is not wired are counted in a hint', async () => {
		const { finished } = await collect({ batch: ONE_FAILS });
		expect(finished.hintsOf(POLL)).toEqual([
			'1 item failed. Open the output Failed to see why, and wire it to act on them.',
		]);
	});

	it('on an output that is wired are not', async () => {
		const { finished } = await collect({ batch: ONE_FAILS, more: [[POLL, 'Alert', FAILED]] });
		expect(finished.hintsOf(POLL)).toEqual([]);
		expect(finished.itemsOf('Alert')).toHaveLength(1);
	});

	it('of a kept field called error are no errors to n8n', async () => {
		const { finished } = await collect({
			items: MAILS.map((mail) => ({ ...mail, error: 'from the mail server' })),
			settings: { onError: 'continueErrorOutput' },
		});
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(3);
		expect(finished.itemsOf(POLL, 3)).toEqual([]);
	});
});

describe('a job of which nothing succeeded', () => {
	const ALL_FAIL: BatchFault = { failLines: { every: 1, status: 429 } };

	it('fails the node with the commonest reason, so that error workflows fire', async () => {
		const { finished } = await collect({ batch: ALL_FAIL });
		expect(finished.status).toBe('error');
		expect(finished.error?.message).toBe('None of the 3 items of "Weekly review" succeeded.');
		expect(finished.error?.description).toMatch(
			/^The commonest reason \(3 items\): .+ To see every item, set Settings → On Error to Continue: they then leave on the output Failed\.$/,
		);
	});

	it('leaves on Failed under On Error → Continue', async () => {
		const { finished } = await collect({
			batch: ALL_FAIL,
			settings: { onError: 'continueRegularOutput' },
			more: [[POLL, 'Alert', FAILED]],
		});
		expect(finished.status).toBe('success');
		expect(finished.itemsOf('Alert')).toHaveLength(3);
	});

	it('names the provider’s reason when it refused the whole job', async () => {
		const { finished } = await collect({
			batch: {
				failBatch: { code: 'token_limit_exceeded', message: 'Enqueued token limit reached.' },
			},
		});
		expect(finished.error?.description).toContain(
			'The provider’s queue for this account was full: Enqueued token limit reached. (token_limit_exceeded)',
		);
	});

	it('keeps a label in its words that n8n would take for a system error', async () => {
		const { finished } = await collect({
			batch: ALL_FAIL,
			submit: { label: 'Preexisting' },
		});
		expect(finished.error?.message).toBe('None of the 3 items of "Preexisting" succeeded.');
	});
});

describe('damage at the provider', () => {
	it.each<[string, BatchFault, RegExp]>([
		[
			'a line that is no JSON',
			{ garbageLine: true },
			/^1 of the provider’s result lines could not be read\.$/,
		],
		[
			'a second answer',
			{ duplicateLines: { ids: ['r0'] } },
			/^1 of the provider’s result lines answered a row a second time\.$/,
		],
		[
			'answers to nobody',
			{ unknownLines: 2 },
			/^2 of the provider’s result lines belong to no row of this job\.$/,
		],
	])('is reported and loses no row: %s', async (_, batch, hint) => {
		const { finished } = await collect({ batch });
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(3);
		expect(finished.hintsOf(POLL)).toEqual([expect.stringMatching(hint)]);
	});

	it('of a torn file are waited for: the provider counts one answer more than it holds', async () => {
		const { finished } = await collect({ batch: { tornLastLine: true } });
		expect(finished.itemsOf(POLL, DONE)).toEqual([]);
		expect(finished.jsonOf(POLL, 0)).toMatchObject([
			{ progress: '3 of 3 answered, all answered, results being written' },
		]);
	});
});

describe('Results As File', () => {
	function textOf(finished: Finished): string {
		const [item] = finished.itemsOf(POLL, DONE);
		return Buffer.from(item?.binary?.['data']?.data ?? '', 'base64').toString('utf8');
	}

	it('tells with Simplify off what each item cost', async () => {
		const options = { ownPrice: { price: { input: 1000, output: 1000 } } };
		const poll = { resultsAs: 'file', simplify: false, options };
		const { finished } = await collect({ poll });
		const csv = textOf(finished);
		const [head = '', ...lines] = csv.replace('\uFEFF', '').trimEnd().split('\r\n');
		const column = head.split(',').indexOf('_offpeak.cost');
		expect(column).toBeGreaterThan(0);
		const fromEnd = column - head.split(',').length;
		const costs = lines.map((line) => Number(line.split(',').at(fromEnd)));
		expect(costs).toHaveLength(3);
		expect(costs.every((cost) => cost > 0)).toBe(true);
	});

	it('is one item with a CSV of every item, also the failed ones', async () => {
		const { finished } = await collect({
			batch: { failLines: { ids: ['r1'], status: 500 } },
			poll: { resultsAs: 'file' },
		});
		const [item, ...more] = finished.itemsOf(POLL, DONE);
		expect(more).toEqual([]);
		expect(item?.json).toEqual({ label: 'Weekly review', items: 3, succeeded: 2, failed: 1 });
		expect(item?.binary).toMatchObject({
			data: { fileName: 'Weekly review.csv', mimeType: 'text/csv' },
		});
		const csv = Buffer.from(item?.binary?.['data']?.data ?? '', 'base64').toString('utf8');
		expect(csv.startsWith('\uFEFF')).toBe(true);
		expect(csv.trimEnd().split('\r\n')).toHaveLength(4);
		expect(finished.itemsOf(POLL, FAILED)).toHaveLength(1);
	});

	it('names the row, and why it failed, in columns of its own', async () => {
		const { finished } = await collect({
			batch: { failLines: { ids: ['r1'], status: 500 } },
			poll: { resultsAs: 'file' },
		});
		const [head, ...rows] = lenient(textOf(finished), ',');
		expect(head).toEqual([
			...['id', 'subject', 'unread'],
			...['category', 'categoryValue', 'confidence', 'reason'],
			...['offpeak_id', 'offpeak_outcome', 'offpeak_reason'],
		]);
		expect(rows.map((row) => row.slice(-3))).toEqual([
			['0', 'succeeded', ''],
			['1', 'failed', expect.stringMatching(/.{10,}/)],
			['2', 'succeeded', ''],
		]);
		expect(rows[1]?.slice(0, 7)).toEqual(['m-2', 'Thursday', 'false', '', '', '', '']);
	});

	it('has the columns of _offpeak with Simplify off alone', async () => {
		const off = await collect({ poll: { resultsAs: 'file', simplify: false } });
		const [head = []] = lenient(textOf(off.finished), ',');
		expect(head.filter((name) => !name.startsWith('_offpeak.'))).toEqual([
			...['id', 'subject', 'unread'],
			...['category', 'categoryValue', 'confidence', 'reason'],
		]);
		expect(head).toEqual(
			expect.arrayContaining(['_offpeak.id', '_offpeak.outcome', '_offpeak.usage.inputTokens']),
		);
		expect(head.filter((name) => name.startsWith('offpeak_'))).toEqual([]);
	});

	it('keeps a field that has one of its names', async () => {
		const items = [{ text: 'pay this bill', offpeak_id: 'mine', original_offpeak_id: 'older' }];
		const { finished } = await collect({ items, poll: { resultsAs: 'file' } });
		const [head = [], row = []] = lenient(textOf(finished), ',');
		const cells = new Map(head.map((name, index) => [name, row[index]]));
		expect(cells.get('offpeak_id')).toBe('0');
		expect(cells.get('original_original_offpeak_id')).toBe('mine');
		expect(cells.get('original_offpeak_id')).toBe('older');
	});

	it.each([
		['comma', ','],
		['semicolon', ';'],
		['tab', '\t'],
		['nonsense', ','],
	])('is separated as the option says: %s', async (separator, character) => {
		const { finished } = await collect({ poll: { resultsAs: 'file', options: { separator } } });
		const csv = textOf(finished);
		expect(csv.startsWith(`\uFEFFid${character}subject${character}unread${character}`)).toBe(true);
		expect(lenient(csv, character).map(({ length }) => length)).toEqual([10, 10, 10, 10]);
	});

	it('runs nothing that a stranger wrote into it, whatever separates', async () => {
		const subject = 'Sale;=HYPERLINK("https://example.com");now\n=1+1';
		const items = [{ id: 'm-1', subject, text: 'pay this bill' }];
		for (const separator of ['comma', 'semicolon', 'tab']) {
			const poll = { resultsAs: 'file', options: { separator } };
			const { finished } = await collect({ items, poll });
			for (const other of [',', ';', '\t', '|']) {
				for (const read of [lenient, crude]) {
					const cells = read(textOf(finished), other).flat();
					expect(cells.filter((cell) => /^[\s"]*[=+\-@]/.test(cell))).toEqual([]);
				}
			}
		}
	});
});

it('puts results out that wait behind another node', async () => {
	const host = await startHost();
	const finished = await run(host.engine, {
		nodes: [submitNode(), plainNode('Later'), pollNode()],
		wires: [...(TO_POLL ?? []), [POLL, POLL, RUNNING]],
		onPark: () => host.finishJobs(),
	});
	expect(finished.itemsOf(POLL, DONE)).toHaveLength(3);
});
