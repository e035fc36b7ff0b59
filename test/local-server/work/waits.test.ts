import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import OpenAI from 'openai';
import type { Answerer, LocalServer } from '../../../local-server/src';
import { waitWarnings } from '../../../local-server/src/work/waits';
import { closeModelServers, startModelServer } from '../model-server';
import { killProcesses, runProcess, startProcess } from '../process';
import {
	call,
	clientOf,
	closeServers,
	createBatch,
	lines,
	outputOf,
	runBatch,
	startServer,
} from '../support';

let folder: string;
let data: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'offpeak-'));
	data = join(folder, 'server.sqlite');
});
afterEach(async () => {
	killProcesses();
	await closeModelServers();
	await closeServers();
	rmSync(folder, { recursive: true });
});

const HOUR = 3_600_000;
const LLAMA = { answererName: 'http://127.0.0.1:11434/v1', models: ['llama3'] };

/** Says two answers and holds the others back until the server stops. */
function twoAnswers(): Answerer {
	let asked = 0;
	return async (_, closing) => {
		asked += 1;
		if (asked <= 2) return says('FROM LLAMA');
		await new Promise((resolve) => closing?.addEventListener('abort', resolve));
		throw new Error('stopped');
	};
}

const says = (text: string) => ({
	status: 200,
	body: {
		id: 'resp_1',
		status: 'completed',
		output: [{ type: 'message', content: [{ type: 'output_text', text }] }],
	},
});
const llama: Answerer = async () => says('FROM LLAMA');

/** A batch of five lines, two of them answered, and a background response, on a server that was stopped. */
async function interrupted() {
	const server = startServer({ data, ...LLAMA, answerer: twoAnswers(), concurrency: 3 });
	const client = clientOf(server);
	const batch = await createBatch(client, lines(5, { model: 'llama3' }));
	while ((await client.batches.retrieve(batch.id)).request_counts?.completed !== 2) {
		await new Promise((resolve) => setTimeout(resolve, 1));
	}
	const response = await client.responses.create({
		model: 'llama3',
		input: 'hi',
		background: true,
	});
	await server.close();
	return { batchId: batch.id, responseId: response.id };
}

async function textsOf(server: LocalServer, batchId: string): Promise<string[]> {
	const client = clientOf(server);
	const { output_file_id: id } = await client.batches.retrieve(batchId);
	return (await outputOf(client, id)).map((one) => JSON.stringify(one.response?.body['output']));
}

