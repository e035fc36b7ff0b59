import { createServer, type ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { checkHost, isLoopback } from './auth';
import { ApiError } from './errors';
import { DroppedConnection } from '../faults/calls';

export interface Served {
	readonly url: string;
	close(): Promise<void>;
}

interface FetchServer {
	fetch(request: Request): Promise<Response>;
}

interface Destroyable {
	destroy(): unknown;
}

/** Puts the server on a socket. The only file that knows one: a drop becomes a destroyed connection here. */
export async function serve(
	server: FetchServer,
	{ port = 8787, host = '127.0.0.1' }: { readonly port?: number; readonly host?: string } = {},
): Promise<Served> {
	const listener = getRequestListener(
		async (request, { outgoing }) => {
			try {
				if (isLoopbackBind(host)) checkHost(request.headers.get('host'));
				return cutOnError(await server.fetch(request), outgoing);
			} catch (error) {
				if (error instanceof ApiError) return error.toResponse();
				if (!(error instanceof DroppedConnection)) throw error;
				outgoing.destroy();
				return new Response(null, { headers: { 'x-hono-already-sent': 'true' } });
			}
		},
		{ overrideGlobalObjects: false },
	);
	const sockets = createServer((incoming, outgoing: ServerResponse) => {
		void listener(incoming, outgoing);
	});
	await new Promise<void>((resolve, reject) => {
		sockets.once('error', reject);
		sockets.listen(port, host, resolve);
	});
	const address = sockets.address();
	const bound = typeof address === 'object' && address !== null ? address.port : port;
	return {
		url: `http://${nameOf(host)}:${bound}`,
		close: () =>
			new Promise((resolve) => {
				sockets.close(() => resolve());
				sockets.closeAllConnections();
			}),
	};
}

/** Whether only this machine can reach a server that listens there. */
export function isLoopbackBind(host: string): boolean {
	return isLoopback({ hostname: nameOf(host) });
}

/** As it stands in an address. */
function nameOf(host: string): string {
	return host.includes(':') ? `[${host}]` : host;
}

/** A body that breaks off cuts the connection; the adapter would write the error's text behind it. */
function cutOnError(response: Response, outgoing: Destroyable): Response {
	if (response.body === null) return response;
	const reader = response.body.getReader();
	const body = new ReadableStream({
		async pull(controller) {
			try {
				const { done, value } = await reader.read();
				if (done) controller.close();
				else controller.enqueue(value);
			} catch {
				outgoing.destroy();
				controller.close();
			}
		},
		async cancel(reason) {
			await reader.cancel(reason);
		},
	});
	return new Response(body, response);
}
