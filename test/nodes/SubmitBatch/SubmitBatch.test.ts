import { closeHosts, boughtAt, startHost } from '../../support/nodes/host';
import { DONE, FAILED, MAILS, POLL, SUBMIT, submitNode } from '../../support/nodes/canvas';
import { run } from '../../support/nodes/run';
import { submit, submitAndPoll } from '../../support/nodes/submit';

afterEach(closeHosts);

describe('one job from all items', () => {
	it('makes one item with label, status, items, expectedBy and the handle', async () => {
		const { jsonOf, error, host } = await submit();
		expect(error).toBeUndefined();
		const [json, ...more] = jsonOf(SUBMIT);
		expect(more).toEqual([]);
		expect(json).toEqual({
			label: 'Weekly review',
			status: 'submitted',
			items: 3,
			estimatedCost: 0,
			estimatedSaving: 0,
			skipped: 0,
			reused: false,
			expectedBy: expect.any(String),
			dashboardUrl: null,
			handle: {
				version: 2,
				kind: 'batch',
				id: expect.stringMatching(/^op_[0-9a-f]{24}$/),
				service: 'openai',
				baseUrl: host.baseUrl,
				label: 'Weekly review',
				rowCount: 3,
				createdAt: expect.any(String),
				round: 1,
				shardCount: 1,
				shards: [{ batchId: expect.stringMatching(/^batch_/), index: 1, round: 1 }],
			},
		});
	});

	it('expects the answers one day after the job was made', async () => {
		const { jsonOf } = await submit();
		const [{ expectedBy, handle } = {}] = jsonOf(SUBMIT);
		const createdAt = Date.parse(String(Object(handle).createdAt));
		expect(Date.parse(String(expectedBy)) - createdAt).toBe(24 * 3_600_000);
	});

	it('buys one batch, and each item once', async () => {
		const { host } = await submit();
		await host.finishJobs();
		expect(boughtAt(host)).toEqual({ batches: 1, files: 2 });
		expect(host.server.stats().bought.map(({ times }) => times)).toEqual([1, 1, 1]);
	});

	it('links the item to every item that went in', async () => {
		const { itemsOf } = await submit();
		expect(itemsOf(SUBMIT).map(({ pairedItem }) => pairedItem)).toEqual([
			[{ item: 0 }, { item: 1 }, { item: 2 }],
		]);
	});

	it('takes the name of the workflow as the label unless told', async () => {
		const { jsonOf } = await submit({ label: '  Inbox, week 47  ' });
		expect(jsonOf(SUBMIT)).toMatchObject([
			{ label: 'Inbox, week 47', handle: { label: 'Inbox, week 47' } },
		]);
	});

	it('says what the provider of the credential changes', async () => {
		const { hintsOf } = await submit();
		expect(hintsOf(SUBMIT)).toContain(
			'The local server’s demo answers by comparing words: it is not a language model.',
		);
	});

	it('buys a second job when the workflow runs again', async () => {
		const host = await startHost();
		const nodes = [submitNode()];
		const first = await run(host.engine, { nodes, executionId: '1' });
		const second = await run(host.engine, { nodes, executionId: '2' });
		expect(boughtAt(host).batches).toBe(2);
		expect(Object(second.jsonOf(SUBMIT)[0]).handle.id).not.toBe(
			Object(first.jsonOf(SUBMIT)[0]).handle.id,
		);
	});

	it('gives the job that is there already within the Reuse Window, and says so', async () => {
		const host = await startHost();
		const nodes = [submitNode({ options: { reuseWindowMinutes: 60 } })];
		const first = await run(host.engine, { nodes, executionId: '1' });
		const second = await run(host.engine, { nodes, executionId: '2' });
		expect(boughtAt(host).batches).toBe(1);
		expect(second.jsonOf(SUBMIT)).toEqual([{ ...first.jsonOf(SUBMIT)[0], reused: true }]);
		expect(second.hintsOf(SUBMIT)).toContain(
			'This job was there already, so nothing was bought again. To buy anew, set Options → Reuse Window to 0 and run the whole workflow.',
		);
	});

	it('gives the job of the same run when it is tried again, and asks for no setting that is set already', async () => {
		const host = await startHost();
		const nodes = [submitNode()];
		await run(host.engine, { nodes, executionId: '1' });
		const { jsonOf, hintsOf } = await run(host.engine, { nodes, executionId: '1' });
		expect(boughtAt(host).batches).toBe(1);
		expect(jsonOf(SUBMIT)).toMatchObject([{ reused: true }]);
		expect(hintsOf(SUBMIT).join(' ')).toContain('To buy anew, run the whole workflow.');
		expect(hintsOf(SUBMIT).join(' ')).not.toContain('Reuse Window');
	});
});

