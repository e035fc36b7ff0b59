import type { CallEffect } from '../../../local-server/src';
import {
	KEY,
	NOTHING_BOUGHT,
	boughtAt,
	closeHosts,
	engineFor,
	startHost,
} from '../../support/nodes/host';
import { SUBMIT, submitNode } from '../../support/nodes/canvas';
import { run } from '../../support/nodes/run';
import { speedUpSleeps } from '../../support/nodes/sleeps';
import { loadNock, socketError } from '../../support/nodes/wire';

let time: ReturnType<typeof speedUpSleeps>;
beforeEach(() => {
	time = speedUpSleeps();
});
afterEach(async () => {
	time.restore();
	await closeHosts();
});

const UPLOAD = { method: 'POST', path: '^/v1/files$' };
const CREATE = { method: 'POST', path: '^/v1/batches$' };

function answering(
	status: number,
	more: Partial<Extract<CallEffect, { kind: 'status' }>> = {},
): CallEffect {
	return { kind: 'status', status, message: 'In the provider’s words.', ...more };
}

interface Fault {
	readonly because: string;
	readonly effect: CallEffect;
	readonly message: string;
	readonly description: string;
}

const WHATEVER_IS_CALLED: readonly Fault[] = [
	{
		because: 'the key is wrong (401)',
		effect: answering(401),
		message: 'The API key was not accepted. The provider says: In the provider’s words.',
		description: 'Check the key in the credential: it may be mistyped, expired or revoked.',
	},
	{
		because: 'the key may not do that (403)',
		effect: answering(403),
		message: 'This API key may not do that. The provider says: In the provider’s words.',
		description:
			'Use a key whose permissions include Files, Batches and Responses (or Chat Completions).',
	},
	{
		because: 'the account has no credit (429 insufficient_quota)',
		effect: answering(429, { code: 'insufficient_quota' }),
		message:
			'The account has no credit left, or its spending limit is reached. The provider says: In the provider’s words.',
		description:
			'Add credit or raise the limit in the provider’s billing settings. Waiting does not help.',
	},
	{
		because: 'too many requests were sent (429)',
		effect: answering(429),
		message: 'Too much was sent in a short time. The provider says: In the provider’s words.',
		description: 'Wait a minute and run again.',
	},
	{
		because: 'the provider has a problem (503)',
		effect: answering(503),
		message: 'The server has a problem (503). The provider says: In the provider’s words.',
		description: 'Try again in a few minutes.',
	},
	{
		because: 'a gateway answers with a page (502)',
		effect: { kind: 'html', status: 502 },
		message: 'The server has a problem (502).',
		description: 'Try again in a few minutes.',
	},
	{
		because: 'a page comes instead of data (200)',
		effect: { kind: 'html', status: 200 },
		message: 'The server answered with a web page instead of data.',
		description:
			'Check the Base URL of the credential: it usually ends in /v1. A proxy or a log-in page may also stand in between.',
	},
	{
		because: 'the connection breaks',
		effect: { kind: 'drop-before' },
		message: 'The connection broke before an answer came (ECONNRESET).',
		description: 'Try again in a minute.',
	},
	{
		because: 'the answer breaks off',
		effect: { kind: 'torn', bytes: 5 },
		message: 'The connection broke before an answer came (ECONNRESET).',
		description: 'Try again in a minute.',
	},
	{
		because: 'a redirect comes (302)',
		effect: answering(302, { headers: { location: 'https://elsewhere.example/' } }),
		message:
			'The server answered with a redirect (302), which is not followed with a key. The provider says: In the provider’s words.',
		description: 'Put the final address into the Base URL of the credential.',
	},
	{
		because: 'the request is refused (400)',
		effect: answering(400),
		message:
			'The provider refused what was sent (400). The provider says: In the provider’s words.',
		description: 'Read the provider’s words and change the setting they name.',
	},
];

