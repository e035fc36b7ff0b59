import { isOffpeakError, OffpeakError, type HttpResponse } from '../../../core';
import { readText, send, sendForStream, sendOrThrow } from '../../../core/calls/send';
import { multipartBody } from '../../../core/protocols/bodies';
import { bytesOf, encodeText } from '../../../core/formats/bytes';
import { bytesOfChunks, bytesOfText, cannedTransport } from '../../support/core/canned-transport';
import { errorOf } from '../../support/core/refusal';
import { textOfBytes } from '../../support/core/samples';

const GET = { method: 'GET', path: '/batches/batch_1' } as const;

describe('send', () => {
	it('reads the JSON of a 2xx reply', async () => {
		const { transport } = cannedTransport({ status: 201, body: { id: 'batch_1' } });
		await expect(send(transport, GET)).resolves.toEqual({ ok: true, value: { id: 'batch_1' } });
	});

	it('takes an empty reply to a deletion for done, and to nothing else', async () => {
		const empty = { status: 204, body: '' };
		const { transport } = cannedTransport(empty, empty);
		await expect(send(transport, { method: 'DELETE', path: '/x' })).resolves.toMatchObject({
			ok: true,
		});
		await expect(send(transport, { method: 'POST', path: '/x' })).resolves.toMatchObject({
			ok: false,
		});
	});

	it('takes a body that breaks off as no answer', async () => {
		const transport = async (): Promise<HttpResponse> => ({
			status: 200,
			headers: {},
			body: brokenAfter('{"id":'),
		});
		const reply = await send(transport, GET);
		expect(reply).toMatchObject({ ok: false, refused: false, error: { code: 'unavailable' } });
	});

	it('ends a reply that does not end, and says so', async () => {
		const megabyte = new Uint8Array(1 << 20).fill(0x20);
		let taken = 0;
		async function* endless(): AsyncGenerator<Uint8Array> {
			for (; ; taken += 1) yield megabyte;
		}
		for (const status of [200, 500]) {
			const reply = await send(async () => ({ status, headers: {}, body: endless() }), GET);
			expect(reply).toMatchObject({ error: { code: 'malformed_response', details: { status } } });
		}
		expect(taken).toBeLessThan(140);
	});
});

