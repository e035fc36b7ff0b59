import OpenAI from 'openai';
import { serve, type Answerer } from '../../local-server/src';
import {
	call,
	clientOf,
	closeServers,
	ids,
	lines,
	outputOf,
	runBatch,
	startServer,
	upload,
} from './support';

afterEach(closeServers);

describe('the unmodified openai client', () => {
	it('uploads, creates, waits, downloads and deletes', async () => {
		const server = startServer();
		const client = clientOf(server);
		const file = await upload(client, lines(3));
		expect(file).toMatchObject({ object: 'file', purpose: 'batch', filename: 'input.jsonl' });
		const created = await client.batches.create({
			input_file_id: file.id,
			endpoint: '/v1/responses',
			completion_window: '24h',
			metadata: { job: 'j-1' },
		});
		expect(created.status).toBe('validating');
		await server.idle();
		const done = await client.batches.retrieve(created.id);
		expect(done).toMatchObject({
			status: 'completed',
			model: 'demo',
			error_file_id: null,
			request_counts: { total: 3, completed: 3, failed: 0 },
			metadata: { job: 'j-1' },
		});
		expect(done.usage?.total_tokens).toBeGreaterThan(0);
		const output = await outputOf(client, done.output_file_id);
		expect(ids(output)).toEqual(['r-0', 'r-1', 'r-2']);
		await client.files.delete(file.id);
		await expect(client.files.retrieve(file.id)).rejects.toMatchObject({ status: 404 });
	});

	it('pages through the list, newest first', async () => {
		const server = startServer();
		const client = clientOf(server);
		const made: string[] = [];
		for (let n = 0; n < 5; n += 1) made.unshift((await runBatch(server, lines(1))).id);
		const seen: string[] = [];
		for await (const batch of client.batches.list({ limit: 2 })) seen.push(batch.id);
		expect(seen).toEqual(made);
		const { json } = await call(server, 'GET', '/v1/batches?limit=2');
		expect(json).toMatchObject({ has_more: true, first_id: made[0], last_id: made[1] });
		const rest = await call(server, 'GET', `/v1/batches?after=${made[3]}`);
		expect(rest.json).toMatchObject({ has_more: false, first_id: made[4], last_id: made[4] });
	});

	it('lists files by purpose', async () => {
		const server = startServer();
		const client = clientOf(server);
		const batch = await runBatch(server, lines(2));
		const inputs: string[] = [];
		for await (const file of client.files.list({ purpose: 'batch' })) inputs.push(file.id);
		expect(inputs).toEqual([batch.input_file_id]);
		const outputs: string[] = [];
		for await (const file of client.files.list({ purpose: 'batch_output' })) outputs.push(file.id);
		expect(outputs).toEqual([batch.output_file_id]);
	});

	it('gets a response at once', async () => {
		const client = clientOf(startServer());
		const response = await client.responses.create({ model: 'demo', input: 'The parcel is late.' });
		expect(response.status).toBe('completed');
		expect(response.output_text).toBe('The parcel is late.');
		const again = await client.responses.retrieve(response.id);
		expect(again.output_text).toBe('The parcel is late.');
	});

	it('gets a background response later', async () => {
		const server = startServer({ latencyMs: 20 });
		const client = clientOf(server);
		const queued = await client.responses.create({
			model: 'demo',
			input: 'The parcel is late.',
			background: true,
			store: true,
		});
		expect(queued).toMatchObject({ status: 'queued', background: true, usage: null, output: [] });
		expect((await client.responses.retrieve(queued.id)).status).toBe('in_progress');
		await server.idle();
		const done = await client.responses.retrieve(queued.id);
		expect(done).toMatchObject({ id: queued.id, status: 'completed', background: true });
		expect(done.output_text).toBe('The parcel is late.');
		await client.responses.delete(queued.id);
		await expect(client.responses.retrieve(queued.id)).rejects.toMatchObject({ status: 404 });
	});

	it('cancels only what runs in the background', async () => {
		const server = startServer({ latencyMs: 20 });
		const client = clientOf(server);
		const request = { model: 'demo', input: 'The parcel is late.' };
		const queued = await client.responses.create({ ...request, background: true, store: true });
		expect((await client.responses.cancel(queued.id)).status).toBe('cancelled');
		await server.idle();
		expect((await client.responses.retrieve(queued.id)).status).toBe('cancelled');
		const sync = await client.responses.create(request);
		await expect(client.responses.cancel(sync.id)).rejects.toMatchObject({ status: 400 });
	});

	it('is not charged for what it cancelled or deleted in the queue', async () => {
		const asked: unknown[] = [];
		const answerer: Answerer = async ({ body }) => {
			asked.push(body['input']);
			return { status: 200, body: { id: 'resp_1', status: 'completed' } };
		};
		const server = startServer({ answerer, latencyMs: 20, concurrency: 1 });
		const client = clientOf(server);
		const queue = async (input: string) =>
			await client.responses.create({ model: 'demo', input, background: true, store: true });
		await queue('first');
		await client.responses.cancel((await queue('second')).id);
		await client.responses.delete((await queue('third')).id);
		await server.idle();
		expect(asked).toEqual(['first']);
	});

	it('gets a chat completion', async () => {
		const client = clientOf(startServer());
		const completion = await client.chat.completions.create({
			model: 'demo',
			messages: [{ role: 'user', content: 'The parcel is late.' }],
		});
		expect(completion.choices[0]).toMatchObject({
			finish_reason: 'stop',
			message: { role: 'assistant', content: 'The parcel is late.', refusal: null },
		});
		expect(completion.usage?.total_tokens).toBeGreaterThan(0);
	});

	it('reads models, and is told which one is not there', async () => {
		const client = clientOf(startServer());
		const models = await client.models.list();
		expect(models.data.map((model) => model.id)).toEqual(['demo', 'demo-mini']);
		expect((await client.models.retrieve('demo-mini')).object).toBe('model');
		const unknown = { status: 404, code: 'model_not_found' };
		await expect(client.models.retrieve('gpt-x')).rejects.toMatchObject(unknown);
		const request = { model: 'gpt-x', input: 'hi' };
		await expect(client.responses.create(request)).rejects.toMatchObject(unknown);
	});

	it('does the same over a real socket', async () => {
		const server = startServer({ key: 'secret' });
		const served = await serve(server, { port: 0 });
		const client = new OpenAI({ apiKey: 'secret', baseURL: `${served.url}/v1`, maxRetries: 0 });
		const file = await upload(client, lines(20));
		const { id } = await client.batches.create({
			input_file_id: file.id,
			endpoint: '/v1/responses',
			completion_window: '24h',
		});
		await server.idle();
		const done = await client.batches.retrieve(id);
		expect(await outputOf(client, done.output_file_id)).toHaveLength(20);
		await served.close();
	});
});
