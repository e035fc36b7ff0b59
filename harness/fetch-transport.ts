import type { Transport } from '../core';

/** Over a real socket, to wherever the server is now; follows no redirect with the key. */
export function fetchTransport(baseUrl: () => string, key = 'sk-test'): Transport {
	return async ({ method, path, query, headers, body }) => {
		const url = new URL(baseUrl() + path);
		for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
		const response = await fetch(url, {
			method,
			headers: { ...headers, authorization: `Bearer ${key}` },
			redirect: 'manual',
			...(body === undefined ? {} : { body: Buffer.concat(body.chunks) }),
		});
		return {
			status: response.status,
			headers: Object.fromEntries(response.headers),
			body: response.body ?? nothing(),
		};
	};
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
