import type { IDataObject } from 'n8n-workflow';
import type { CallEffect } from '../../../local-server/src';
import {
	CATEGORIZE,
	DONE,
	FAILED,
	MAILS,
	RUNNING,
	START,
	categorizeNode,
	plainNode,
	type Canvas,
	type Wire,
} from '../../support/nodes/canvas';
import { closeHosts, engineFor, startHost } from '../../support/nodes/host';
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
const SEND = { method: 'POST', path: '/v1/responses' };
const LOOK = { method: 'GET', path: '/v1/responses/' };
const LOOPED: Canvas = {
	nodes: [categorizeNode(), plainNode('Alert')],
	wires: [SELF, [CATEGORIZE, 'Alert', FAILED]],
};

describe('bad input is refused before anything is bought', () => {
	it.each<[string, Parameters<typeof categorizeNode>[0], readonly IDataObject[], RegExp]>([
		['there is one category', { categories: { category: [{ name: 'A' }] } }, MAILS, /categor/i],
		[
			'a typed model is unknown',
			{ model: { __rl: true, mode: 'id', value: 'nope' } },
			MAILS,
			/"nope"/,
		],
		['the advanced settings are no JSON', { options: { advanced: '{' } }, MAILS, /Advanced/],
		[
			'the advanced settings set what the node sets',
			{ options: { advanced: '{"background": false}' } },
			MAILS,
			/must not set "background"/,
		],
		[
			'an e-mail is only a preview',
			{},
			[...MAILS, { threadId: '1', snippet: 'Hello' }],
			/^Item 3 holds only/,
		],
		[
			'a text is too long for the provider, even the last of many',
			{ options: { maxCharacters: 20_000_000 } },
			[
				...Array.from({ length: 150 }, (_, n) => ({ text: `invoice ${n}` })),
				{ text: 'x'.repeat(11_000_000) },
			],
			/^Item 150 takes 11\.0 MB/,
		],
	])('when %s', async (_, parameters, items, message) => {
		const host = await startHost();
		const { error, parks } = await run(host.engine, {
			nodes: [categorizeNode(parameters)],
			wires: [SELF],
			items,
		});
		expect(error?.message).toMatch(message);
		expect(parks).toEqual([]);
		expect(host.server.stats().bought).toEqual([]);
	});

	it('when the Base URL is not allowed', async () => {
		const { error } = await run(engineFor('http://api.example.com/v1'), {
			nodes: [categorizeNode()],
		});
		expect(error?.message).toMatch(/^The Base URL must start with https/);
	});
});

describe('a fault of a look that passes', () => {
	it.each<[string, CallEffect]>([
		['a 503', { kind: 'status', status: 503 }],
		['a 429', { kind: 'status', status: 429 }],
		['a connection that breaks', { kind: 'drop-before' }],
		['an answer that breaks off', { kind: 'torn', bytes: 9 }],
	])('costs no answer: %s', async (_, effect) => {
		const host = await startHost();
		host.server.faults.add({ call: LOOK, effect, times: 2 });
		const { jsonOf, error, order } = await run(host.engine, LOOPED);
		expect(error).toBeUndefined();
		expect(order).toEqual([START, CATEGORIZE]);
		expect(jsonOf(CATEGORIZE, DONE).map(({ id }) => id)).toEqual(['m-1', 'm-2', 'm-3']);
	});

	it('is waited out in the loop, however long it takes', async () => {
		const host = await startHost();
		const fault = host.server.faults;
		fault.add({ call: LOOK, effect: { kind: 'status', status: 503 }, times: 40 });
		const { jsonOf, parks } = await run(host.engine, LOOPED);
		expect(parks.length).toBeGreaterThan(1);
		expect(jsonOf(CATEGORIZE, DONE)).toHaveLength(3);
		expect(host.server.stats().bought.map(({ times }) => times)).toEqual([1, 1, 1]);
	}, 20_000);
});

describe('a fault of a look that lasts', () => {
	it('is the failure of its item, and costs no other its answer', async () => {
		const host = await startHost();
		host.server.faults.add({ call: LOOK, effect: { kind: 'status', status: 403, message: 'No.' } });
		const { jsonOf } = await run(host.engine, LOOPED);
		expect(jsonOf(CATEGORIZE, DONE)).toHaveLength(2);
		expect(jsonOf('Alert')).toMatchObject([
			{ _offpeak: { outcome: 'failed', reason: expect.stringMatching(/may not do that.*No\./) } },
		]);
	});

	it('such as an answer that is gone says so', async () => {
		const host = await startHost();
		host.server.faults.add({ call: LOOK, effect: { kind: 'status', status: 410 } });
		const { jsonOf } = await run(host.engine, LOOPED);
		expect(jsonOf('Alert')).toMatchObject([
			{ _offpeak: { reason: expect.stringContaining('no longer has this answer') } },
		]);
	});
});

