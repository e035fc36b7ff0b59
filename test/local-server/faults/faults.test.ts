import { serve, type BatchFault, type CallEffect } from '../../../local-server/src';
import {
	call,
	clientOf,
	closeServers,
	contentOf,
	createBatch,
	ids,
	lines,
	outputOf,
	runBatch,
	startServer,
	upload,
} from '../support';

afterEach(closeServers);

const CREATE = { method: 'POST', path: '^/v1/batches$' };

async function creating(effect: CallEffect) {
	const server = startServer();
	const client = clientOf(server);
	const file = await upload(client, lines(2));
	server.faults.add({ call: CREATE, effect });
	const body = { input_file_id: file.id, endpoint: '/v1/responses', completion_window: '24h' };
	const create = () => call(server, 'POST', '/v1/batches', body);
	return { server, client, create };
}

describe('a call fault', () => {
	it('drops a call before anything is bought', async () => {
		const { server, create } = await creating({ kind: 'drop-before' });
		await expect(create()).rejects.toMatchObject({
			name: 'TypeError',
			message: 'fetch failed',
		});
		expect(server.stats()).toMatchObject({ batchesCreated: 0, calls: { 'POST /v1/batches': 1 } });
		expect((await create()).status).toBe(200);
	});

	it('drops the reply after the batch is bought, and counts the purchase', async () => {
		const { server, client, create } = await creating({ kind: 'drop-after' });
		await expect(create()).rejects.toThrow('fetch failed');
		await server.idle();
		expect((await client.batches.list()).data).toMatchObject([{ status: 'completed' }]);
		const stats = server.stats();
		expect(stats).toMatchObject({ batchesCreated: 1, linesAccepted: 2 });
		expect(stats.bought.map(({ customId, times }) => [customId, times])).toEqual([
			['r-0', 1],
			['r-1', 1],
		]);
		await create();
		await server.idle();
		expect(server.stats().bought.map(({ times }) => times)).toEqual([2, 2]);
	});

	it('answers with a status, headers and a code', async () => {
		const { create } = await creating({
			kind: 'status',
			status: 429,
			headers: { 'retry-after': '7' },
			code: 'insufficient_quota',
		});
		const reply = await create();
		expect(reply.status).toBe(429);
		expect(reply.headers.get('retry-after')).toBe('7');
		expect(reply.json.error).toMatchObject({
			type: 'insufficient_quota',
			code: 'insufficient_quota',
		});
	});

	it('answers with a page instead of JSON', async () => {
		const { create } = await creating({ kind: 'html', status: 200 });
		const reply = await create();
		expect(reply.headers.get('content-type')).toContain('text/html');
		expect(reply.json).toBeUndefined();
	});

	it('delays a call', async () => {
		const { create } = await creating({ kind: 'slow', delayMs: 60 });
		const begun = performance.now();
		expect((await create()).status).toBe(200);
		expect(performance.now() - begun).toBeGreaterThan(50);
	});

	it('tears a reply off, with or without a sign of it', async () => {
		const server = startServer();
		const client = clientOf(server);
		const { output_file_id: output } = await runBatch(server, lines(3));
		const whole = await contentOf(client, output);
		const path = '^/v1/files/.*/content$';
		server.faults.add(
			{ call: { path }, effect: { kind: 'torn', bytes: 100 } },
			{ call: { path }, effect: { kind: 'torn', bytes: 100, ending: 'end' } },
		);
		await expect(contentOf(client, output)).rejects.toThrow('terminated');
		expect(await contentOf(client, output)).toBe(whole.slice(0, 100));
		expect(await contentOf(client, output)).toBe(whole);
	});

	it('acts as often as told, after letting some calls pass', async () => {
		const server = startServer();
		const effect: CallEffect = { kind: 'status', status: 503 };
		server.faults.add({ call: { path: '/v1/models' }, effect, skip: 1, times: 2 });
		const seen: number[] = [];
		for (let n = 0; n < 5; n += 1) seen.push((await call(server, 'GET', '/v1/models')).status);
		expect(seen).toEqual([200, 503, 503, 200, 200]);
		server.faults.add({ call: { path: '/v1/models' }, effect, times: Infinity });
		for (let n = 0; n < 3; n += 1) {
			expect((await call(server, 'GET', '/v1/models')).status).toBe(503);
		}
		server.faults.clear();
		expect((await call(server, 'GET', '/v1/models')).status).toBe(200);
	});

	it('cuts the connection when the server is on a socket', async () => {
		const server = startServer();
		const { output_file_id: output } = await runBatch(server, lines(3));
		const served = await serve(server, { port: 0 });
		server.faults.add(
			{ call: { path: '/v1/models' }, effect: { kind: 'drop-before' } },
			{ call: { path: '/v1/models' }, effect: { kind: 'drop-after' } },
			{ call: { path: '/v1/files' }, effect: { kind: 'torn', bytes: 50 } },
		);
		await expect(fetch(`${served.url}/v1/models`)).rejects.toThrow('fetch failed');
		await expect(fetch(`${served.url}/v1/models`)).rejects.toThrow('fetch failed');
		const torn = await fetch(`${served.url}/v1/files/${output}/content`);
		expect(torn.status).toBe(200);
		let received = 0;
		await expect(
			(async () => {
				for await (const chunk of torn.body ?? []) received += chunk.length;
			})(),
		).rejects.toThrow('terminated');
		expect(received).toBe(50);
		expect((await fetch(`${served.url}/v1/models`)).status).toBe(200);
		await served.close();
	});
});

