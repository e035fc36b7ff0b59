import {
	PROVIDERS,
	type Connection,
	type HttpRequest,
	type Provider,
	type Transport,
} from '../core';
import { createLocalServer, type LocalServer, type LocalServerOptions } from '../local-server/src';
import { FakeClock } from './fake-clock';

export interface LocalConnection {
	readonly server: LocalServer;
	readonly connection: Connection;
	readonly clock: FakeClock;
	/** Every call that was sent, as `GET /batches`, in order. */
	readonly calls: string[];
}

export interface LocalConnectionOptions {
	readonly baseUrl?: string;
	/** The server may be dressed as any provider: its row, but a local transport. */
	readonly provider?: Provider;
	readonly server?: Omit<LocalServerOptions, 'now'>;
	readonly clock?: FakeClock;
}

const BASE_URL = 'http://127.0.0.1:8787/v1';
const running: LocalServer[] = [];

/** A connection to a local server in this process: no socket, no real time. */
export function connectLocally(options: LocalConnectionOptions = {}): LocalConnection {
	const clock = options.clock ?? new FakeClock();
	const baseUrl = options.baseUrl ?? BASE_URL;
	const server = createLocalServer({ ...options.server, now: clock.now });
	running.push(server);
	const calls: string[] = [];
	const transport = countingCalls(transportTo(server), calls);
	const provider = options.provider ?? PROVIDERS.local;
	return { server, clock, calls, connection: { provider, baseUrl, transport, clock } };
}

/** For `afterEach`: closes every server that a test has started. */
export async function closeLocalConnections(): Promise<void> {
	await Promise.all(running.splice(0).map((server) => server.close()));
}

/** The server's function as a transport. A dropped call rejects, as a real one does. */
export function transportTo(server: Pick<LocalServer, 'fetch'>, key = 'sk-test'): Transport {
	return async (request) => {
		const { status, headers, body } = await server.fetch(toRequest(request, key));
		return { status, headers: Object.fromEntries(headers), body: body ?? nothing() };
	};
}

export function countingCalls(transport: Transport, calls: string[]): Transport {
	return async (request) => {
		calls.push(`${request.method} ${request.path}`);
		return await transport(request);
	};
}

function toRequest({ method, path, query, headers, body }: HttpRequest, key: string): Request {
	const url = new URL(`http://local.test/v1${path}`);
	for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
	return new Request(url, {
		method,
		headers: { ...headers, authorization: `Bearer ${key}` },
		...(body === undefined ? {} : { body: Buffer.concat(body.chunks) }),
	});
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
