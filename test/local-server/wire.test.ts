import recorded from '../fixtures/openai/batch-validating.json';
import {
	call,
	clientOf,
	closeServers,
	createBatch,
	line,
	lines,
	outputOf,
	runBatch,
	startServer,
	upload,
} from './support';

afterEach(closeServers);

describe('the wire', () => {
	it('has every field of a recorded new batch, with the same nulls', async () => {
		const server = startServer({ phaseMs: 50 });
		const { id } = await createBatch(clientOf(server), lines(1));
		const { json } = await call(server, 'GET', `/v1/batches/${id}`);
		const nulls = (value: object) =>
			Object.entries(value)
				.filter(([, field]) => field === null)
				.map(([key]) => key);
		expect(Object.keys(json)).toEqual(expect.arrayContaining(Object.keys(recorded)));
		expect(nulls(json)).toEqual(expect.arrayContaining(nulls(recorded)));
		expect(json).toMatchObject({ model: null, usage: null });
		expect(json.request_counts).toEqual(recorded.request_counts);
	});

	it('uses ids of the lengths and alphabets that OpenAI uses', async () => {
		const server = startServer();
		const batch = await runBatch(server, lines(1));
		expect(batch.id).toMatch(/^batch_[0-9a-f]{32}$/);
		expect(batch.output_file_id).toMatch(/^file-[A-Za-z0-9]{22}$/);
		const [first] = await outputOf(clientOf(server), batch.output_file_id);
		expect(first?.id).toMatch(/^batch_req_[0-9a-f]{32}$/);
		expect(first?.response?.body['id']).toMatch(/^resp_/);
	});

	it('puts an x-request-id on every reply', async () => {
		const server = startServer({ key: 'secret' });
		for (const path of ['/', '/health', '/v1/nothing', '/v1/models']) {
			expect((await call(server, 'GET', path)).headers.get('x-request-id')).toMatch(/^req_/);
		}
	});

	it('refuses an unknown route, and JSON that is none, with an error body', async () => {
		const server = startServer();
		const shape = {
			error: { message: expect.any(String), type: 'invalid_request_error', param: null },
		};
		const unknown = await call(server, 'GET', '/v1/nothing');
		expect(unknown).toMatchObject({ status: 404, json: shape });
		for (const path of ['/v1/batches', '/v1/responses', '/v1/chat/completions']) {
			expect(await call(server, 'POST', path, '{"model":')).toMatchObject({
				status: 400,
				json: shape,
			});
			expect(await call(server, 'POST', path, '[1]')).toMatchObject({ status: 400, json: shape });
			expect(await call(server, 'POST', path)).toMatchObject({ status: 400, json: shape });
		}
	});

	const batchBodies: [string, object][] = [
		['input_file_id', { input_file_id: undefined }],
		['input_file_id', { input_file_id: 'file-none' }],
		['endpoint', { endpoint: '/v1/embeddings' }],
		['completion_window', { completion_window: '48h' }],
		['metadata', { metadata: Object.fromEntries(lines(17).map((_, n) => [`k${n}`, 'v'])) }],
		['metadata', { metadata: { ['k'.repeat(65)]: 'v' } }],
		['metadata.k', { metadata: { k: 'v'.repeat(513) } }],
		['metadata.k', { metadata: { k: 1 } }],
		[
			'output_expires_after.seconds',
			{ output_expires_after: { anchor: 'created_at', seconds: 60 } },
		],
		['output_expires_after.anchor', { output_expires_after: { anchor: 'now', seconds: 3600 } }],
	];
	it.each(batchBodies)('refuses a batch for its %s: %j', async (param, change) => {
		const server = startServer();
		const file = await upload(clientOf(server), lines(1));
		const body = { input_file_id: file.id, endpoint: '/v1/responses', completion_window: '24h' };
		const reply = await call(server, 'POST', '/v1/batches', { ...body, ...change });
		expect(reply).toMatchObject({ status: 400, json: { error: { param } } });
		expect(server.stats().batchesCreated).toBe(0);
	});

	it('refuses limits out of range', async () => {
		const server = startServer();
		for (const limit of ['0', '101', 'x', '1.5']) {
			expect((await call(server, 'GET', `/v1/batches?limit=${limit}`)).status).toBe(400);
		}
		expect((await call(server, 'GET', '/v1/files?limit=10001')).status).toBe(400);
		expect((await call(server, 'GET', '/v1/files?order=up')).status).toBe(400);
	});

	it('says plainly that it does not stream', async () => {
		const server = startServer();
		const body = { model: 'demo', stream: true, messages: [{ role: 'user', content: 'hi' }] };
		const reply = await call(server, 'POST', '/v1/chat/completions', body);
		expect(reply).toMatchObject({ status: 400, json: { error: { param: 'stream' } } });
	});

	it('cuts an answer that is longer than allowed', async () => {
		const server = startServer();
		const client = clientOf(server);
		const input = 'The parcel is late and nobody knows where it is.';
		const response = await client.responses.create({ model: 'demo', input, max_output_tokens: 2 });
		expect(response).toMatchObject({
			status: 'incomplete',
			incomplete_details: { reason: 'max_output_tokens' },
			output_text: 'The parc',
		});
		const chat = await client.chat.completions.create({
			model: 'demo',
			messages: [{ role: 'user', content: input }],
			max_completion_tokens: 2,
		});
		expect(chat.choices[0]?.finish_reason).toBe('length');
	});

	it('reports its health and what it holds', async () => {
		const server = startServer();
		await runBatch(server, [line('a')]);
		expect((await call(server, 'GET', '/health')).json).toEqual({ status: 'ok' });
		expect((await call(server, 'GET', '/')).json).toMatchObject({ files: 2, batches: 1 });
	});
});

describe('a server with a key', () => {
	it('answers only to it', async () => {
		const server = startServer({ key: 'secret' });
		const get = async (authorization?: string) =>
			await call(server, 'GET', '/v1/models', undefined, authorization ? { authorization } : {});
		expect((await get('Bearer secret')).status).toBe(200);
		expect(await get()).toMatchObject({ status: 401, json: { error: { code: null } } });
		for (const wrong of [
			'Bearer secre',
			'Bearer secrets',
			'Bearer other',
			'secret',
			'Basic secret',
		]) {
			expect((await get(wrong)).status).toBe(401);
		}
		expect((await get('Bearer no')).json.error.code).toBe('invalid_api_key');
		expect((await call(server, 'GET', '/health')).status).toBe(200);
	});
});

describe('a server that is asked who it is', () => {
	it('says so to anybody, and counts and fails no such call', async () => {
		const server = startServer({ key: 'secret' });
		server.faults.add({ call: {}, effect: { kind: 'status', status: 500 }, times: 'always' });
		expect(await call(server, 'GET', '/v1/offpeak')).toMatchObject({
			status: 200,
			json: { object: 'offpeak.local_server' },
		});
		expect(server.stats().calls).toEqual({});
	});
});

describe('a server without a key', () => {
	it('answers no page of another origin', async () => {
		const server = startServer();
		const get = async (origin: string) =>
			(await call(server, 'GET', '/v1/files', undefined, { origin })).status;
		expect(await get('http://local.test')).toBe(200);
		expect(await get('https://evil.test')).toBe(403);
		expect(await get('null')).toBe(403);
	});
});
