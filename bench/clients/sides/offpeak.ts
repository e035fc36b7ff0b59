import {
	collect,
	type Connection,
	join,
	plan,
	type Plan,
	poll,
	type Row,
	submit,
	type Transport,
} from '../../../core';
import { planInput } from '../../plan-input';
import { BASE_URL, PROVIDER } from '../../task';
import type { StubServer } from '../stub';
import { jobOf } from '../wire';
import type { Side } from './side';

export function offpeak(cleanText: boolean): Side {
	return {
		async submit(texts, server) {
			const rows = texts.map((text) => ({ text }));
			await submit(planOf(rows, cleanText), connect(server), { reuseWindowSeconds: 0 });
		},

		async collect(rowCount, server) {
			const connection = connect(server);
			const job = jobOf(rowCount);
			const outcomes = join(job, await collect(await poll(job, connection), connection));
			return {
				count: outcomes.filter(({ outcome }) => outcome === 'succeeded').length,
				categoryOf: (row) => outcomes[row]?.answer['category'],
			};
		},
	};
}

export function planOf(rows: readonly Row[], cleanText: boolean): Plan {
	return plan(planInput(rows, { cleanText }));
}

export function connect({ fetch }: StubServer): Connection {
	const transport: Transport = async ({ method, path, query, headers, body }) => {
		const url = new URL(BASE_URL + path);
		for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
		const reply = await fetch(url, {
			method,
			headers: { ...headers },
			// As the n8n nodes do it: a host's HTTP client takes one buffer.
			...(body === undefined ? {} : { body: Buffer.concat(body.chunks, body.byteLength) }),
		});
		return {
			status: reply.status,
			headers: Object.fromEntries(reply.headers),
			body: reply.body ?? new Blob([]).stream(),
		};
	};
	const sleep = async (): Promise<void> => {
		throw new Error('The stub server never makes anybody wait.');
	};
	return { provider: PROVIDER, baseUrl: BASE_URL, transport, clock: { now: Date.now, sleep } };
}