describe('no room at the provider', () => {
	it('is waited out while there is time', async () => {
		const host = await startHost();
		const effect: CallEffect = { kind: 'status', status: 429, headers: { 'retry-after': '3' } };
		host.server.faults.add({ call: SEND, effect });
		const { jsonOf, parks } = await run(host.engine, LOOPED);
		expect(time.sleeps).toContain(3_000);
		expect(parks).toEqual([]);
		expect(jsonOf(CATEGORIZE, DONE)).toHaveLength(3);
	});

	it('for longer than a worker may be held parks, and buys the row afterwards, once', async () => {
		const host = await startHost();
		const effect: CallEffect = { kind: 'status', status: 429, headers: { 'retry-after': '15' } };
		host.server.faults.add({ call: SEND, effect });
		const { jsonOf, parks } = await run(host.engine, LOOPED);
		expect(time.sleeps).not.toContain(15_000);
		expect(parks).toHaveLength(1);
		expect(jsonOf(CATEGORIZE, DONE).map(({ id }) => id)).toEqual(['m-1', 'm-2', 'm-3']);
		expect(host.server.stats().bought.map(({ times }) => times)).toEqual([1, 1, 1]);
	});
});

describe('a key that is revoked between two slices', () => {
	it('fails what is left, and costs no answer that was bought', async () => {
		const host = await startHost();
		const items = Array.from({ length: 150 }, (_, n) => ({ n, text: `invoice ${n}` }));
		const { jsonOf, status } = await run(host.engine, {
			...LOOPED,
			items,
			onPark: () => {
				host.server.faults.add({
					call: SEND,
					effect: { kind: 'status', status: 401 },
					times: 'always',
				});
			},
		});
		expect(status).toBe('success');
		expect(jsonOf(CATEGORIZE, DONE)).toHaveLength(100);
		expect(jsonOf('Alert')).toHaveLength(50);
		expect(jsonOf('Alert')[0]).toMatchObject({
			n: 100,
			_offpeak: { reason: expect.stringMatching(/^The API key was not accepted/) },
		});
	}, 60_000);
});

describe('when nothing succeeded', () => {
	it('the node fails, so that error workflows fire', async () => {
		const host = await startHost();
		const { error } = await run(host.engine, { nodes: [categorizeNode()], items: [{ text: '' }] });
		expect(error).toEqual({
			message: 'The item failed.',
			description:
				'The text is empty, so it was not sent. To go on all the same, wire the output Failed.',
		});
	});

	it('and Failed is wired, the items leave there', async () => {
		const host = await startHost();
		const { status, jsonOf } = await run(host.engine, { ...LOOPED, items: [{ text: '' }, {}] });
		expect(status).toBe('success');
		expect(jsonOf('Alert')).toHaveLength(2);
	});

	it('and On Error is Continue, the items leave on Failed and the workflow goes on', async () => {
		const host = await startHost();
		const { status, itemsOf } = await run(host.engine, {
			nodes: [categorizeNode({}, { onError: 'continueRegularOutput' })],
			items: [{ text: '' }],
		});
		expect(status).toBe('success');
		expect(itemsOf(CATEGORIZE, FAILED)).toHaveLength(1);
	});
});

it('hints at items that failed beside others, where Failed is not wired', async () => {
	const host = await startHost();
	const { hintsOf } = await run(host.engine, {
		nodes: [categorizeNode()],
		items: [...MAILS, { text: '' }],
	});
	expect(hintsOf(CATEGORIZE)).toEqual([
		'1 item failed. Open the output Failed to see why, and wire it to act on them.',
	]);
});

describe('On Error → Continue', () => {
	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'never puts an error on the loop (%s)',
		async (onError) => {
			const host = await startHost();
			host.server.faults.add({
				call: {},
				effect: { kind: 'status', status: 401 },
				times: 'always',
			});
			const { order, itemsOf, status } = await run(host.engine, {
				nodes: [categorizeNode({}, { onError, alwaysOutputData: true })],
				wires: [SELF],
			});
			expect(status).toBe('success');
			expect(order).toEqual([START, CATEGORIZE]);
			expect(itemsOf(CATEGORIZE, RUNNING)).toEqual([]);
			expect(
				itemsOf(CATEGORIZE, onError === 'continueErrorOutput' ? 3 : FAILED).map(({ json }) => json),
			).toMatchObject([{ error: expect.stringMatching(/^The API key was not accepted/) }]);
		},
	);
});