describe('sendForStream', () => {
	it('hands the body over unread', async () => {
		const { transport } = cannedTransport({ body: 'not json' });
		const reply = await sendForStream(transport, GET);
		if (!reply.ok) throw reply.error;
		await expect(readText(reply.body)).resolves.toBe('not json');
	});

	it('answers with an error for a bad status and for no response', async () => {
		const gone = await sendForStream(cannedTransport({ status: 404, body: {} }).transport, GET);
		expect(gone).toMatchObject({ ok: false, error: { code: 'gone' } });
		const dropped = await sendForStream(cannedTransport(new Error('x')).transport, GET);
		expect(dropped).toMatchObject({ ok: false, error: { code: 'unavailable' } });
		const unknown = Object.assign(new Error('x'), { code: 'ENOTFOUND' });
		const nowhere = await sendForStream(cannedTransport(unknown).transport, GET);
		expect(nowhere).toMatchObject({ error: { details: { cause: 'ENOTFOUND' } } });
		const torn = async (): Promise<HttpResponse> => ({
			status: 500,
			headers: {},
			body: brokenAfter('{'),
		});
		expect(await sendForStream(torn, GET)).toMatchObject({
			ok: false,
			error: { code: 'unavailable', details: { status: 500 } },
		});
	});

	it('ends a body that breaks off with an error of ours', async () => {
		const transport = async (): Promise<HttpResponse> => ({
			status: 200,
			headers: {},
			body: brokenAfter('first'),
		});
		const reply = await sendForStream(transport, GET);
		if (!reply.ok) throw reply.error;
		const error = await errorOf(() => readText(reply.body));
		expect(error).toMatchObject({ code: 'unavailable', retryable: true });
	});

	it('says in the host’s own words why it waited no longer', async () => {
		const late = new OffpeakError('unavailable', 'It took too long.');
		async function* silent(): AsyncGenerator<Uint8Array> {
			yield encodeText('first');
			throw late;
		}
		const transport = async () => ({ status: 200, headers: {}, body: silent() });
		const reply = await sendForStream(transport, GET);
		if (!reply.ok) throw reply.error;
		await expect(errorOf(() => readText(reply.body))).resolves.toBe(late);
		await expect(send(transport, GET)).resolves.toMatchObject({ refused: false, error: late });
	});

	it('ends a file that does not end, and says so', async () => {
		const chunk = new Uint8Array(64 << 20);
		let taken = 0;
		let isClosed = false;
		async function* endless(): AsyncGenerator<Uint8Array> {
			try {
				for (; ; taken += 1) yield chunk;
			} finally {
				isClosed = true;
			}
		}
		const transport = async () => ({ status: 200, headers: {}, body: endless() });
		const reply = await sendForStream(transport, GET);
		if (!reply.ok) throw reply.error;
		const { body } = reply;
		const error = await errorOf(async () => {
			for await (const { byteLength } of body) expect(byteLength).toBe(64 << 20);
		});
		expect(error).toMatchObject({
			code: 'malformed_response',
			message: 'The server answered with more than 2 GB.',
		});
		expect([taken, isClosed]).toEqual([32, true]);
	});

	it('lets go of the body when nobody reads on', async () => {
		let isClosed = false;
		async function* endless(): AsyncGenerator<Uint8Array> {
			try {
				for (;;) yield encodeText('{}\n');
			} finally {
				isClosed = true;
			}
		}
		const reply = await sendForStream(
			async () => ({ status: 200, headers: {}, body: endless() }),
			GET,
		);
		if (!reply.ok) throw reply.error;
		const chunks = reply.body[Symbol.asyncIterator]();
		await chunks.next();
		await chunks.return?.();
		expect(isClosed).toBe(true);
	});
});

describe('sendOrThrow', () => {
	it('throws the error of a failed call', async () => {
		const { transport } = cannedTransport({ status: 401, body: {} });
		await expect(errorOf(() => sendOrThrow(transport, GET))).resolves.toMatchObject({
			code: 'unauthorized',
		});
	});
});

describe('readText', () => {
	it('keeps a character whole that is split between two chunks', async () => {
		const bytes = encodeText('a€😀');
		const chunks = Array.from(bytes, (byte) => Uint8Array.of(byte));
		await expect(readText(bytesOfChunks(chunks))).resolves.toBe('a€😀');
	});
});

describe('multipartBody', () => {
	it('joins nothing: the chunks of the file are in it as they are', () => {
		const content = bytesOf(encodeText('one\n'), encodeText('two\n'));
		const { body } = multipartBody({ purpose: 'batch' }, { fileName: 'a.jsonl', content }, 'x');
		expect(body?.chunks.slice(1, -1)).toEqual(content.chunks);
		expect(body?.chunks[1]).toBe(content.chunks[0]);
		expect(body?.byteLength).toBe(Buffer.byteLength(textOfBytes(body)));
	});
});

describe('isOffpeakError', () => {
	it('knows an error of ours by its shape, from another copy of the class too', () => {
		const foreign = Object.assign(new Error('x'), { name: 'OffpeakError', code: 'gone' });
		expect(isOffpeakError(new OffpeakError('gone', 'x'))).toBe(true);
		expect(isOffpeakError(foreign)).toBe(true);
		expect(isOffpeakError(new Error('x'))).toBe(false);
		expect(isOffpeakError({ name: 'OffpeakError', code: 'gone' })).toBe(false);
	});
});

async function* brokenAfter(text: string): AsyncGenerator<Uint8Array> {
	yield* bytesOfText(text);
	throw new TypeError('terminated');
}
