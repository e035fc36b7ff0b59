import {
	clientOf,
	closeServers,
	createBatch,
	ids,
	line,
	lines,
	outputOf,
	runBatch,
	startServer,
	upload,
} from './support';

afterEach(closeServers);

const HOUR = 3_600_000;

async function until(condition: () => Promise<boolean>): Promise<void> {
	while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 2));
}

describe('a bad input file', () => {
	const chat = line('c').replace('/v1/responses', '/v1/chat/completions');
	const cases: [string, string | string[], string, number | null][] = [
		['a line that is no JSON', [line('a'), '{"custom_id":'], 'invalid_json_line', 2],
		['a blank line', [line('a'), '', line('b')], 'invalid_json_line', 2],
		['a byte order mark', `\uFEFF${line('a')}\n`, 'invalid_json_line', 1],
		['no custom_id', [line('a').replace('custom_id', 'other')], 'missing_required_parameter', 1],
		['no method', [line('a').replace('method', 'other')], 'missing_required_parameter', 1],
		['no body', [line('a').replace('"body"', '"other"')], 'missing_required_parameter', 1],
		['no model', [line('a', 'x', { model: undefined })], 'missing_required_parameter', 1],
		['an id twice', [line('a'), line('b'), line('a')], 'duplicate_custom_id', 3],
		['another endpoint', [line('a'), chat], 'url_mismatch', 2],
		['two models', [line('a'), line('b', 'x', { model: 'demo-mini' })], 'model_mismatch', 2],
		['an unknown model', [line('a', 'x', { model: 'gpt-x' })], 'model_not_found', 1],
		['streaming', [line('a', 'x', { stream: true })], 'invalid_request', 1],
		['nothing in it', '', 'empty_file', null],
	];

	it.each(cases)('with %s makes a failed batch', async (_, text, code, number) => {
		const batch = await runBatch(startServer(), text);
		expect(batch).toMatchObject({
			status: 'failed',
			output_file_id: null,
			error_file_id: null,
			request_counts: { total: 0, completed: 0, failed: 0 },
			errors: { object: 'list', data: [{ code, line: number }] },
		});
		expect(batch.failed_at).not.toBeNull();
	});

	it('with more than 50,000 lines makes a failed batch', async () => {
		const text = Array.from({ length: 50_001 }, (_, n) => line(`r-${n}`, 'x'));
		const batch = await runBatch(startServer(), text);
		expect(batch.errors?.data).toMatchObject([{ code: 'too_many_tasks' }]);
	}, 20_000);

	it('is answered by nobody', async () => {
		const answerer = jest.fn();
		await runBatch(startServer({ answerer }), [line('a'), line('a')]);
		expect(answerer).not.toHaveBeenCalled();
	});
});