describe('the text of an item', () => {
	it('is worked out for each item by itself', async () => {
		const { jsonOf } = await submitAndPoll(
			{ text: '={{ $json.parts.join(" ") }}' },
			{ items: [{ parts: ['pay', 'this', 'bill'] }, { parts: ['a', 'calendar', 'meeting'] }] },
		);
		expect(jsonOf(POLL, DONE).map(({ category }) => category)).toEqual(['Invoice', 'Meeting']);
	});

	it('is the field text, or html where there is none, unless told', async () => {
		const { jsonOf } = await submitAndPoll(
			{ text: '={{ $json.text || $json.html }}' },
			{ items: [{ html: '<p>pay this bill</p>' }, { text: 'a calendar meeting' }] },
		);
		expect(jsonOf(POLL, DONE).map(({ category }) => category)).toEqual(['Invoice', 'Meeting']);
	});

	it('may be the snippet of what is no e-mail', async () => {
		const { jsonOf, error } = await submitAndPoll(
			{ text: '={{ $json.snippet }}' },
			{ items: [{ title: 'A search result', snippet: 'pay this bill' }] },
		);
		expect(error).toBeUndefined();
		expect(jsonOf(POLL, DONE)).toMatchObject([{ category: 'Invoice' }]);
	});

	it.each([
		['an object', '={{ ({ subject: "pay this bill" }) }}', 'Invoice'],
		['a number', '={{ 42 }}', 'Other'],
	])('may be %s', async (_, text, category) => {
		const { jsonOf } = await submitAndPoll({ text }, { items: [{}] });
		expect(jsonOf(POLL, DONE)).toMatchObject([{ category }]);
	});
});

describe('Row ID', () => {
	it('is the position of the item unless told', async () => {
		const { jsonOf } = await submitAndPoll();
		expect(jsonOf(POLL, DONE).map(({ _offpeak }) => Object(_offpeak).id)).toEqual(['0', '1', '2']);
	});

	it.each([
		['short', (id: string) => id],
		['too long for the provider', (id: string) => `${id} ${'x'.repeat(100)}`],
		['not ASCII', (id: string) => `${id} – Übergröße 🙂`],
	])('comes back with each answer when it is %s', async (_, idOf) => {
		const items = MAILS.map((mail) => ({ ...mail, key: idOf(String(mail['id'])) }));
		const { jsonOf } = await submitAndPoll({ options: { rowId: '={{ $json.key }}' } }, { items });
		expect(jsonOf(POLL, DONE).map(({ _offpeak }) => Object(_offpeak).id)).toEqual(
			items.map(({ key }) => key),
		);
	});
});

describe('Keep Fields', () => {
	const mail = {
		subject: 'Your bill',
		text: 'pay this bill',
		long: 'x'.repeat(201),
		html: '<p>pay this bill</p>',
		from: { name: 'Ann', address: 'ann@example.com' },
		size: 12,
	};

	it.each([
		['short fields unless told', {}, { subject: 'Your bill', size: 12 }],
		['all fields', { keepFields: 'all' }, mail],
		['no field', { keepFields: 'none' }, {}],
		[
			'only the fields that are named',
			{ keepFields: 'these', keepFieldNames: ' subject, from.address,, ' },
			{ subject: 'Your bill', 'from.address': 'ann@example.com' },
		],
	])('brings %s back beside the answer', async (_, options, kept) => {
		const { jsonOf } = await submitAndPoll({ options }, { items: [mail] });
		const [json] = jsonOf(POLL, DONE);
		expect(json).toEqual({
			...kept,
			category: 'Invoice',
			categoryValue: 'Label_1',
			confidence: expect.any(Number),
			reason: expect.any(String),
			_offpeak: expect.any(Object),
		});
	});
});

it('marks no answer for a review where Needs Review Below is 0', async () => {
	const { jsonOf, error } = await submitAndPoll({ options: { reviewBelow: 0 } });
	expect(error).toBeUndefined();
	expect(jsonOf(POLL, DONE).map(({ needsReview }) => needsReview)).toEqual([false, false, false]);
});

describe('an empty text', () => {
	const items = [...MAILS.slice(0, 1), { id: 'm-9', subject: 'Nothing', text: '  ' }];

	it('is skipped and reported, unless told otherwise', async () => {
		const { jsonOf, hintsOf, host } = await submitAndPoll({}, { items });
		expect(jsonOf(SUBMIT)).toMatchObject([{ items: 2, skipped: 1 }]);
		expect(hintsOf(SUBMIT)).toContain(
			'Skipped, because the text is empty: 1 of 2. They come back as failed.',
		);
		expect(host.server.stats().linesAccepted).toBe(1);
		expect(jsonOf(POLL, DONE)).toMatchObject([{ id: 'm-1' }]);
		expect(jsonOf(POLL, FAILED)).toEqual([
			{
				id: 'm-9',
				subject: 'Nothing',
				_offpeak: {
					id: '1',
					outcome: 'failed',
					reason: 'The text is empty, so it was not sent.',
					label: 'Weekly review',
					cost: null,
					round: 1,
				},
			},
		]);
	});
});

it('makes one job of 1,000 items', async () => {
	const items = Array.from({ length: 1000 }, (_, n) => ({ n, text: `invoice ${n}` }));
	const { jsonOf, host } = await submitAndPoll({}, { items });
	expect(boughtAt(host)).toEqual({ batches: 1, files: 2 });
	expect(jsonOf(POLL, DONE).map(({ n }) => n)).toEqual(items.map(({ n }) => n));
});