describe('work that another answerer began', () => {
	it('waits for it, and then goes on without a foreign answer', async () => {
		const { batchId, responseId } = await interrupted();
		const demo = startServer({ data });
		await demo.idle();
		const waiting = clientOf(demo);
		expect(await waiting.batches.retrieve(batchId)).toMatchObject({
			status: 'in_progress',
			request_counts: { total: 5, completed: 2, failed: 0 },
		});
		expect((await waiting.responses.retrieve(responseId)).status).not.toBe('completed');
		expect(demo.waits()).toEqual([
			{ kind: 'answerer', name: LLAMA.answererName },
			{ kind: 'answerer', name: LLAMA.answererName },
		]);
		await demo.close();

		const again = startServer({ data, ...LLAMA, answerer: llama });
		await again.idle();
		expect(again.waits()).toEqual([]);
		const texts = await textsOf(again, batchId);
		expect(texts).toHaveLength(5);
		expect(texts.filter((text) => !text.includes('FROM LLAMA'))).toEqual([]);
		const { output } = await clientOf(again).responses.retrieve(responseId);
		expect(JSON.stringify(output)).toContain('FROM LLAMA');
	});

	it('waits too when only the address of the model differs', async () => {
		const { batchId } = await interrupted();
		const answererName = 'http://127.0.0.1:1234/v1';
		const other = startServer({ data, ...LLAMA, answererName, answerer: llama });
		await other.idle();
		expect((await clientOf(other).batches.retrieve(batchId)).status).toBe('in_progress');
	});

	it('waits while its model is not offered', async () => {
		const { batchId } = await interrupted();
		const other = startServer({ data, ...LLAMA, models: ['phi'], answerer: llama });
		await other.idle();
		expect((await clientOf(other).batches.retrieve(batchId)).status).toBe('in_progress');
		expect(other.waits()[0]).toEqual({ kind: 'model', name: 'llama3' });
	});

	it('is not refused for a model that only the other one has', async () => {
		const first = startServer({ data, ...LLAMA, answerer: llama, phaseMs: 60_000 });
		const { id } = await createBatch(clientOf(first), lines(2, { model: 'llama3' }));
		await first.close();
		const demo = startServer({ data });
		await demo.idle();
		expect((await clientOf(demo).batches.retrieve(id)).status).toBe('validating');
	});

	it('does not hold back what is new', async () => {
		await interrupted();
		const demo = startServer({ data });
		expect((await runBatch(demo, lines(3))).request_counts?.completed).toBe(3);
	});

	it('can be cancelled, with what was answered kept', async () => {
		const { batchId } = await interrupted();
		const demo = startServer({ data });
		await clientOf(demo).batches.cancel(batchId);
		await demo.idle();
		expect((await clientOf(demo).batches.retrieve(batchId)).status).toBe('cancelled');
		expect(await textsOf(demo, batchId)).toHaveLength(2);
		expect(demo.waits()).toHaveLength(1);
	});

	it('expires when its time is over, whoever answers', async () => {
		const { batchId } = await interrupted();
		const demo = startServer({ data, now: () => Date.now() + 25 * HOUR });
		await demo.idle();
		expect((await clientOf(demo).batches.retrieve(batchId)).status).toBe('expired');
		expect(await textsOf(demo, batchId)).toHaveLength(2);
	});

	it('says on the page what it waits for', async () => {
		await interrupted();
		const demo = startServer({ data });
		const { text } = await call(demo, 'GET', '/_jobs');
		expect(text).toContain('Waiting');
		expect(text).toContain('Waits for http://127.0.0.1:11434/v1, which began it.');
		expect(text).not.toContain(' left');
	});
});

describe('the warning at the start', () => {
	it('names how many wait, for what, and what to do', () => {
		const url = { kind: 'answerer', name: 'http://127.0.0.1:11434/v1' } as const;
		const warnings = waitWarnings([
			url,
			{ kind: 'answerer', name: 'demo' },
			url,
			{ kind: 'model', name: 'llama3' },
		]);
		expect(warnings).toEqual([
			'2 unfinished jobs will go on when the server is started with --upstream http://127.0.0.1:11434/v1, as they were begun. Or cancel them.',
			'1 unfinished job will go on when the server is started without --upstream, as it was begun. Or cancel it.',
			"The model 'llama3' is not offered now: 1 unfinished job will go on when it is. Or cancel it.",
		]);
	});
});

describe('on the command line', () => {
	it('a job begun with --upstream has a week, and is not gone on with without it', async () => {
		const list = { object: 'list', data: [{ id: 'llama3' }] };
		const { url } = await startModelServer(({ messages }) => (messages ? 'hang' : { body: list }));
		const first = await startProcess('--data', data, '--upstream', url);
		const client = new OpenAI({ apiKey: 'any', baseURL: first.url, maxRetries: 0 });
		const batch = await createBatch(client, lines(2, { model: 'llama3' }));
		expect((batch.expires_at ?? 0) - batch.created_at).toBe(7 * 86_400);
		await first.stop('SIGKILL');
		const { printed } = await runProcess(['--port', '0', '--data', data], /WARNING.*\n/);
		expect(printed).toContain(
			`1 unfinished job will go on when the server is started with --upstream ${url}`,
		);
	}, 20_000);
});

it('takes a data file from before it was noted who answers', async () => {
	const { batchId } = await interrupted();
	const file = new DatabaseSync(data);
	for (const table of ['batches', 'responses']) {
		file.exec(`ALTER TABLE ${table} DROP COLUMN answerer`);
	}
	file.close();
	const again = startServer({ data, ...LLAMA, answerer: llama });
	await again.idle();
	expect((await clientOf(again).batches.retrieve(batchId)).status).toBe('completed');
});
