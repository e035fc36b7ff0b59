import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalServer } from '../../../../local-server/src';
import {
	answererOf,
	closeModelServers,
	complains,
	says,
	startModelServer,
} from '../../model-server';
import { clientOf, closeServers, createBatch, lines, startServer } from '../../support';

afterEach(async () => {
	await closeServers();
	await closeModelServers();
});

const ASK = { endpoint: 'chat', body: { model: 'llama3.2', messages: [] } } as const;

describe('a server that stops while its upstream is away', () => {
	it('does not lose the rows whose model was away when the server stopped', async () => {
		let there = false;
		const model = await startModelServer(() =>
			there ? says('fine') : complains(503, 'Loading model'),
		);
		// Real waits: the stop must end them.
		const patience = { pause: (ms: number, signal?: AbortSignal) => waitOr(ms, signal) };
		const { answerer } = answererOf(model, { patience });
		const folder = mkdtempSync(join(tmpdir(), 'offpeak-'));
		const data = join(folder, 'server.sqlite');
		const first = createLocalServer({ data, answerer });
		const { id } = await createBatch(clientOf(first), lines(5));
		while (model.requests.length < 4) await new Promise((resolve) => setTimeout(resolve, 2));
		await first.close();
		there = true;
		const second = startServer({ data, answerer });
		await second.idle();
		const batch = await clientOf(second).batches.retrieve(id);
		expect(batch).toMatchObject({
			status: 'completed',
			request_counts: { completed: 5, failed: 0 },
		});
		rmSync(folder, { recursive: true });
	});

	it('tells a caller that the server stops', async () => {
		const model = await startModelServer(() => complains(503, 'Loading model'));
		const patience = { pause: (ms: number, signal?: AbortSignal) => waitOr(ms, signal) };
		const { answerer } = answererOf(model, { patience });
		const server = createLocalServer({ answerer });
		const reply = server.fetch(
			new Request('http://local.test/v1/responses', {
				method: 'POST',
				body: JSON.stringify({ model: 'demo', input: 'hi' }),
			}),
		);
		while (model.requests.length < 1) await new Promise((resolve) => setTimeout(resolve, 2));
		await server.close();
		expect((await reply).status).toBe(503);
	});
});

describe('the upstream answerer, when the server stops,', () => {
	const patience = { graceMs: 20 };
	const FORMATTED = { ...ASK, body: { ...ASK.body, response_format: { type: 'json_object' } } };

	it('gives up an answer that takes too long, also at its last try', async () => {
		const model = await startModelServer((_, n) => (n < 5 ? complains(500, 'oops') : 'hang'));
		const { answerer } = answererOf(model, { patience });
		const closing = new AbortController();
		const answer = answerer(ASK, closing.signal);
		while (model.requests.length < 5) await new Promise((resolve) => setTimeout(resolve, 2));
		closing.abort();
		await expect(answer).rejects.toThrow(/stopped/);
	});

	it('keeps one that comes soon, and asks for nothing further', async () => {
		const closing = new AbortController();
		const model = await startModelServer((_, n) => {
			closing.abort();
			return says(n === 1 ? '{"a":1}' : 'no JSON');
		});
		const { answerer } = answererOf(model, { patience: { graceMs: 5000 } });
		expect((await answerer(FORMATTED, closing.signal)).status).toBe(200);
		await expect(answerer(FORMATTED, closing.signal)).rejects.toThrow(/stopped/);
		expect(model.requests).toHaveLength(1);
	});

	it('asks for no repair', async () => {
		const closing = new AbortController();
		const model = await startModelServer(() => {
			closing.abort();
			return says('no JSON');
		});
		const { answerer } = answererOf(model);
		await expect(answerer(FORMATTED, closing.signal)).rejects.toThrow(/stopped/);
		expect(model.requests).toHaveLength(1);
	});

	it('keeps a refusal that stays', async () => {
		const closing = new AbortController();
		const model = await startModelServer(() => {
			closing.abort();
			return complains(400, 'no');
		});
		const { answerer } = answererOf(model);
		expect((await answerer(ASK, closing.signal)).status).toBe(400);
	});
});

async function waitOr(milliseconds: number, signal?: AbortSignal): Promise<void> {
	await new Promise<void>((resolve) => {
		const timer = setTimeout(resolve, milliseconds);
		signal?.addEventListener('abort', () => {
			clearTimeout(timer);
			resolve();
		});
	});
}