describe('the node fails in clear words and buys nothing', () => {
	it.each(WHATEVER_IS_CALLED)('when $because', async ({ effect, message, description }) => {
		const host = await startHost();
		host.server.faults.add({ call: {}, effect, times: 'always' });
		const { error } = await run(host.engine, { nodes: [submitNode()] });
		expect(error).toEqual({ message, description });
		expect(boughtAt(host)).toEqual(NOTHING_BOUGHT);
	});

	it.each(WHATEVER_IS_CALLED)(
		'at the upload, when $because',
		async ({ effect, message, description }) => {
			const host = await startHost();
			host.server.faults.add({ call: UPLOAD, effect, times: 'always' });
			const { error } = await run(host.engine, { nodes: [submitNode()] });
			expect(error).toEqual({ message, description });
			expect(boughtAt(host).batches).toBe(0);
		},
	);

	it('when the Base URL leads nowhere (404)', async () => {
		const host = await startHost();
		const { error } = await run(engineFor(host.baseUrl.replace(/v1$/, 'v2')), {
			nodes: [submitNode()],
		});
		expect(error?.message).toMatch(/^The provider does not know this address or id \(404\)\./);
		expect(error?.description).toMatch(
			/^Check the Base URL of the credential \(it usually ends in \/v1\)/,
		);
		expect(boughtAt(host)).toEqual(NOTHING_BOUGHT);
	});

	it('when the server is not there', async () => {
		const host = await startHost();
		await closeHosts();
		const { error } = await run(host.engine, { nodes: [submitNode()] });
		expect(error).toEqual({
			message: 'The server cannot be reached (ECONNREFUSED).',
			description:
				'Check the Base URL of the credential, and that the server runs and can be reached from here.',
		});
	});
});

describe('a fault that passes is sat out', () => {
	it.each([
		['a 503', answering(503), [2000]],
		['a connection that breaks', { kind: 'drop-before' } as const, [2000]],
		[
			'a 429 that says how long to wait',
			answering(429, { headers: { 'retry-after': '7' } }),
			[7000],
		],
	])('at the upload: %s', async (_, effect, sleeps) => {
		const host = await startHost();
		host.server.faults.add({ call: UPLOAD, effect });
		const { jsonOf } = await run(host.engine, { nodes: [submitNode()] });
		expect(jsonOf(SUBMIT)).toMatchObject([{ status: 'submitted' }]);
		expect(time.sleeps).toEqual(sleeps);
		expect(boughtAt(host).batches).toBe(1);
	});

	it('when the provider refuses the job for lack of room, and says how long to wait', async () => {
		const host = await startHost();
		host.server.faults.add({
			call: CREATE,
			effect: answering(429, { headers: { 'retry-after': '9' } }),
		});
		const { jsonOf } = await run(host.engine, { nodes: [submitNode()] });
		expect(jsonOf(SUBMIT)).toMatchObject([{ status: 'submitted' }]);
		expect(time.sleeps).toEqual([9000]);
		expect(boughtAt(host).batches).toBe(1);
	});
});

describe('the reply to a purchase', () => {
	it.each([
		['is lost', { kind: 'drop-after' } as const],
		['breaks off', { kind: 'torn', bytes: 9 } as const],
	])('is found in the provider’s list when it %s: the job is bought once', async (_, effect) => {
		const host = await startHost();
		host.server.faults.add({ call: CREATE, effect });
		const { jsonOf } = await run(host.engine, { nodes: [submitNode()] });
		expect(jsonOf(SUBMIT)).toMatchObject([{ status: 'submitted', items: 3 }]);
		expect(boughtAt(host).batches).toBe(1);
	});

	it('that no list shows ends in an error that tells what to do, after more than 20 seconds', async () => {
		const host = await startHost();
		host.server.faults.add({ call: CREATE, effect: { kind: 'drop-before' } });
		const { error } = await run(host.engine, { nodes: [submitNode()] });
		expect(error?.message).toMatch(
			/^The provider did not say whether it took job op_[0-9a-f]{24}, and its list does not show it yet\.$/,
		);
		expect(error?.description).toBe(
			'Wait 10 minutes and run this step again with the same items: if the job turns up by then it is used, otherwise it is sent once more.',
		);
		expect(time.sleeps).toEqual([2000, 7000, 13_000]);
		expect(host.server.stats().calls['POST /v1/batches']).toBe(1);
	});

	it('that refuses the job leaves no file behind', async () => {
		const host = await startHost();
		host.server.faults.add({ call: CREATE, effect: answering(400) });
		await run(host.engine, { nodes: [submitNode()] });
		const files = await fetch(`${host.baseUrl}/files`);
		expect(await files.json()).toMatchObject({ data: [] });
	});
});

