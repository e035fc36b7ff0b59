import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import OpenAI from 'openai';
import { createLocalServer, type Answerer } from '../../local-server/src';
import { Work } from '../../local-server/src/work/clock';
import { openDatabase } from '../../local-server/src/store/database';
import { FileStore } from '../../local-server/src/store/files';
import { Space } from '../../local-server/src/store/space';
import { killProcesses, startProcess } from '../local-server/process';
import { clientOf, createBatch, ids, lines, outputOf } from '../local-server/support';

let folder: string;
let data: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'offpeak-'));
	data = join(folder, 'server.sqlite');
});
afterEach(() => {
	killProcesses();
	rmSync(folder, { recursive: true });
});

const COUNT = 200;
const ALL = lines(COUNT)
	.map((_, n) => `r-${n}`)
	.sort();

function connect(url: string): OpenAI {
	return new OpenAI({ apiKey: 'unused', baseURL: url, maxRetries: 0 });
}

/** The answers that the dead process had kept, by line id. */
function keptAnswers(): string[] {
	const database = new DatabaseSync(data);
	const rows = database.prepare('SELECT line FROM answers').all();
	database.close();
	return rows.map(({ line }) => {
		if (!(line instanceof Uint8Array)) throw new Error('no line');
		return String(JSON.parse(Buffer.from(line).toString()).id);
	});
}

async function pollUntil(client: OpenAI, id: string, done: (batch: OpenAI.Batch) => boolean) {
	for (;;) {
		const batch = await client.batches.retrieve(id);
		if (done(batch)) return batch;
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}

describe('a killed server', () => {
	it('keeps an accepted job through kill -9, and answers every line exactly once', async () => {
		const flags = ['--data', data, '--latency', '20', '--concurrency', '4', '--phase', '0'];
		const first = await startProcess(...flags);
		const { id } = await createBatch(connect(first.url), lines(COUNT));
		await pollUntil(connect(first.url), id, (batch) => (batch.request_counts?.completed ?? 0) > 40);
		await first.stop('SIGKILL');
		const kept = keptAnswers();
		expect(kept.length).toBeGreaterThan(40);
		expect(kept.length).toBeLessThan(COUNT);

		const second = await startProcess(...flags);
		const client = connect(second.url);
		const batch = await pollUntil(client, id, ({ status }) => status === 'completed');
		expect(batch.request_counts).toEqual({ total: COUNT, completed: COUNT, failed: 0 });
		const output = await outputOf(client, batch.output_file_id);
		expect(ids(output)).toEqual(ALL);
		expect(output.map((line) => line.id)).toEqual(expect.arrayContaining(kept));
		expect(await second.stop('SIGTERM')).toBe(0);
	}, 30_000);

	it('takes up at any moment where it was killed', async () => {
		const flags = ['--data', data, '--latency', '2', '--concurrency', '8', '--phase', '40'];
		let server = await startProcess(...flags);
		const { id } = await createBatch(connect(server.url), lines(COUNT));
		for (const pause of [10, 30, 50, 70]) {
			await new Promise((resolve) => setTimeout(resolve, pause));
			await server.stop('SIGKILL');
			server = await startProcess(...flags);
		}
		const client = connect(server.url);
		const batch = await pollUntil(client, id, ({ status }) => status === 'completed');
		expect(ids(await outputOf(client, batch.output_file_id))).toEqual(ALL);
		const files: string[] = [];
		for await (const file of client.files.list()) files.push(file.id);
		expect(files.sort()).toEqual([batch.input_file_id, batch.output_file_id].sort());
	}, 60_000);

	it('answers the background responses it had accepted', async () => {
		const flags = ['--data', data, '--latency', '300'];
		const first = await startProcess(...flags);
		const { id } = await connect(first.url).responses.create({
			model: 'demo',
			input: 'The parcel is late.',
			background: true,
			store: true,
		});
		await first.stop('SIGKILL');
		const second = await startProcess(...flags);
		const client = connect(second.url);
		let response = await client.responses.retrieve(id);
		while (response.status !== 'completed') {
			expect(['queued', 'in_progress']).toContain(response.status);
			await new Promise((resolve) => setTimeout(resolve, 20));
			response = await client.responses.retrieve(id);
		}
		expect(response.output_text).toBe('The parcel is late.');
	}, 30_000);
});

describe('a closed server', () => {
	it('goes on at the next start, and asks no line again that was answered', async () => {
		const asked = new Map<string, number>();
		const answerer: Answerer = async ({ body }) => {
			const input = String(body['input']);
			await new Promise((resolve) => setTimeout(resolve, 1));
			asked.set(input, (asked.get(input) ?? 0) + 1);
			return { status: 200, body: { id: 'resp_1' } };
		};
		let server = createLocalServer({ data, answerer, concurrency: 4 });
		const { id } = await createBatch(clientOf(server), lines(COUNT));
		while (asked.size < 50) await new Promise((resolve) => setTimeout(resolve, 1));
		await server.close();
		const before = asked.size;
		expect(before).toBeLessThan(COUNT);

		server = createLocalServer({ data, answerer, concurrency: 4 });
		await server.idle();
		const batch = await clientOf(server).batches.retrieve(id);
		expect(batch).toMatchObject({ status: 'completed', request_counts: { completed: COUNT } });
		expect(ids(await outputOf(clientOf(server), batch.output_file_id))).toEqual(ALL);
		expect(asked.size).toBe(COUNT);
		expect([...asked.values()].filter((times) => times > 1)).toEqual([]);
		await server.close();
	});

	it('keeps no answer besides the output files, and drops a file left half written', async () => {
		const server = createLocalServer({ data });
		await createBatch(clientOf(server), lines(3));
		await server.idle();
		await server.close();
		expect(keptAnswers()).toEqual([]);

		const database = openDatabase(data);
		const space = new Space(database, new Work());
		new FileStore(database, () => 1, space)
			.write('half.jsonl', 'batch_output')
			.append(Buffer.alloc(300_000));
		const parts = () => database.prepare('SELECT count(*) AS n FROM parts').get()?.['n'];
		expect(parts()).toBe(3);
		database.close();
		await createLocalServer({ data }).close();
		const after = openDatabase(data);
		expect(after.prepare('SELECT count(*) AS n FROM parts').get()?.['n']).toBe(2);
		after.close();
	});

	it('does not share its data file with a second one', async () => {
		const server = createLocalServer({ data });
		expect(() => createLocalServer({ data })).toThrow(/another local server/);
		await server.close();
		await createLocalServer({ data }).close();
	});
});