describe('a batch fault', () => {
	async function struck(fault: BatchFault, count = 6) {
		const server = startServer();
		const client = clientOf(server);
		server.faults.add({ batch: fault });
		const batch = await runBatch(server, lines(count));
		const output = await outputOf(client, batch.output_file_id).catch(() => []);
		const errors = await outputOf(client, batch.error_file_id);
		return { server, client, batch, output, errors };
	}

	it('strikes one batch and leaves the next alone', async () => {
		const { server } = await struck({
			failBatch: { code: 'token_limit_exceeded', message: 'Limit' },
		});
		expect(await runBatch(server, lines(2))).toMatchObject({ status: 'completed' });
	});

	it('expires it after so many lines', async () => {
		const { batch, output, errors } = await struck({ expireAfter: 4 });
		expect(batch.status).toBe('expired');
		expect([output.length, errors.length]).toEqual([4, 2]);
		expect(errors[0]?.error?.code).toBe('batch_expired');
	});

	it('fails chosen lines', async () => {
		const every = await struck({ failLines: { every: 2, status: 500 } });
		expect(ids(every.errors)).toEqual(['r-1', 'r-3', 'r-5']);
		expect(every.errors[0]).toMatchObject({ response: { status_code: 500 }, error: null });
		const named = await struck({ failLines: { ids: ['r-4'], status: 429 } });
		expect(ids(named.errors)).toEqual(['r-4']);
		const matching = await struck({ failLines: { customIdPattern: '[01]$', status: 400 } });
		expect(ids(matching.errors)).toEqual(['r-0', 'r-1']);
		expect(matching.batch.request_counts).toEqual({ total: 6, completed: 4, failed: 2 });
	});

	it('refuses, cuts and filters lines that stay HTTP 200', async () => {
		const { output, batch } = await struck({
			refuse: { ids: ['r-0'] },
			truncate: { ids: ['r-1'] },
			contentFilter: { ids: ['r-2'] },
		});
		expect(batch.request_counts).toEqual({ total: 6, completed: 6, failed: 0 });
		const body = (id: string) => output.find((one) => one.custom_id === id)?.response?.body;
		expect(body('r-0')).toMatchObject({ output: [{ content: [{ type: 'refusal' }] }] });
		expect(body('r-1')).toMatchObject({
			status: 'incomplete',
			incomplete_details: { reason: 'max_output_tokens' },
		});
		expect(body('r-2')).toMatchObject({ incomplete_details: { reason: 'content_filter' } });
	});

	it('refuses, cuts and filters chat lines in the chat form', async () => {
		const server = startServer();
		const client = clientOf(server);
		const choice = (n: number) => ({ ids: [`r-${n}`] });
		server.faults.add({
			batch: { refuse: choice(0), truncate: choice(1), contentFilter: choice(2) },
		});
		const body = { input: undefined, messages: [{ role: 'user', content: 'The parcel is late.' }] };
		const text = lines(3, body).map((one) => one.replace('/v1/responses', '/v1/chat/completions'));
		const file = await upload(client, text);
		const { id } = await client.batches.create({
			input_file_id: file.id,
			endpoint: '/v1/chat/completions',
			completion_window: '24h',
		});
		await server.idle();
		const output = await outputOf(client, (await client.batches.retrieve(id)).output_file_id);
		const choices = (customId: string) =>
			output.find((one) => one.custom_id === customId)?.response?.body['choices'];
		expect(choices('r-0')).toMatchObject([
			{ message: { content: null, refusal: expect.any(String) } },
		]);
		expect(choices('r-1')).toMatchObject([{ finish_reason: 'length' }]);
		expect(choices('r-2')).toMatchObject([{ finish_reason: 'content_filter' }]);
	});

	it('leaves out, repeats and invents lines', async () => {
		const { output } = await struck({
			dropLines: { ids: ['r-0'] },
			duplicateLines: { ids: ['r-1'] },
			unknownLines: 1,
		});
		expect(ids(output)).toEqual(['r-1', 'r-1', 'r-2', 'r-3', 'r-4', 'r-5', 'unknown-1']);
	});

	it('garbles a line, or tears the last one', async () => {
		const garbled = await struck({ garbageLine: true });
		const text = await contentOf(garbled.client, garbled.batch.output_file_id);
		expect(text.split('\n').filter((one) => one !== '' && !one.endsWith('}'))).toHaveLength(1);
		const torn = await struck({ tornLastLine: true });
		const rest = await contentOf(torn.client, torn.batch.output_file_id);
		expect(rest.endsWith('\n')).toBe(false);
		expect(rest.split('\n')).toHaveLength(6);
	});

	it('fails the batch as a whole', async () => {
		const failBatch = { code: 'token_limit_exceeded', message: 'Limit: 2,000,000 enqueued tokens' };
		const { batch, server } = await struck({ failBatch });
		expect(batch).toMatchObject({ status: 'failed', errors: { data: [failBatch] } });
		expect(server.stats().linesAccepted).toBe(0);
	});

	it('holds it at a status until it is cancelled', async () => {
		for (const stuckAt of ['validating', 'in_progress', 'finalizing']) {
			expect((await struck({ stuckAt })).batch.status).toBe(stuckAt);
		}
		const { server, client, batch } = await struck({ stuckAt: 'in_progress' });
		await client.batches.cancel(batch.id);
		await server.idle();
		expect((await client.batches.retrieve(batch.id)).status).toBe('cancelled');
	});

	it('shows an unknown status', async () => {
		const { batch } = await struck({ rawStatus: 'warming_up', stuckAt: 'in_progress' });
		expect(batch.status).toBe('warming_up');
		expect((await struck({ rawStatus: 'warming_up' })).batch.status).toBe('completed');
	});

	it('adds an empty error file', async () => {
		const { batch, client } = await struck({ emptyErrorFile: true });
		expect(await contentOf(client, batch.error_file_id)).toBe('');
		expect((await client.files.retrieve(batch.error_file_id ?? '')).bytes).toBe(0);
	});

	it('miscounts', async () => {
		const { batch } = await struck({ countsOff: true });
		expect(batch.request_counts).toEqual({ total: 6, completed: 5, failed: 0 });
	});
});