describe('On Error → Continue', () => {
	it('puts one item with the error and what to do about it out, linked to every item', async () => {
		const host = await startHost();
		const { itemsOf, status } = await run(host.engine, {
			nodes: [submitNode({ label: ' ' }, { onError: 'continueRegularOutput' })],
		});
		expect(status).toBe('success');
		expect(itemsOf(SUBMIT)).toMatchObject([
			{
				json: {
					error: 'The label is empty.',
					details: 'Give the job a label, e.g. "Weekly review".',
				},
				pairedItem: [{ item: 0 }, { item: 1 }, { item: 2 }],
			},
		]);
		expect(boughtAt(host)).toEqual(NOTHING_BOUGHT);
	});

	it('puts it on the error output where the node has one', async () => {
		const host = await startHost();
		const { itemsOf } = await run(host.engine, {
			nodes: [submitNode({ label: ' ' }, { onError: 'continueErrorOutput' })],
		});
		expect(itemsOf(SUBMIT, 0)).toEqual([]);
		expect(itemsOf(SUBMIT, 1)).toMatchObject([{ json: { error: 'The label is empty.' } }]);
	});
});

describe('Retry On Fail', () => {
	const retrying = submitNode({}, { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 });

	it('buys once when the first try fails before the purchase', async () => {
		const host = await startHost();
		host.server.faults.add({ call: UPLOAD, effect: answering(401) });
		const { jsonOf } = await run(host.engine, { nodes: [retrying] });
		expect(jsonOf(SUBMIT)).toMatchObject([{ status: 'submitted', reused: false }]);
		expect(boughtAt(host).batches).toBe(1);
	});

	it('buys once when the first try does not learn that it has bought', async () => {
		const host = await startHost();
		host.server.faults.add(
			{ call: CREATE, effect: { kind: 'drop-after' } },
			// The first list is read before the purchase, the next three look for it.
			{ call: { method: 'GET', path: '^/v1/batches$' }, effect: answering(500), skip: 1, times: 3 },
		);
		const { jsonOf } = await run(host.engine, { nodes: [retrying] });
		expect(jsonOf(SUBMIT)).toMatchObject([{ status: 'submitted', items: 3, reused: true }]);
		expect(boughtAt(host).batches).toBe(1);
		await host.finishJobs();
		expect(host.server.stats().bought.map(({ times }) => times)).toEqual([1, 1, 1]);
	});

	it('does not send again while the first purchase may still turn up', async () => {
		const host = await startHost();
		host.server.faults.add({ call: CREATE, effect: { kind: 'drop-before' } });
		const { error } = await run(host.engine, { nodes: [retrying] });
		expect(error?.message).toMatch(
			/^An earlier try with the same items may just have been taken by the provider \(input file file-\w+\)\.$/,
		);
		expect(host.server.stats().calls['POST /v1/batches']).toBe(1);
		expect(boughtAt(host).batches).toBe(0);
	});

	it('with On Error → Continue tries again too, and buys once', async () => {
		const host = await startHost();
		host.server.faults.add({ call: UPLOAD, effect: answering(401) });
		const { jsonOf } = await run(host.engine, {
			nodes: [{ ...retrying, onError: 'continueRegularOutput' }],
		});
		expect(jsonOf(SUBMIT)).toMatchObject([{ status: 'submitted' }]);
		expect(boughtAt(host).batches).toBe(1);
	});
});

