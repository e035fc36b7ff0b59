import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientOf, closeServers, createBatch, line, runBatch, startServer } from './support';

let parent: string;
let folder: string;
let data: string;

beforeEach(() => {
	parent = mkdtempSync(join(tmpdir(), 'offpeak-'));
	folder = join(parent, 'own');
	data = join(folder, 'server.sqlite');
});
afterEach(async () => {
	await closeServers();
	rmSync(parent, { recursive: true });
});

const SECRET = 'Salaries of the whole team';
const MAILS = Array.from({ length: 300 }, (_, n) => line(`r-${n}`, `${SECRET} ${n}. `.repeat(40)));

/** All but the timers that repeat. */
const REAL = ['setTimeout', 'setImmediate', 'nextTick', 'queueMicrotask', 'Date'] as const;

/** Everything that lies on the disk, also what SQLite has not moved into the data file yet. */
function onDisk(): Buffer {
	const files = [data, `${data}-wal`, `${data}-journal`].filter(existsSync);
	return Buffer.concat(files.map((file) => readFileSync(file)));
}

function permissions(path: string): string {
	return (statSync(path).mode & 0o777).toString(8);
}

describe('the data file', () => {
	it('holds no word of deleted files, and is small again', async () => {
		const server = startServer({ data });
		const client = clientOf(server);
		const empty = onDisk().length;
		const batch = await runBatch(server, MAILS);
		expect(onDisk().includes(SECRET)).toBe(true);
		expect(onDisk().length).toBeGreaterThan(500_000);
		await client.files.delete(batch.input_file_id);
		await client.files.delete(batch.output_file_id ?? '');
		await server.idle();
		expect(onDisk().includes(SECRET)).toBe(false);
		expect(onDisk().length).toBeLessThan(empty + 20_000);
	});

	it('holds no word of deleted responses', async () => {
		const server = startServer({ data });
		const client = clientOf(server);
		const made = [];
		for (let n = 0; n < 20; n += 1) {
			const input = `${SECRET} ${n}. `.repeat(400);
			made.push(await client.responses.create({ model: 'demo', input, background: n > 10 }));
		}
		await server.idle();
		expect(onDisk().includes(SECRET)).toBe(true);
		for (const { id } of made) await client.responses.delete(id);
		await server.idle();
		expect(onDisk().includes(SECRET)).toBe(false);
	});

	it('keeps what else lies in it whole while it shrinks', async () => {
		const server = startServer({ data });
		const client = clientOf(server);
		const first = await runBatch(server, MAILS);
		const second = await runBatch(server, MAILS.slice(0, 200));
		const before = await (await client.files.content(second.output_file_id ?? '')).text();
		await client.files.delete(first.input_file_id);
		await client.files.delete(first.output_file_id ?? '');
		const third = await createBatch(client, MAILS);
		await server.idle();
		expect((await client.batches.retrieve(third.id)).request_counts?.completed).toBe(300);
		const after = await (await client.files.content(second.output_file_id ?? '')).text();
		expect(after).toBe(before);
	});

	it('loses expired files and responses although nobody calls', async () => {
		jest.useFakeTimers({ doNotFake: [...REAL] });
		let now = 1_800_000_000_000;
		const server = startServer({ data, now: () => now });
		await runBatch(server, MAILS);
		await clientOf(server).responses.create({ model: 'demo', input: SECRET });
		now += 31 * 86_400_000;
		expect(onDisk().includes(SECRET)).toBe(true);
		jest.advanceTimersByTime(3_600_000);
		jest.useRealTimers();
		await server.idle();
		expect(onDisk().includes(SECRET)).toBe(false);
	});

	it('is for its owner alone, and so is a folder made for it', async () => {
		startServer({ data });
		expect(permissions(data)).toBe('600');
		expect(permissions(`${data}-wal`)).toBe('600');
		expect(permissions(folder)).toBe('700');
	});

	it('that others could read is closed to them', async () => {
		await startServer({ data }).close();
		chmodSync(data, 0o644);
		startServer({ data });
		expect(permissions(data)).toBe('600');
	});
});
