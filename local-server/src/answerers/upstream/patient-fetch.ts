import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

interface Init {
	readonly method?: string;
	readonly headers?: ConstructorParameters<typeof Headers>[0];
	readonly body?: unknown;
	readonly signal?: AbortSignal | null;
}

const NO_BODY = [204, 205, 304];

/**
 * A fetch without Node's own limit: the built-in one gives up after 300 s without headers, and a large
 * model on a CPU may think longer. Reads the whole body, so that the caller's time limit holds for all
 * of it; follows no redirect, so that the key goes to nobody else.
 */
export function patientFetch(
	input: string | URL | Request,
	{ method = 'GET', headers, body, signal }: Init = {},
): Promise<Response> {
	const url = new URL(input instanceof Request ? input.url : input);
	const send = url.protocol === 'https:' ? requestHttps : requestHttp;
	const options = {
		method,
		headers: Object.fromEntries(new Headers(headers)),
		signal: signal ?? undefined,
	};
	return new Promise((resolve, reject) => {
		// As a real fetch has it: the system's error is the cause. An abort keeps its name.
		const fail = (cause: Error): void =>
			reject(cause.name === 'AbortError' ? cause : new TypeError('fetch failed', { cause }));
		const outgoing = send(url, options, (incoming) => {
			const chunks: Uint8Array[] = [];
			incoming.on('data', (chunk: Uint8Array) => chunks.push(chunk));
			incoming.once('error', fail);
			incoming.once('end', () => {
				const status = incoming.statusCode ?? 502;
				const received = new Headers();
				for (const [name, value] of Object.entries(incoming.headers)) {
					if (value !== undefined) received.set(name, String(value));
				}
				const whole = NO_BODY.includes(status) ? null : Buffer.concat(chunks);
				resolve(new Response(whole, { status, headers: received }));
			});
		});
		outgoing.once('error', fail);
		outgoing.end(typeof body === 'string' ? body : undefined);
	});
}
