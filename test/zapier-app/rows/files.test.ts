import { createServer, type Server } from 'node:http';
import { failureOf } from '../../../harness/zap-runner/platform';
import { KEY, closeScenes, startScene, submitInput } from '../../../harness/zap-runner/scene';
import { Time } from '../../../harness/time';
import { rowsIn } from '../../../harness/zap-runner/zap';

interface Served {
	readonly body: string | Buffer;
	readonly headers?: Readonly<Record<string, string>>;
	readonly delayMs?: number;
	/** The server never answers, or never ends its answer. */
	readonly hangs?: 'at once' | 'in the middle';
}

let server: Server;
let base = '';
let seen: string[] = [];
let mostAtOnce = 0;
let files: Record<string, Served> = {};

beforeEach(async () => {
	seen = [];
	mostAtOnce = 0;
	let atOnce = 0;
	server = createServer((request, response) => {
		seen.push(String(request.headers.authorization));
		atOnce += 1;
		mostAtOnce = Math.max(mostAtOnce, atOnce);
		const file = files[request.url ?? ''];
		if (file?.hangs === 'at once') return;
		setTimeout(() => {
			atOnce -= 1;
			response.writeHead(file === undefined ? 404 : 200, file?.headers);
			if (file?.hangs === undefined) response.end(file?.body);
			else response.write('please');
		}, file?.delayMs ?? 0);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});

afterEach(async () => {
	await closeScenes();
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

async function rowsFrom(names: readonly string[]) {
	const scene = await startScene();
	const input = submitInput({ source: 'file', files: names.map((name) => base + name) });
	const { handle } = await scene.create('submit_batch', input);
	await scene.finishJobs();
	return rowsIn(await scene.create('poll_batch', { batch: handle }));
}

describe('files as rows', () => {
	it('takes a transcript and a text file as one row each, and sends no key for them', async () => {
		files = {
			'/call.srt': {
				body: '1\n00:00:01,000 --> 00:00:02,000\nAnna: Put a meeting in the calendar.\n',
			},
			'/hydrate/abc': {
				body: Buffer.concat([
					Buffer.from([0xff, 0xfe]),
					Buffer.from('please pay the bill', 'utf16le'),
				]),
				headers: { 'content-disposition': 'attachment; filename="bill.txt"' },
			},
		};

		expect(await rowsFrom(['/call.srt', '/hydrate/abc'])).toMatchObject([
			{ file: 'call.srt', category: 'Meeting' },
			{ file: 'bill.txt', category: 'Invoice' },
		]);
		expect(seen.join()).not.toContain(KEY);
	});

	it('takes old and unmarked encodings for what they are', async () => {
		files = {
			'/bill.txt': { body: Buffer.from('Dîner à régler: please pay the bill', 'latin1') },
			'/call.vtt': {
				body: Buffer.from(
					'WEBVTT\n\n00:01.000 --> 00:02.000\n\nPut a meeting in the calendar.\n',
					'utf16le',
				),
			},
		};

		expect(await rowsFrom(['/bill.txt', '/call.vtt'])).toMatchObject([
			{ file: 'bill.txt', category: 'Invoice' },
			{ file: 'call.vtt', category: 'Meeting' },
		]);
	});

	it('takes a table as one row per record', async () => {
		files = {
			'/mails.csv': { body: 'id;text;from\n1;please pay the bill;Anna\n2;a meeting;Ben\n' },
			'/mails.jsonl': { body: '{"id":"3","text":"pay"}\n{"id":"4","text":"meet"}\n' },
		};

		expect(await rowsFrom(['/mails.csv', '/mails.jsonl'])).toMatchObject([
			{ offpeak_id: '1', from: 'Anna', category: 'Invoice' },
			{ offpeak_id: '2', from: 'Ben', category: 'Meeting' },
			{ offpeak_id: '3' },
			{ offpeak_id: '4' },
		]);
	});

	it('takes a text file as one row, whatever lines it holds', async () => {
		files = { '/notes.txt': { body: '=== Agenda ===\npay the bill\n=== a\n=== end a' } };

		const rows = await rowsFrom(['/notes.txt']);

		expect(rows).toMatchObject([{ offpeak_id: '0', file: 'notes.txt' }]);
		expect(rows).toHaveLength(1);
	});

	it('fetches several files at a time, and keeps their order', async () => {
		const names = Array.from({ length: 12 }, (_, index) => `/call-${index}.txt`);
		const slower = (name: string, index: number) =>
			[name, { body: `pay the bill ${index}`, delayMs: 120 - 10 * index }] as const;
		files = Object.fromEntries(names.map(slower));

		const rows = await rowsFrom(names);

		expect(rows.map((row) => `/${String(row['file'])}`)).toEqual(names);
		expect(mostAtOnce).toBe(4);
	});

	it.each([
		['does not answer', 'at once'],
		['stops in the middle', 'in the middle'],
	] as const)('gives all files together 15 seconds when one %s', async (_, hangs) => {
		const time = new Time();
		files = Object.fromEntries(
			Array.from({ length: 8 }, (_, index) => [`/${index}.txt`, { body: 'pay the bill' }]),
		);
		files['/slow.txt'] = { body: '', hangs };
		const scene = await startScene();
		const urls = Object.keys(files).map((name) => base + name);
		server.once('request', () => time.pass(14_400));

		const error = await failureOf(
			scene.create('submit_batch', submitInput({ source: 'file', files: urls })),
		);

		time.restore();
		expect(error.kind).toBe('ThrottledError');
		expect(error.message).toContain('The files took longer than 15 seconds.');
		expect(scene.server.stats().batchesCreated).toBe(0);
	});

	it('says in its own words that a file’s server is out of reach', async () => {
		const scene = await startScene();
		const input = submitInput({ source: 'file', files: ['http://127.0.0.1:9/a.txt'] });

		const error = await failureOf(scene.create('submit_batch', input));

		expect(error.message).toContain('A file cannot be fetched: its server is out of reach.');
	});

	it('tells a text file by its content where its name says nothing', async () => {
		files = {
			'/a': {
				body: 'pay the bill',
				headers: {
					'content-type': 'text/plain; charset=utf-8',
					'content-disposition': 'attachment; filename="Weekly sync 24.11"',
				},
			},
		};

		expect(await rowsFrom(['/a'])).toMatchObject([{ file: 'Weekly sync 24.11' }]);
	});

	it.each([
		['/report.pdf', 'The file report.pdf is no text file.'],
		['/scan.docx', 'The file scan.docx is no text file.'],
		['/bytes.txt', 'The file bytes.txt is no text file.'],
		['/named.txt', 'The file named.txt is a PDF, no text file.'],
		['/dos.txt', 'The file dos.txt is in an encoding that cannot be told.'],
		['/gone.txt', 'A file cannot be fetched: its server answered 404.'],
	])('says why %s is not taken', async (name, words) => {
		files = {
			'/report.pdf': { body: '%PDF' },
			'/scan.docx': { body: 'PK', headers: { 'content-type': 'text/plain' } },
			'/bytes.txt': { body: 'a\0b' },
			'/named.txt': { body: '%PDF-1.7\n' },
			'/dos.txt': { body: Buffer.from('Sch\x94ne Gr\x81\xe1e f\x81r M\x81ller', 'latin1') },
		};
		const scene = await startScene();

		const error = await failureOf(
			scene.create('submit_batch', submitInput({ source: 'file', files: [base + name] })),
		);

		expect(error.message).toContain(words);
	});
});
