import { createServer, type Server } from 'node:http';
import { failureOf } from '../../support/zap-runner/platform';
import { KEY, closeScenes, startScene, submitInput } from '../../support/zap-runner/scene';
import { rowsIn } from '../../support/zap-runner/zap';

interface Served {
	readonly body: string | Buffer;
	readonly headers?: Readonly<Record<string, string>>;
}

let server: Server;
let base = '';
let seen: string[] = [];
let files: Record<string, Served> = {};

beforeEach(async () => {
	seen = [];
	server = createServer((request, response) => {
		seen.push(String(request.headers.authorization));
		const file = files[request.url ?? ''];
		response.writeHead(file === undefined ? 404 : 200, file?.headers);
		response.end(file?.body);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});

afterEach(async () => {
	await closeScenes();
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

	it.each([
		['/report.pdf', 'The file report.pdf is no text file.'],
		['/gone.txt', 'A file cannot be fetched: its server answered 404.'],
	])('says why %s is not taken', async (name, words) => {
		files = { '/report.pdf': { body: '%PDF' } };
		const scene = await startScene();

		const error = await failureOf(
			scene.create('submit_batch', submitInput({ source: 'file', files: [base + name] })),
		);

		expect(error.message).toContain(words);
	});
});