describe('the control routes', () => {
	it('are not there unless asked for', async () => {
		const server = startServer();
		expect((await call(server, 'POST', '/_faults', {})).status).toBe(404);
		expect((await call(server, 'GET', '/_stats')).status).toBe(404);
	});

	it('switch faults on and off over HTTP', async () => {
		const server = startServer({ faultsOverHttp: true });
		const rules = [
			{ call: { path: '/v1/models' }, effect: { kind: 'status', status: 500 }, times: 'always' },
			{ batch: { expireAfter: 1, failLines: { every: 1, status: 400 } } },
		];
		expect((await call(server, 'POST', '/_faults', { rules })).json).toEqual({ added: 2 });
		expect((await call(server, 'GET', '/v1/models')).status).toBe(500);
		const batch = await runBatch(server, lines(2));
		expect(batch).toMatchObject({ status: 'expired', request_counts: { completed: 0, failed: 1 } });
		await call(server, 'DELETE', '/_faults');
		expect((await call(server, 'GET', '/v1/models')).status).toBe(200);
		const stats = await call(server, 'GET', '/_stats');
		expect(stats.json).toMatchObject({ batchesCreated: 1, linesAccepted: 2 });
	});

	it('refuse a rule they do not know', async () => {
		const server = startServer({ faultsOverHttp: true });
		for (const rule of [
			{ effect: { kind: 'explode' } },
			{ batch: { oops: 1 } },
			{ call: { path: '^(' }, effect: { kind: 'drop-before' } },
			{ batch: { refuse: {} } },
		]) {
			expect((await call(server, 'POST', '/_faults', rule)).status).toBe(400);
		}
	});
});

describe('the statistics', () => {
	it('count calls by pattern', async () => {
		const server = startServer();
		const client = clientOf(server);
		const { id } = await createBatch(client, lines(1));
		await server.idle();
		await client.batches.retrieve(id);
		await client.batches.retrieve(id);
		await client.chat.completions.create({
			model: 'demo',
			messages: [{ role: 'user', content: 'x' }],
		});
		expect(server.stats().calls).toEqual({
			'POST /v1/files': 1,
			'POST /v1/batches': 1,
			'GET /v1/batches/:id': 2,
			'POST /v1/chat/completions': 1,
		});
	});
});
