import { request as httpRequest } from 'node:http';
import * as fc from 'fast-check';
import { serve } from '../../local-server/src';
import { readMultipart } from '../../local-server/src/http/multipart';
import { call, clientOf, closeServers, startServer } from './support';

afterEach(closeServers);

const BOUNDARY = 'b0undary';
const TYPE = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };

function part(head: string, contents: string): string {
	return `--${BOUNDARY}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${contents}\r\n`;
}

const FILE = part('name="file"; filename="in.jsonl"', '{"a":1}\n');
const PURPOSE = part('name="purpose"', 'batch');
const END = `--${BOUNDARY}--\r\n`;

describe('an upload', () => {
	it('is taken although its lines are no JSON, as OpenAI does', async () => {
		const server = startServer();
		const text = part('name="file"; filename="in.jsonl"', 'not json\n');
		const { status, json } = await call(server, 'POST', '/v1/files', PURPOSE + text + END, TYPE);
		expect(status).toBe(200);
		expect(json).toMatchObject({ status: 'processed', bytes: 9, filename: 'in.jsonl' });
		expect(json.expires_at).toBe(json.created_at + 30 * 86_400);
	});

	it('expires when it was asked to', async () => {
		const server = startServer();
		const expiry = (seconds: string) =>
			part('name="expires_after[anchor]"', 'created_at') +
			part('name="expires_after[seconds]"', seconds);
		const send = (seconds: string) =>
			call(server, 'POST', '/v1/files', PURPOSE + expiry(seconds) + FILE + END, TYPE);
		const { json } = await send('3600');
		expect(json.expires_at).toBe(json.created_at + 3600);
		for (const bad of ['3599', '2592001', 'soon', '']) {
			expect((await send(bad)).json.error.param).toBe('expires_after.seconds');
		}
	});

	const broken: [string, string, Record<string, string>][] = [
		['no boundary in its type', PURPOSE + FILE + END, { 'content-type': 'multipart/form-data' }],
		['another type', PURPOSE + FILE + END, { 'content-type': 'application/json' }],
		['an empty body', '', TYPE],
		['no boundary in its body', 'hello', TYPE],
		['no last boundary', PURPOSE + FILE, TYPE],
		['a part without headers', `--${BOUNDARY}\r\nx\r\n${END}`, TYPE],
		['a part without a name', part('other="file"', 'x') + END, TYPE],
		['no file', PURPOSE + END, TYPE],
		['no purpose', FILE + END, TYPE],
		['an unknown purpose', part('name="purpose"', 'fun') + FILE + END, TYPE],
		['too many parts', PURPOSE.repeat(101) + FILE + END, TYPE],
		['a file that is only a field', PURPOSE + part('name="file"', '{}') + END, TYPE],
	];
	it.each(broken)('with %s is refused with 400', async (_, body, headers) => {
		const server = startServer();
		const reply = await call(server, 'POST', '/v1/files', body, headers);
		expect(reply).toMatchObject({
			status: 400,
			json: { error: { type: 'invalid_request_error' } },
		});
		expect((await call(server, 'GET', '/v1/files')).json.data).toEqual([]);
	});

	it('for a batch needs a name that ends in .jsonl', async () => {
		const text = part('name="file"; filename="in.txt"', '{}');
		const reply = await call(startServer(), 'POST', '/v1/files', PURPOSE + text + END, TYPE);
		expect(reply.json.error.message).toBe('Invalid file format for Batch API. Must be .jsonl');
		expect(reply.status).toBe(400);
	});

	it('over the limit is refused with 413, announced or not', async () => {
		const server = startServer({ bodyLimitBytes: 1000 });
		const large = PURPOSE + part('name="file"; filename="a.jsonl"', 'x'.repeat(1000)) + END;
		expect((await call(server, 'POST', '/v1/files', large, TYPE)).status).toBe(413);
		const served = await serve(server, { port: 0 });
		const status = await new Promise((resolve, reject) => {
			const options = { method: 'POST', headers: { ...TYPE, 'transfer-encoding': 'chunked' } };
			const sent = httpRequest(`${served.url}/v1/files`, options, (reply) =>
				resolve(reply.statusCode),
			);
			sent.on('error', reject);
			sent.end(large);
		});
		expect(status).toBe(413);
		await served.close();
	});

	it('keeps any bytes, whatever they look like', async () => {
		await fc.assert(
			fc.property(
				fc.array(
					fc.constantFrom('\r\n', '--', BOUNDARY, `\r\n-${BOUNDARY}`, 'x', '\0', '\r\n\r\n'),
				),
				(pieces) => {
					const contents = pieces.join('');
					fc.pre(
						!contents.includes(`--${BOUNDARY}`) && !`\r\n${contents}`.includes(`\r\n--${BOUNDARY}`),
					);
					const body = Buffer.from(PURPOSE + part('name="file"; filename="a"', contents) + END);
					const [, file] = readMultipart(body, TYPE['content-type']);
					expect(file?.contents.toString()).toBe(contents);
				},
			),
		);
	});

	it('reads names with quotes as form encoders write them', () => {
		const body = Buffer.from(part('name="file"; filename="a %22b%22 \\"c\\".jsonl"', 'x') + END);
		expect(readMultipart(body, TYPE['content-type'])[0]?.filename).toBe('a "b" "c".jsonl');
	});
});

describe('a stored file', () => {
	const contents =
		Array.from({ length: 90_000 }, (_, n) => `${n % 10}`).join('') + 'x'.repeat(300_000);

	async function stored() {
		const server = startServer();
		const body = PURPOSE + part('name="file"; filename="in.jsonl"', contents) + END;
		const { json } = await call(server, 'POST', '/v1/files', body, TYPE);
		const get = (range?: string) =>
			call(server, 'GET', `/v1/files/${json.id}/content`, undefined, range ? { range } : {});
		return { server, id: String(json.id), get };
	}

	it('comes back as it was', async () => {
		const { get } = await stored();
		const reply = await get();
		expect(reply.status).toBe(200);
		expect(reply.headers.get('content-length')).toBe('390000');
		expect(reply.text).toBe(contents);
	});

	const ranges: [string, number, number][] = [
		['bytes=0-0', 0, 1],
		['bytes=5-14', 5, 15],
		['bytes=262140-262150', 262_140, 262_151],
		['bytes=389990-', 389_990, 390_000],
		['bytes=-7', 389_993, 390_000],
		['bytes=389990-999999', 389_990, 390_000],
	];
	it.each(ranges)('gives the range %s', async (range, start, end) => {
		const { get } = await stored();
		const reply = await get(range);
		expect(reply.status).toBe(206);
		expect(reply.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/390000`);
		expect(reply.text).toBe(contents.slice(start, end));
	});

	it('says when a range lies beyond it, and ignores one it cannot read', async () => {
		const { get } = await stored();
		expect((await get('bytes=390000-')).status).toBe(416);
		for (const odd of ['bytes=9-3', 'bytes=-', 'lines=1-2', 'bytes=1-2,4-5']) {
			expect((await get(odd)).status).toBe(200);
		}
	});

	it('is gone when it is deleted', async () => {
		const { server, id, get } = await stored();
		const deleted = await clientOf(server).files.delete(id);
		expect(deleted).toEqual({ id, object: 'file', deleted: true });
		expect((await get()).status).toBe(404);
		expect((await call(server, 'DELETE', `/v1/files/${id}`)).status).toBe(404);
	});
});
