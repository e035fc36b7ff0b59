import { submit, type Job } from '../../../core';
import { listFiles } from '../../../core/calls/lists';
import type { LocalConnection } from '../../../harness/local-connection';
import { planOf, rowsOf, withRoomFor } from './samples';

export async function submitted(local: LocalConnection, rows: number): Promise<Job> {
	const plan = planOf({ rows: rowsOf(rows), provider: withRoomFor(2) });
	return (await submit(plan, local.connection, { reuseWindowSeconds: 0 })).job;
}

/** Batches of another tool: they fill a page of the list. */
export async function crowd(local: LocalConnection, count: number): Promise<void> {
	for (let made = 0; made < count; made += 1) {
		await local.connection.transport({
			method: 'POST',
			path: '/batches',
			headers: { 'content-type': 'application/json' },
			body: bodyOf({
				input_file_id: await anyFileId(local),
				endpoint: '/v1/responses',
				completion_window: '24h',
			}),
		});
	}
}

export function bodyOf(value: unknown): { chunks: Uint8Array[]; byteLength: number } {
	const bytes = new TextEncoder().encode(JSON.stringify(value));
	return { chunks: [bytes], byteLength: bytes.byteLength };
}

export async function anyFileId({ connection }: LocalConnection): Promise<string> {
	const inputs = (await listFiles(connection, 0)).entries.filter(({ name }) =>
		name.startsWith('offpeak.'),
	);
	return inputs[0]?.id ?? '';
}