describe('a batch', () => {
	it('passes through validating, in_progress and finalizing, with counts that move', async () => {
		const server = startServer({ phaseMs: 30, latencyMs: 5, concurrency: 2 });
		const client = clientOf(server);
		const { id } = await createBatch(client, lines(20));
		const seen: string[] = [];
		await until(async () => {
			const {
				status,
				request_counts: counts,
				output_file_id: output,
			} = await client.batches.retrieve(id);
			const n = counts?.completed ?? 0;
			const progress = n === 0 ? 'none' : n === counts?.total ? 'all' : 'some';
			const state = `${status} ${progress} ${output ? 'file' : 'no file'}`;
			if (seen.at(-1) !== state) seen.push(state);
			return status === 'completed';
		});
		expect(seen).toEqual([
			'validating none no file',
			'in_progress none no file',
			'in_progress some no file',
			...seen.filter((state) => state === 'in_progress all no file'),
			'finalizing all no file',
			'completed all file',
		]);
	});

	it('gives the answers in another order than the questions, always the same', async () => {
		const orders: string[][] = [];
		for (let n = 0; n < 2; n += 1) {
			const server = startServer();
			const batch = await runBatch(server, lines(50));
			const output = await outputOf(clientOf(server), batch.output_file_id);
			orders.push(output.map((one) => one.custom_id));
		}
		expect(orders[0]).toEqual(orders[1]);
		expect(orders[0]).not.toEqual(Array.from({ length: 50 }, (_, n) => `r-${n}`));
	});

	it('is completed without an output file when every line failed', async () => {
		const body = {
			error: { message: 'too long', type: 'invalid_request_error', param: null, code: 'x' },
		};
		const server = startServer({ answerer: async () => ({ status: 400, body }) });
		const batch = await runBatch(server, lines(3));
		expect(batch).toMatchObject({
			status: 'completed',
			output_file_id: null,
			request_counts: { total: 3, completed: 0, failed: 3 },
		});
		const errors = await outputOf(clientOf(server), batch.error_file_id);
		expect(errors).toHaveLength(3);
		expect(errors[0]).toMatchObject({ response: { status_code: 400, body }, error: null });
	});

	const unfit: [string, object, string][] = [
		['no input', { input: undefined }, 'input'],
		['an empty input', { input: [] }, 'input'],
		['a conversation', { conversation: 'conv_1' }, 'conversation'],
		['metadata that is no object', { metadata: 'x' }, 'metadata'],
	];
	it.each(unfit)(
		'refuses a line with %s as a call by itself is refused',
		async (_, body, param) => {
			const answerer = jest.fn(async () => ({ status: 200, body: { id: 'resp_1' } }));
			const server = startServer({ answerer });
			const batch = await runBatch(server, [line('good'), line('bad', 'x', body)]);
			expect(batch).toMatchObject({
				status: 'completed',
				request_counts: { total: 2, completed: 1, failed: 1 },
			});
			const [error] = await outputOf(clientOf(server), batch.error_file_id);
			expect(error).toMatchObject({
				custom_id: 'bad',
				response: { status_code: 400, body: { error: { param } } },
				error: null,
			});
			expect(answerer).toHaveBeenCalledTimes(1);
		},
	);

	it('refuses a line of chat completions without messages', async () => {
		const server = startServer();
		const client = clientOf(server);
		const url = '/v1/chat/completions';
		const body = { model: 'demo', input: 'x' };
		const file = await upload(client, [
			JSON.stringify({ custom_id: 'a', method: 'POST', url, body }),
		]);
		const { id } = await client.batches.create({
			input_file_id: file.id,
			endpoint: url,
			completion_window: '24h',
		});
		await server.idle();
		const batch = await client.batches.retrieve(id);
		const [error] = await outputOf(client, batch.error_file_id);
		expect(error?.response).toMatchObject({
			status_code: 400,
			body: { error: { param: 'messages', code: 'missing_required_parameter' } },
		});
	});

	it('outlives an answerer that throws', async () => {
		let calls = 0;
		const server = startServer({
			answerer: async () => {
				calls += 1;
				if (calls === 2) throw new Error('no model');
				return { status: 200, body: { id: 'resp_1' } };
			},
		});
		const batch = await runBatch(server, lines(3));
		expect(batch.request_counts).toEqual({ total: 3, completed: 2, failed: 1 });
	});

	it('keeps what was answered when it is cancelled, and reports the rest', async () => {
		const server = startServer({ latencyMs: 10, concurrency: 2 });
		const client = clientOf(server);
		const { id } = await createBatch(client, lines(40));
		await until(
			async () => ((await client.batches.retrieve(id)).request_counts?.completed ?? 0) > 4,
		);
		expect((await client.batches.cancel(id)).status).toBe('cancelling');
		expect((await client.batches.cancel(id)).status).toBe('cancelling');
		await server.idle();
		const batch = await client.batches.retrieve(id);
		expect(batch.status).toBe('cancelled');
		const done = await outputOf(client, batch.output_file_id);
		const rest = await outputOf(client, batch.error_file_id);
		expect(done).toHaveLength(batch.request_counts?.completed ?? 0);
		expect(rest[0]).toMatchObject({ response: null, error: { code: 'batch_cancelled' } });
		expect(ids([...done, ...rest])).toEqual(
			lines(40)
				.map((_, n) => `r-${n}`)
				.sort(),
		);
	});

	it('cancelled while validating has bought nothing', async () => {
		const answerer = jest.fn();
		const server = startServer({ phaseMs: 10, answerer });
		const client = clientOf(server);
		const { id } = await createBatch(client, lines(3));
		await client.batches.cancel(id);
		await server.idle();
		expect(await client.batches.retrieve(id)).toMatchObject({
			status: 'cancelled',
			output_file_id: null,
			error_file_id: null,
			request_counts: { total: 0, completed: 0, failed: 0 },
		});
		expect(answerer).not.toHaveBeenCalled();
	});

	it('cannot be cancelled once it has ended', async () => {
		const server = startServer();
		const { id } = await runBatch(server, lines(1));
		await expect(clientOf(server).batches.cancel(id)).rejects.toMatchObject({ status: 409 });
	});

	it('expires after 24 hours with its finished lines kept', async () => {
		let now = 1_800_000_000_000;
		let answered = 0;
		const server = startServer({
			now: () => now,
			concurrency: 1,
			answerer: async () => {
				answered += 1;
				if (answered === 4) now += 24 * HOUR;
				return { status: 200, body: { id: 'resp_1' } };
			},
		});
		const batch = await runBatch(server, lines(10));
		expect(batch).toMatchObject({
			status: 'expired',
			expires_at: batch.created_at + 86_400,
			request_counts: { total: 10, completed: 4, failed: 0 },
		});
		const client = clientOf(server);
		expect(await outputOf(client, batch.output_file_id)).toHaveLength(4);
		const rest = await outputOf(client, batch.error_file_id);
		expect(rest).toHaveLength(6);
		expect(rest[0]).toMatchObject({ response: null, error: { code: 'batch_expired' } });
	});

	it('has the time that the server gives it, and says so', async () => {
		let now = 1_800_000_000_000;
		const server = startServer({
			now: () => now,
			windowSeconds: 7 * 86_400,
			concurrency: 1,
			answerer: async () => {
				now += 30 * HOUR;
				return { status: 200, body: { id: 'resp_1' } };
			},
		});
		const batch = await runBatch(server, lines(5));
		expect(batch).toMatchObject({
			status: 'completed',
			completion_window: '24h',
			expires_at: batch.created_at + 7 * 86_400,
			request_counts: { completed: 5 },
		});
	});

	it('finishes although its input file is deleted meanwhile', async () => {
		const server = startServer({ phaseMs: 20 });
		const client = clientOf(server);
		const { id, input_file_id: input } = await createBatch(client, lines(20));
		await client.files.delete(input);
		await expect(client.files.content(input)).rejects.toMatchObject({ status: 404 });
		await server.idle();
		const batch = await client.batches.retrieve(id);
		expect(await outputOf(client, batch.output_file_id)).toHaveLength(20);
	});

	it('gives its files the expiry it was asked for, after which they are gone', async () => {
		let now = 1_800_000_000_000;
		const server = startServer({ now: () => now });
		const client = clientOf(server);
		const file = await upload(client, lines(1));
		const { id } = await client.batches.create({
			input_file_id: file.id,
			endpoint: '/v1/responses',
			completion_window: '24h',
			output_expires_after: { anchor: 'created_at', seconds: 3600 },
		});
		await server.idle();
		const output = (await client.batches.retrieve(id)).output_file_id ?? '';
		const stored = await client.files.retrieve(output);
		expect(stored.expires_at).toBe(stored.created_at + 3600);
		now += HOUR;
		await expect(client.files.retrieve(output)).rejects.toMatchObject({ status: 404 });
	});

	it('shares the server with others', async () => {
		const server = startServer({ latencyMs: 1, concurrency: 4 });
		const client = clientOf(server);
		const made = await Promise.all([1, 2, 3, 4].map(() => createBatch(client, lines(30))));
		await server.idle();
		for (const { id } of made) {
			const batch = await client.batches.retrieve(id);
			expect(batch.request_counts).toEqual({ total: 30, completed: 30, failed: 0 });
		}
	});
});
