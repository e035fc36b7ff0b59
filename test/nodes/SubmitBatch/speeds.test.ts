import type { IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { PRICES } from '../../../core/providers/prices';
import { runWorkflow } from '../../../harness/n8n-engine/engine';
import {
	NOTHING_BOUGHT,
	boughtAt,
	closeHosts,
	engineFor,
	startHost,
	type Host,
} from '../../support/nodes/host';
import {
	DONE,
	FAILED,
	MAILS,
	POLL,
	SELF_LOOP,
	START,
	SUBMIT,
	draw,
	pollNode,
	submitNode,
	type Canvas,
} from '../../support/nodes/canvas';
import { changeAnswers } from '../../support/core/packed';
import { chargeForLocalModels } from '../../support/nodes/prices';
import { run, type Finished } from '../../support/nodes/run';

afterEach(async () => {
	jest.restoreAllMocks();
	await closeHosts();
});

function canvas(parameters: Parameters<typeof submitNode>[0]): Canvas {
	return { nodes: [submitNode(parameters), pollNode()], wires: [[SUBMIT, POLL], SELF_LOOP] };
}

async function submit(
	parameters: Parameters<typeof submitNode>[0],
	items: readonly IDataObject[] = MAILS,
): Promise<Finished & { host: Host }> {
	const host = await startHost();
	const onPark = (): Promise<void> => host.finishJobs();
	return { ...(await run(host.engine, { ...canvas(parameters), items, onPark })), host };
}

describe('When Do You Need It?', () => {
	it.each(['batch', 'background', 'now'])('gives the same result items for %s', async (when) => {
		const { jsonOf, error } = await submit({ when });
		expect(error).toBeUndefined();
		expect(
			jsonOf(POLL, DONE).map(({ id, category, categoryValue }) => [id, category, categoryValue]),
		).toEqual([
			['m-1', 'Invoice', 'Label_1'],
			['m-2', 'Meeting', null],
			['m-3', 'Invoice', 'Label_1'],
		]);
	});

	it('Now puts the answers out at once', async () => {
		const { jsonOf, parks, host } = await submit({ when: 'now' });
		expect(parks).toEqual([]);
		expect(jsonOf(SUBMIT)).toMatchObject([
			{ status: 'answered', answers: [{ id: 'm-1', category: 'Invoice' }, {}, {}] },
		]);
		expect(boughtAt(host).batches).toBe(0);
	});

	it('Now puts out the answers of all items, as Poll Batch does, also of those that failed', async () => {
		chargeForLocalModels();
		const items = Array.from({ length: 12 }, (_, n) => ({
			n,
			text: n === 7 ? '' : `invoice ${n}`,
		}));
		const { jsonOf } = await submit({ when: 'now', options: { emptyText: 'skip' } }, items);
		const [{ answers } = {}] = jsonOf(SUBMIT);
		expect(answers).toMatchObject(
			items.map(({ n }) => ({ n, _offpeak: { outcome: n === 7 ? 'failed' : 'succeeded' } })),
		);
		const failed = jsonOf(POLL, FAILED);
		expect(answers).toEqual(jsonOf(POLL, DONE).toSpliced(7, 0, ...failed));
		expect(Object(answers)[0]._offpeak.cost).toBeGreaterThan(0);
	});

	it.each([
		['batch', 'submitted'],
		['now', 'answered'],
	])('may be an expression that gives %s', async (when, status) => {
		const { jsonOf, error } = await submit({ when: `={{ $json.text ? "${when}" : "" }}` });
		expect(error).toBeUndefined();
		expect(jsonOf(SUBMIT)).toMatchObject([{ status }]);
		expect(jsonOf(POLL, DONE)).toHaveLength(3);
	});

	it('In Minutes makes one call for each item and no batch', async () => {
		const { jsonOf, host } = await submit({ when: 'background' });
		expect(jsonOf(SUBMIT)).toMatchObject([{ status: 'submitted', items: 3 }]);
		expect(boughtAt(host).batches).toBe(0);
		expect(host.server.stats().bought.map(({ times }) => times)).toEqual([1, 1, 1]);
	});

	it('Now fails an item by itself', async () => {
		const host = await startHost();
		host.server.faults.add({
			call: { method: 'POST', path: '/v1/responses' },
			effect: { kind: 'status', status: 400, message: 'No.' },
		});
		const { jsonOf } = await run(host.engine, canvas({ when: 'now' }));
		expect(jsonOf(POLL, DONE)).toHaveLength(2);
		expect(jsonOf(POLL, FAILED)).toMatchObject([{ _offpeak: { outcome: 'failed' } }]);
	});

	it('marks answers that need a review, whatever the speed', async () => {
		const { jsonOf } = await submit({ when: 'now', options: { reviewBelow: 1 } });
		expect(jsonOf(POLL, DONE).map(({ needsReview }) => needsReview)).toEqual([true, true, true]);
	});

	it('refuses what an expression must not give', async () => {
		const { error, host } = await submit({ when: '={{ "tomorrow" }}' });
		expect(error).toEqual({
			message: '"tomorrow" is no answer to When Do You Need It?',
			description:
				'An expression there must give batch (within 24 hours), background (in minutes) or now.',
		});
		expect(boughtAt(host)).toEqual(NOTHING_BOUGHT);
	});
});

describe('Run', () => {
	it('Try First 5 Now answers five items and queues nothing', async () => {
		const items = Array.from({ length: 9 }, (_, n) => ({ n, text: `invoice ${n}` }));
		const { jsonOf, host } = await submit({ run: 'try' }, items);
		expect(jsonOf(POLL, DONE).map(({ n }) => n)).toEqual([0, 1, 2, 3, 4]);
		expect(boughtAt(host).batches).toBe(0);
	});

	it('Estimate Only buys nothing, and Poll Batch says why there is no job', async () => {
		const { jsonOf, error, host } = await submit({ run: 'estimate' });
		expect(jsonOf(SUBMIT)).toMatchObject([{ items: 3, status: 'estimated' }]);
		expect(error).toEqual({
			message: 'Submit Batch only estimated: there is no job to look at.',
			description: 'Set Run to All Items there.',
		});
		expect(boughtAt(host)).toEqual(NOTHING_BOUGHT);
	});

	it('Estimate Only compares the three speeds in money and time', async () => {
		const { jsonOf } = await submit({ run: 'estimate' });
		expect(jsonOf(SUBMIT)).toMatchObject([
			{
				within24Hours: { usd: { low: 0, high: 0 }, seconds: expect.any(Object) },
				inMinutes: { seconds: expect.any(Object) },
				now: { seconds: expect.any(Object) },
				recommendation: expect.any(String),
				summary: expect.any(String),
			},
		]);
	});

	it.each([
		['batch', 'within24Hours', 0.5],
		['background', 'inMinutes', 1],
		['now', 'now', 1],
	])('Estimate Only says what the way costs that is set (%s)', async (when, field, share) => {
		chargeForLocalModels();
		const { jsonOf } = await submit({ run: 'estimate', when });
		const [json = {}] = jsonOf(SUBMIT);
		const { high } = Object(json[field]).usd;
		const now = Object(json['now']).usd.high;
		expect(high / now).toBeCloseTo(share);
		expect(json).toMatchObject({ estimatedCost: high, estimatedSaving: now - high });
	});

	it.each([
		['within the budget', { budget: 5 }],
		['0, which never stops', { budget: 0 }],
	])('goes on when the estimate is %s', async (_, options) => {
		const { error, hintsOf } = await submit({ options });
		expect(error).toBeUndefined();
		expect(hintsOf(SUBMIT).filter((hint) => hint.includes('price'))).toEqual([]);
	});

	it('Estimate Only takes the user’s own price, and says that it is', async () => {
		const options = { ownPrice: { price: { input: 100, output: 400 } } };
		const { jsonOf } = await submit({ run: 'estimate', options });
		const [{ now, summary } = {}] = jsonOf(SUBMIT);
		expect(now).toMatchObject({ priceSource: 'your own', usd: { high: expect.any(Number) } });
		expect(Object(now).usd.low).toBeGreaterThan(0.001);
		expect(summary).toMatch(/Now: .*by your own price; takes 1 to 6 seconds\./);
	});

	it('stops when the estimate exceeds the budget, before the provider is asked anything', async () => {
		const [price] = PRICES.openai;
		const { error } = await run(engineFor('https://api.openai.com/v1'), {
			nodes: [
				submitNode({
					model: { __rl: true, mode: 'list', value: price?.model ?? '' },
					options: { budget: 0.000001 },
				}),
			],
		});
		expect(error?.message).toMatch(
			/^This would cost up to \S+, more than the \S.* that are allowed\. Nothing was sent\.$/,
		);
		expect(error?.description).toMatch(/^Raise Options → Stop if Estimate Exceeds/);
	});
});

describe('Reuse Window', () => {
	const options = { reuseWindowMinutes: 60 };
	const UNUSED = /^Reuse Window works for Within 24 Hours only: every item was asked anew\./;

	it.each(['background', 'now'])('does not work for %s, and says so', async (when) => {
		const { hintsOf, error } = await submit({ when, options });
		expect(error).toBeUndefined();
		expect(hintsOf(SUBMIT)).toContainEqual(expect.stringMatching(UNUSED));
	});

	it.each([{ when: 'batch' }, { run: 'try' }, { run: 'estimate' }])(
		'has nothing to say about %j',
		async (parameters) => {
			const { hintsOf } = await submit({ ...parameters, options });
			expect(hintsOf(SUBMIT)).not.toContainEqual(expect.stringMatching(UNUSED));
		},
	);
});

describe('Packing', () => {
	const INBOX = Array.from({ length: 30 }, (_, n) => ({ n, text: `Invoice ${n}, please pay.` }));
	const options = { packing: 'automatic' };

	it('Automatic gives every item the answer that it has alone, in a few calls', async () => {
		const alone = await submit({}, INBOX);
		const packed = await submit({ options }, INBOX);
		const bare = ({ jsonOf }: Finished): unknown =>
			jsonOf(POLL, DONE).map(({ _offpeak, ...json }) => [json, Object(_offpeak).id]);
		expect(packed.error).toBeUndefined();
		expect(bare(packed)).toEqual(bare(alone));
		expect(alone.host.server.stats().linesAccepted).toBe(30);
		expect(packed.host.server.stats().linesAccepted).toBe(2);
	});

	it('is off unless set, and Estimate Only says what it would save', async () => {
		const off = await submit({ run: 'estimate' }, INBOX);
		const on = await submit({ run: 'estimate', options }, INBOX);
		expect(off.jsonOf(SUBMIT)[0]?.['summary']).toMatch(/Packing set to Automatic would take about/);
		expect(on.jsonOf(SUBMIT)[0]?.['summary']).toMatch(/Packing alone makes the batch take/);
	});

	it.each(['background', 'now'])('is left out for %s, and says so', async (when) => {
		const { error, hintsOf, jsonOf } = await submit({ when, options }, INBOX);
		expect(error).toBeUndefined();
		expect(jsonOf(POLL, DONE)).toHaveLength(30);
		expect(hintsOf(SUBMIT)).toContainEqual(
			expect.stringMatching(/^Packing works for Within 24 Hours/),
		);
	});

	it('is left out for answers as text, and says so', async () => {
		const { hintsOf, host } = await submit(
			{ task: 'custom', prompt: 'Translate.', options },
			INBOX,
		);
		expect(hintsOf(SUBMIT)).toContainEqual(expect.stringMatching(/^Packing is off for this job/));
		expect(host.server.stats().linesAccepted).toBe(30);
	});

	it('asks alone for what a shared call left out, with Try Failed Items Again', async () => {
		let isFirst = true;
		const answerer = changeAnswers((entries) => {
			const taken = isFirst ? entries.slice(1) : entries;
			isFirst = false;
			return taken;
		});
		const host = await startHost({ answerer });
		const { jsonOf, error } = await run(host.engine, {
			nodes: [submitNode({ options }), pollNode({ options: { retries: 1 } })],
			wires: [[SUBMIT, POLL], SELF_LOOP],
			items: INBOX.slice(0, 10),
			onPark: () => host.finishJobs(),
		});
		expect(error).toBeUndefined();
		expect(jsonOf(POLL, DONE).map(({ n }) => n)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
		expect(host.server.stats().bought.map(({ times }) => times)).toEqual([1, 1]);
	});
});

describe('Categories from an expression', () => {
	it.each([
		['names', '={{ ["Invoice", "Meeting"] }}', null],
		['text with commas', 'Invoice, Meeting', null],
		['JSON text', '["Invoice", "Meeting"]', null],
		['Gmail labels', '={{ [{ id: "L1", name: "Invoice" }, { id: "L2", name: "Meeting" }] }}', 'L1'],
	])('may be %s', async (_, categoriesExpression, categoryValue) => {
		const { jsonOf } = await submit({ categoriesFrom: 'expression', categoriesExpression });
		expect(jsonOf(POLL, DONE)[0]).toMatchObject({ category: 'Invoice', categoryValue });
	});
});

describe('Text from An Input File', () => {
	async function submitFile(
		binary: IBinaryKeyData,
	): Promise<Finished | { error: Finished['error'] }> {
		const host = await startHost();
		const items: INodeExecutionData[] = [{ json: { id: 1 }, binary, pairedItem: { item: 0 } }];
		const { data } = await runWorkflow(draw(canvas({ source: 'file', options: {} })), host.engine, {
			startNode: START,
			pinData: { [START]: items },
			onPark: () => host.finishJobs(),
		});
		const json = data.resultData.runData[POLL]?.at(-1)?.data?.['main']?.[DONE]?.[0]?.json;
		const { error } = data.resultData;
		return Object.assign(Object(json), {
			error:
				error === undefined
					? undefined
					: { message: error.message, description: String(error.description) },
		});
	}

	function file(fileName: string, mimeType: string, content: string | Buffer): IBinaryKeyData {
		return { data: { fileName, mimeType, data: Buffer.from(content).toString('base64') } };
	}

	it.each([
		['a text', file('a.txt', 'text/plain', 'pay this bill')],
		['Markdown', file('a.md', 'application/octet-stream', '# pay this bill')],
		[
			'subtitles',
			file('a.srt', 'application/x-subrip', '1\n00:00:01,000 --> 00:00:02,000\npay this bill\n'),
		],
		[
			'web subtitles',
			file('a.vtt', 'text/vtt', 'WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>pay this bill\n'),
		],
		['UTF-16', file('a.txt', 'text/plain', Buffer.from('\uFEFFpay this bill', 'utf16le'))],
	])('reads %s', async (_, binary) => {
		expect(await submitFile(binary)).toMatchObject({
			id: 1,
			category: 'Invoice',
			fileName: binary['data']?.fileName,
		});
	});

	it('refuses what is no text, with the node that can read it', async () => {
		const { error } = await submitFile(file('a.pdf', 'application/pdf', '%PDF'));
		expect(error?.message).toBe('Item 0: the file a.pdf (application/pdf) is no text file.');
		expect(error?.description).toContain('Extract From File');
	});

	it('says that there is no file', async () => {
		const { error } = await submitFile({});
		expect(error?.message).toBe('Item 0 has no file in the field "data".');
	});
});
