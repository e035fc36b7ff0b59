import {
	runKeyOf,
	submit,
	type Connection,
	type HttpRequest,
	type Order,
	type SubmitOptions,
	type Transport,
} from '../../../core';
import { listFiles } from '../../../core/calls/lists';
import type { LocalConnection } from '../../../harness/local-connection';
import { errorOf } from './refusal';
import { rowsOf, withRoomFor } from './samples';

export const CREATE = { method: 'POST', path: '^/v1/batches$' };

export const LIST = { method: 'GET', path: '^/v1/batches$' };

export const UPLOAD = { method: 'POST', path: '^/v1/files$' };

export const NO_KEYS: SubmitOptions = { reuseWindowSeconds: 0 };

export const RUN: SubmitOptions = {
	runKey: runKeyOf('execution-1', 'Submit Batch', '0'),
	reuseWindowSeconds: 0,
};

export const NEXT_RUN: SubmitOptions = {
	runKey: runKeyOf('execution-2', 'Submit Batch', '0'),
	reuseWindowSeconds: 0,
};

export const THIRD_RUN: SubmitOptions = {
	runKey: runKeyOf('execution-3', 'Submit Batch', '0'),
	reuseWindowSeconds: 0,
};

export const REUSE: SubmitOptions = { reuseWindowSeconds: 3600 };

/** Three rows in two files. */
export const SPLIT = { rows: rowsOf(3), provider: withRoomFor(2) };

export function isCreate({ method, path }: HttpRequest): boolean {
	return method === 'POST' && path === '/batches';
}

export function through(local: LocalConnection, wrap: (inner: Transport) => Transport): Connection {
	return { ...local.connection, transport: wrap(local.connection.transport) };
}

/** Waits until what was accepted is answered, and counts: every line that was ever bought, and how often. */
export async function purchasesOf({ server }: LocalConnection): Promise<number[]> {
	await server.idle();
	return server.stats().bought.map(({ times }) => times);
}

export async function fileNamesOf({ connection }: LocalConnection): Promise<string[]> {
	return (await listFiles(connection, 0)).entries.map(({ name }) => name);
}

/** Sends all but the create of a run, which arrives when it is let go. */
export async function losePurchase(
	local: LocalConnection,
	order: Order,
	{ skip = 0, isKilled = false, run = RUN } = {},
): Promise<() => Promise<void>> {
	const held: HttpRequest[] = [];
	let creates = 0;
	const wrap: (inner: Transport) => Transport = (inner) => async (request) => {
		if (isKilled && held.length > 0) throw new TypeError('fetch failed');
		if (!isCreate(request) || ++creates <= skip) return await inner(request);
		held.push(request);
		throw new TypeError('fetch failed');
	};
	const error = await errorOf(() => submit(order, through(local, wrap), run));
	expect(error).toMatchObject({
		code: 'unknown_outcome',
		details: { isOnRecord: !isKilled },
	});
	return async () => {
		for (const request of held) await local.connection.transport(request);
	};
}