describe('at the socket', () => {
	const OPENAI = 'https://api.openai.com';

	let nock: Awaited<ReturnType<typeof loadNock>>;
	beforeAll(async () => {
		nock = await loadNock();
		nock.disableNetConnect();
		nock.enableNetConnect('127.0.0.1');
	});
	afterEach(() => nock.cleanAll());
	afterAll(() => {
		nock.enableNetConnect();
		nock.restore();
	});

	it.each([
		['ETIMEDOUT', 'The server did not answer in time (ETIMEDOUT).'],
		['ECONNRESET', 'The connection broke before an answer came (ECONNRESET).'],
		['ENOTFOUND', 'The server cannot be reached (ENOTFOUND).'],
		['CERT_HAS_EXPIRED', 'The server cannot be reached (CERT_HAS_EXPIRED).'],
	])('the cause %s is named', async (code, message) => {
		nock(OPENAI).get('/v1/batches').query(true).replyWithError(socketError(code));
		const { error } = await run(engineFor(`${OPENAI}/v1`), { nodes: [submitNode()] });
		expect(error?.message).toBe(message);
	});

	it('the key goes along with each call, as a bearer', async () => {
		const call = nock(OPENAI, { reqheaders: { authorization: `Bearer ${KEY}` } })
			.get('/v1/batches')
			.query(true)
			.reply(401, { error: { message: 'no' } });
		await run(engineFor(`${OPENAI}/v1`), { nodes: [submitNode()] });
		expect(call.isDone()).toBe(true);
	});

	it('the key does not follow a redirect', async () => {
		nock(OPENAI)
			.get('/v1/batches')
			.query(true)
			.reply(307, '', { location: 'https://elsewhere.example/x' });
		const elsewhere = nock('https://elsewhere.example').get('/x').reply(200, {});
		const { error } = await run(engineFor(`${OPENAI}/v1`), { nodes: [submitNode()] });
		expect(error?.message).toBe(
			'The server answered with a redirect (307), which is not followed with a key.',
		);
		expect(elsewhere.isDone()).toBe(false);
	});

	it('a key that the provider echoes does not reach the message', async () => {
		nock(OPENAI)
			.get('/v1/batches')
			.query(true)
			.reply(401, {
				error: {
					message: 'Incorrect API key provided: sk-proj-abc*****wxyz.',
					code: 'invalid_api_key',
				},
			});
		const { error, data } = await run(engineFor(`${OPENAI}/v1`, 'sk-proj-abcdefghwxyz'), {
			nodes: [submitNode()],
		});
		expect(error?.message).toBe(
			'The API key was not accepted. The provider says: Incorrect API key provided: [key].',
		);
		expect(JSON.stringify(data)).not.toMatch(/wxyz/);
	});
});

describe('A purchase that nobody heard of', () => {
	const LIST = { method: 'GET', path: '^/v1/batches$' };

	/** Bought, but neither the reply nor the looks after it came through. */
	async function lose(host: Awaited<ReturnType<typeof startHost>>) {
		host.server.faults.add(
			{ call: CREATE, effect: { kind: 'drop-after' } },
			{ call: LIST, effect: answering(500), skip: 1, times: 3 },
		);
		return await run(host.engine, { nodes: [submitNode()], executionId: '1' });
	}

	it('is used by a new execution with the same items', async () => {
		const host = await startHost();
		const { error } = await lose(host);
		expect(error?.description).not.toContain('Reuse Window');
		const { jsonOf } = await run(host.engine, { nodes: [submitNode()], executionId: '2' });
		expect(jsonOf(SUBMIT)).toMatchObject([{ items: 3, reused: true }]);
		expect(boughtAt(host).batches).toBe(1);
	});

	it('is used by n8n’s Retry even where the network was gone for good', async () => {
		const host = await startHost();
		host.server.faults.add({ call: UPLOAD, effect: { kind: 'drop-before' }, skip: 2, times: 3 });
		const failed = await lose(host);
		expect(failed.error?.description).toContain(
			'Use Retry on this execution; before a new one, set Options → Reuse Window to 60 minutes',
		);
		const { jsonOf } = await run(host.engine, {
			nodes: [submitNode()],
			executionId: '2',
			retryOf: failed.data,
		});
		expect(jsonOf(SUBMIT)).toMatchObject([{ items: 3, reused: true }]);
		expect(boughtAt(host).batches).toBe(1);
	});
});
