import { gzipSync } from 'node:zlib';
import type { Connection } from '../../core';
import { readText, send, sendForStream } from '../../core/calls/send';
import { PATIENCE } from '../../nodes/shared/patience';
import { HOSTS } from '../support/impatient-hosts';
import { startSlowServer, type Sends, type SlowServer } from '../support/slow-server';

/**
 * What servers, gateways and lines do to a reply that has begun, or is about to: on real sockets, read by the client
 * of each host, as a status and as a file. Either all of it comes, or the call ends in words and the connection is
 * closed.
 */
const JSON_HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
const CHUNKED = 'transfer-encoding: chunked\r\n\r\n';
const GZIP = 'content-encoding: gzip\r\n';

function chunk(bytes: string | Uint8Array): Uint8Array {
	const size = Buffer.from(`${bytes.length.toString(16)}\r\n`);
	return Buffer.concat([size, Buffer.from(bytes), Buffer.from('\r\n')]);
}

const END = '0\r\n\r\n';

/** For longer than anybody waits here. */
const FOR_EVER = 1_000;

function times<T>(count: number, piece: T): T[] {
	return Array.from({ length: count }, () => piece);
}

interface Fault {
	readonly what: string;
	readonly source: string;
	readonly sends: Sends;
}

const ANSWER = '{"id":"batch_1"}';

const FAULTS: readonly Fault[] = [
	{
		what: 'drips, a blank at a time',
		source: 'https://github.com/axios/axios/issues/5886',
		sends: () => [JSON_HEAD + CHUNKED, ...times(FOR_EVER, chunk(' '))],
	},
	{
		what: 'stops after its first byte',
		source: 'https://github.com/openai/openai-node/issues/1825',
		sends: () => [JSON_HEAD + CHUNKED, chunk('{')],
	},
	{
		what: 'stops behind its headers',
		source: 'https://github.com/workos/workos-node/issues/1679',
		sends: () => [JSON_HEAD + CHUNKED],
	},
	{
		what: 'is said to be longer than it is',
		source: 'https://github.com/axios/axios/issues/459',
		sends: () => [`${JSON_HEAD}content-length: 500\r\n\r\n${ANSWER}`],
	},
	{
		what: 'is whole, but never said to be over',
		source: 'https://github.com/unjs/ofetch/pull/622',
		sends: () => [JSON_HEAD + CHUNKED, chunk(ANSWER)],
	},
	{
		what: 'stops in the middle of what was zipped',
		source: 'https://github.com/n8n-io/n8n/pull/32411',
		sends: () => [JSON_HEAD + GZIP + CHUNKED, chunk(gzipSync(ANSWER).subarray(0, 20))],
	},
	{
		what: 'ends with trailers that drip',
		source: 'own fuzzing',
		sends: () => [`${JSON_HEAD}${CHUNKED}2\r\n{}\r\n0\r\n`, ...times(FOR_EVER, 'x-a: b\r\n')],
	},
	{
		what: 'never begins',
		source: 'https://github.com/n8n-io/n8n/issues/2351',
		sends: () => [],
	},
	{
		what: 'begins with headers that drip, one more each time',
		source: 'https://github.com/c-cube/tiny_httpd/issues/5',
		sends: () => ['HTTP/1.1 200 OK\r\n', ...times(FOR_EVER, 'x-a: b\r\n')],
	},
	{
		what: 'is announced again and again',
		source: 'own fuzzing',
		sends: () => times(FOR_EVER, 'HTTP/1.1 102 Processing\r\n\r\n'),
	},
	{
		what: 'is an error whose words drip',
		source: 'https://github.com/browserbase/sdk-node/issues/206',
		sends: () => [`HTTP/1.1 503 Service Unavailable\r\n${CHUNKED}`, ...times(FOR_EVER, chunk(' '))],
	},
];

interface Slow extends Fault {
	readonly text: string;
}

const LONG = 'x'.repeat(8_000);

