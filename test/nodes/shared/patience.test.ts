import { createLocalServer, serve } from '../../../local-server/src';
import { submit, type HttpRequest } from '../../../core';
import { send, sendForStream } from '../../../core/calls/send';
import { readBody } from '../../../nodes/shared/patience';
import { connected, PATIENT } from '../../support/nodes/connected';
import { RUN } from '../../support/core/purchases';
import { errorOf } from '../../support/core/refusal';
import { planOf, rowsOf } from '../../support/core/samples';
import { startSlowServer, type Sends, type SlowServer } from '../../support/slow-server';
import { dripping } from '../../support/untimely-server';

const HEAD = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';
const BLANK = '1\r\n \r\n';
const ANSWER = '2\r\n{}\r\n';
const END = '0\r\n\r\n';
const TOO_SLOW = 'The server began to answer, and then went silent or became too slow.';

let server: SlowServer | undefined;

afterEach(() => server?.close());

async function serverAt(path: string, sends: Sends, pauseMs?: number): Promise<string> {
	server = await startSlowServer(new Map([[`/v1${path}`, sends]]), pauseMs);
	return `${server.url}/v1`;
}

function post(byteLength: number): HttpRequest {
	return { method: 'POST', path: '/x', body: { chunks: [new Uint8Array(byteLength)], byteLength } };
}

describe('a create whose reply drips', () => {
	it('is not sent again: what was bought is found in the list', async () => {
		const local = createLocalServer();
		const fetch = dripping(
			async (request) => await local.fetch(request),
			[{ method: 'POST', path: /^\/v1\/batches$/ }],
		);
		const served = await serve({ fetch }, { port: 0, host: '127.0.0.1' });

		const { reused } = await connected(
			`${served.url}/v1`,
			async (connection) => {
				const { provider } = connection;
				const clock = { now: Date.now, sleep: async () => {} };
				return await submit(planOf({ rows: rowsOf(3), provider }), { ...connection, clock }, RUN);
			},
			{ patience: { headers: 20_000, body: 20_000, answer: 1_500 } },
		);

		await local.idle();
		const { bought, batchesCreated } = local.stats();
		await served.close();
		await local.close();
		expect(reused).toBe(false);
		expect(batchesCreated).toBe(1);
		expect(bought.map(({ times }) => times)).toEqual([1, 1, 1]);
	});
});

describe('patience', () => {
	it('is longer where a model may still be at work, and the line is kept open with blanks', async () => {
		const sends = () => [HEAD, ...Array.from({ length: 30 }, () => BLANK), ANSWER, END];
		const baseUrl = await serverAt('/x', sends);
		const [asked, looked] = await connected(
			baseUrl,
			async ({ transport }) =>
				await Promise.all([
					send(transport, post(1)),
					send(transport, { method: 'GET', path: '/x' }),
				]),
			{ patience: { headers: 20_000, body: 400, answer: 20_000 } },
		);
		expect(asked).toEqual({ ok: true, value: {} });
		expect(looked).toMatchObject({ ok: false, error: { code: 'unavailable', message: TOO_SLOW } });
	});

	it('is longer by the time that what is sent needs on a slow line', async () => {
		const slowly = () => ['', HEAD + ANSWER + END];
		const baseUrl = await serverAt('/x', slowly, 700);
		const patience = { ...PATIENT, headers: 200 };
		const work = async (byteLength: number) =>
			await connected(baseUrl, async ({ transport }) => await send(transport, post(byteLength)), {
				patience,
			});
		await expect(work(256_000)).resolves.toEqual({ ok: true, value: {} });
		await expect(work(1)).resolves.toMatchObject({ ok: false, error: { code: 'unavailable' } });
	});

	it('is not used up while what has come is worked on', async () => {
		const baseUrl = await serverAt('/x', () => [HEAD, ANSWER, END], 100);
		const read = await connected(baseUrl, async ({ transport }) => {
			const reply = await sendForStream(transport, { method: 'GET', path: '/x' });
			if (!reply.ok) throw reply.error;
			let byteLength = 0;
			for await (const chunk of reply.body) {
				byteLength += chunk.byteLength;
				await new Promise((resolve) => setTimeout(resolve, 2 * PATIENT.body));
			}
			return byteLength;
		});
		expect(read).toBe(2);
	});
});

describe('a body', () => {
	it('is given up even where its client cannot be made to end it', async () => {
		async function* silent(): AsyncGenerator<Uint8Array> {
			yield Uint8Array.of(1);
			await new Promise(() => {});
		}
		let isGivenUp = false;
		const chunks = readBody(silent(), 100, () => {
			isGivenUp = true;
		});
		await expect(chunks.next()).resolves.toEqual({ done: false, value: Uint8Array.of(1) });
		await expect(errorOf(() => chunks.next())).resolves.toMatchObject({ message: TOO_SLOW });
		expect(isGivenUp).toBe(true);
	});
});

describe('a connection', () => {
	it('is closed when nobody reads on', async () => {
		const baseUrl = await serverAt('/x', () => [HEAD, ANSWER]);
		await connected(baseUrl, async ({ transport }) => {
			const reply = await sendForStream(transport, { method: 'GET', path: '/x' });
			if (!reply.ok) throw reply.error;
			const chunks = reply.body[Symbol.asyncIterator]();
			await chunks.next();
			await chunks.return?.();
		});
		await expect(server?.openAt('/v1/x')).resolves.toBe(0);
	});

	it('is closed when the execution is cancelled while its reply comes', async () => {
		const baseUrl = await serverAt('/x', () => [HEAD, ANSWER]);
		const cancel = new AbortController();
		const patience = { headers: 60_000, body: 60_000, answer: 60_000 };
		const reply = await connected(
			baseUrl,
			async ({ transport }) => {
				setTimeout(() => cancel.abort(), 100);
				return await send(transport, { method: 'GET', path: '/x' });
			},
			{ patience, cancelled: cancel.signal },
		);
		expect(reply).toMatchObject({ ok: false });
		await expect(server?.openAt('/v1/x')).resolves.toBe(0);
	});
});

describe('a pause', () => {
	it('ends when the execution is cancelled, and nothing is sent behind it', async () => {
		const baseUrl = await serverAt('/x', () => [HEAD, ANSWER, END]);
		const cancel = new AbortController();
		await connected(
			baseUrl,
			async ({ clock, transport }) => {
				setTimeout(() => cancel.abort(), 50);
				const error = await errorOf(() => clock.sleep(400));
				expect(error).toMatchObject({ message: 'The execution was cancelled.' });
				const reply = await send(transport, { method: 'GET', path: '/x' });
				expect(reply).toMatchObject({ ok: false, error: { code: 'unavailable' } });
			},
			{ cancelled: cancel.signal },
		);
	});
});
