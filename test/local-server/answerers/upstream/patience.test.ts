import { createServer } from 'node:http';
import {
	call,
	clientOf,
	closeServers,
	lines,
	outputOf,
	runBatch,
	startServer,
} from '../../support';
import {
	answererOf,
	closeModelServers,
	complains,
	says,
	startModelServer,
	type ModelReply,
} from '../../model-server';

afterEach(async () => {
	await closeServers();
	await closeModelServers();
});

const ASK = { endpoint: 'chat', body: { model: 'llama3.2', messages: [] } } as const;

/** The given replies in turn, then an answer. */
async function afterwards(...first: (ModelReply | 'drop' | 'hang')[]) {
	return await startModelServer((_, n) => first[n - 1] ?? says('fine'));
}

describe('the upstream answerer asks again', () => {
	const hitches: [string, ModelReply | 'drop'][] = [
		['when the rate is limited', complains(429, 'slow down')],
		['when the server fails', complains(500, 'oops')],
		[
			'when a gateway fails',
			{ status: 502, body: '<html>', headers: { 'content-type': 'text/html' } },
		],
		['when the connection drops', 'drop'],
		['while a model is loaded (llama.cpp)', complains(503, 'Loading model')],
		['while a model is loaded (as a bad request)', complains(400, 'Model "x" is still loading')],
		['when the answer is no JSON', { body: '{"id":' }],
		[
			'when the answer is a page',
			{ body: '<html></html>', headers: { 'content-type': 'text/html' } },
		],
	];
	it.each(hitches)('%s', async (_, hitch) => {
		const model = await afterwards(hitch, hitch);
		const { answerer, waits } = answererOf(model);
		const answer = await answerer(ASK);
		expect(answer).toMatchObject({
			status: 200,
			body: { choices: [{ message: { content: 'fine' } }] },
		});
		expect(model.requests).toHaveLength(3);
		const [first = 0, second = 0] = waits;
		expect(first).toBeGreaterThanOrEqual(750);
		expect(second).toBeGreaterThan(first);
	});

	it('when an answer breaks off', async () => {
		const headers = { 'content-length': '500' };
		const model = await afterwards({ headers, body: '{"id":' });
		const { answerer } = answererOf(model, { timeoutMs: 2000 });
		expect((await answerer(ASK)).status).toBe(200);
	});

	it('after as long as the server says', async () => {
		const model = await afterwards(complains(429, 'later', { 'retry-after': '7' }));
		const { answerer, waits } = answererOf(model);
		await answerer(ASK);
		expect(waits).toEqual([7000]);
	});

	it('while the server is not there yet', async () => {
		const gone = createServer();
		await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
		const address = gone.address();
		const port = typeof address === 'object' && address !== null ? address.port : 0;
		await new Promise((resolve) => gone.close(resolve));
		const { answerer, waits } = answererOf({ url: `http://127.0.0.1:${port}/v1` });
		const answer = await answerer(ASK);
		expect(answer).toMatchObject({
			status: 502,
			body: { error: { code: 'upstream_unreachable' } },
		});
		const waited = waits.reduce((sum, one) => sum + one, 0);
		expect(waited).toBeGreaterThan(540_000);
		expect(waited).toBeLessThanOrEqual(600_000);
	});

	it('for seconds only while a caller holds the line', async () => {
		const model = await startModelServer(() => complains(503, 'Loading model'));
		const { answerer, waits } = answererOf(model);
		expect((await answerer({ ...ASK, held: true })).status).toBe(503);
		expect(waits.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(15_000);
	});

	it('once after a time-out, and then says so', async () => {
		const model = await startModelServer(() => 'hang');
		const { answerer } = answererOf(model, { timeoutMs: 30 });
		const answer = await answerer(ASK);
		expect(answer).toMatchObject({ status: 504, body: { error: { code: 'upstream_timeout' } } });
		expect(model.requests).toHaveLength(2);
	});

	it('five times and no more when the server goes on failing', async () => {
		const model = await startModelServer(() => complains(500, 'CUDA out of memory'));
		const { answerer } = answererOf(model);
		expect(await answerer(ASK)).toMatchObject({
			status: 500,
			body: { error: { message: 'CUDA out of memory' } },
		});
		expect(model.requests).toHaveLength(5);
	});
});

describe('the upstream answerer does not ask again', () => {
	const refusals: [string, ModelReply, object][] = [
		['a bad request', complains(400, 'context length exceeded'), { status: 400 }],
		['an unknown model', complains(404, 'model "x" not found'), { status: 404 }],
		[
			'an empty account',
			{ status: 429, body: { error: { message: 'no', code: 'insufficient_quota' } } },
			{ status: 429 },
		],
		[
			'a key that is not its own, without making it look like the caller’s',
			complains(401, 'Incorrect API key provided: sk-secret'),
			{ status: 502, body: { error: { code: 'upstream_key_refused' } } },
		],
		['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }, { status: 502 }],
	];
	it.each(refusals)('after %s', async (_, reply, expected) => {
		const model = await startModelServer(() => reply);
		const { answerer, waits } = answererOf(model);
		const answer = await answerer(ASK);
		expect(answer).toMatchObject(expected);
		expect(JSON.stringify(answer)).not.toContain('sk-secret');
		expect(waits).toEqual([]);
		expect(model.requests).toHaveLength(1);
	});
});

describe('a batch on an upstream', () => {
	it('keeps to the concurrency, over batches and single answers together', async () => {
		const model = await startModelServer(async () => {
			await new Promise((resolve) => setTimeout(resolve, 5));
			return says('fine');
		});
		const { answerer } = answererOf(model, { concurrency: 3 });
		const server = startServer({ answerer, concurrency: 3 });
		const client = clientOf(server);
		const held = [1, 2, 3, 4].map((n) =>
			client.responses.create({ model: 'demo', input: `Now ${n}`, store: false }),
		);
		await Promise.all([runBatch(server, lines(30)), ...held]);
		expect(model.requests).toHaveLength(34);
		expect(model.most()).toBe(3);
	});

	it('ends with the failed lines in the error file and the others answered', async () => {
		const model = await startModelServer(({ messages }) =>
			JSON.stringify(messages).includes('Row 3 ') ? complains(400, 'no') : says('fine'),
		);
		const { answerer } = answererOf(model);
		const server = startServer({ answerer });
		const batch = await runBatch(server, lines(10));
		expect(batch).toMatchObject({
			status: 'completed',
			request_counts: { total: 10, completed: 9, failed: 1 },
			usage: { input_tokens: 90, output_tokens: 45, total_tokens: 135 },
		});
		const [failed] = await outputOf(clientOf(server), batch.error_file_id);
		expect(failed).toMatchObject({ custom_id: 'r-3', response: { status_code: 400 }, error: null });
	});

	it.each(['/v1/responses', '/v1/chat/completions'])(
		'does not let a caller of %s wait for a model that is not there',
		async (path) => {
			const model = await startModelServer(() => complains(503, 'Loading model'));
			const { answerer, waits } = answererOf(model);
			const body = { model: 'demo', input: 'hi', messages: [{ role: 'user', content: 'hi' }] };
			const reply = await call(startServer({ answerer }), 'POST', path, body);
			expect(reply.status).toBe(503);
			expect(waits.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(15_000);
		},
	);
});