/** As slow as these are, they end, and none of them may be given up. */
const SLOW: readonly Slow[] = [
	{
		what: 'comes in single bytes',
		source: 'https://github.com/nodejs/undici/issues/474',
		sends: () => [JSON_HEAD + CHUNKED, ...times(6, chunk('7')), END],
		text: '777777',
	},
	{
		what: 'takes longer than anything may, but comes steadily',
		source: 'https://github.com/Crosstalk-Solutions/project-nomad/pull/354',
		sends: () => [JSON_HEAD + CHUNKED, ...times(25, chunk(LONG)), END],
		text: LONG.repeat(25),
	},
	{
		what: 'comes in headers and then, after a while, at once',
		source: 'https://github.com/anomalyco/opencode/pull/25959',
		sends: () => ['HTTP/1.1 200 OK\r\n', ...times(6, 'x-a: b\r\n'), CHUNKED, chunk('1'), END],
		text: '1',
	},
];

const CASES = [...FAULTS, ...SLOW];

function pathOf({ what }: Fault): string {
	return `/${CASES.findIndex((one) => one.what === what)}`;
}

interface Replies {
	readonly status: unknown;
	readonly file: unknown;
}

async function both({ transport }: Connection, path: string): Promise<Replies> {
	const [status, file] = await Promise.all([
		send(transport, { method: 'GET', path }),
		sendForStream(transport, { method: 'GET', path }).then(async (reply) =>
			reply.ok ? await readText(reply.body).catch((error: unknown) => error) : reply.error,
		),
	]);
	return { status: status.ok ? status.value : status.error, file };
}

const TOO_LATE_MS = 4_000;

async function tooLate(): Promise<Replies> {
	return await new Promise((resolve) => {
		const late = 'still waiting';
		setTimeout(() => resolve({ status: late, file: late }), TOO_LATE_MS).unref();
	});
}

let server: SlowServer;
/** By host and path. */
const seen = new Map<string, Replies>();

/** All at once: each of them is nothing but waiting. */
beforeAll(async () => {
	server = await startSlowServer(new Map(CASES.map((one) => [`/v1${pathOf(one)}`, one.sends])));
	for (const { name, does } of HOSTS) {
		await does(`${server.url}/v1`, async (connection, hurry) => {
			hurry();
			const asked = CASES.map(async (one) => {
				const replies = await Promise.race([both(connection, pathOf(one)), tooLate()]);
				seen.set(name + pathOf(one), replies);
			});
			await Promise.all(asked);
		});
	}
});

afterAll(() => server.close());

describe.each(HOSTS)('read on $name, a reply that', ({ name, does, words }) => {
	it.each(FAULTS)(
		'$what is given up in words, and its connection closed ($source)',
		async (fault) => {
			const replies = seen.get(name + pathOf(fault));
			expect(replies).toMatchObject({ status: { retryable: true }, file: { retryable: true } });
			expect(Object(replies?.status).message).toMatch(words);
			expect(Object(replies?.file).message).toMatch(
				fault.what.startsWith('is an error') ? /^The server has a problem \(503\)/ : words,
			);
			await expect(server.openAt(`/v1${pathOf(fault)}`)).resolves.toBe(0);
		},
	);

	it.each(SLOW)('$what is waited for ($source)', (slow) => {
		expect(seen.get(name + pathOf(slow))).toMatchObject({ file: slow.text });
	});

	// https://github.com/axios/axios/pull/10763
	it('is small, and a thousand times as large unzipped, is read no further than 64 MB', async () => {
		const path = '/bomb';
		const bomb = gzipSync(Buffer.alloc(80 << 20, ' '));
		const bombs = await startSlowServer(
			new Map([[`/v1${path}`, () => [JSON_HEAD + GZIP + CHUNKED, chunk(bomb)]]]),
		);
		const work = async ({ transport }: Connection): Promise<void> => {
			const reply = await send(transport, { method: 'GET', path });
			expect(reply).toMatchObject({
				ok: false,
				error: { message: 'The server answered with more than 64 MB.' },
			});
		};
		await does(`${bombs.url}/v1`, work, PATIENCE);
		await expect(bombs.openAt(`/v1${path}`)).resolves.toBe(0);
		bombs.close();
	});
});
