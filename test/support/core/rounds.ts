import {
	collect,
	join,
	poll,
	resubmit,
	submit,
	type CollectedBatch,
	type Job,
	type Outcome,
	type Plan,
	type Resubmission,
	type ResubmitOptions,
} from '../../../core';
import { readLines } from '../../../core/calls/read-lines';
import type { BatchFault } from '../../../local-server/src';
import { connectLocally, type LocalConnection } from '../../../harness/local-connection';
import { planOf, rowsOf } from './samples';

export interface Read {
	readonly collected: readonly CollectedBatch[];
	readonly outcomes: readonly Outcome[];
}

/** Waits for the end of a job and reads what came of it. */
export async function readRound({ server, connection }: LocalConnection, job: Job): Promise<Read> {
	await server.idle();
	const collected = await collect(await poll(job, connection), connection);
	return { collected, outcomes: join(job, collected) };
}

/** Reads a job at its end, and sends what is worth another try. */
export async function tryAgain(
	local: LocalConnection,
	job: Job,
	maxRounds = 3,
	more: Partial<ResubmitOptions> = {},
): Promise<Resubmission | undefined> {
	const { collected, outcomes } = await readRound(local, job);
	return await resubmit({ job, collected, outcomes }, local.connection, {
		maxRounds,
		...more,
	});
}

/** As `tryAgain`, where there must be something to send. */
export async function nextRound(
	local: LocalConnection,
	job: Job,
	maxRounds?: number,
	more?: Partial<ResubmitOptions>,
): Promise<Resubmission> {
	const round = await tryAgain(local, job, maxRounds, more);
	if (round === undefined) throw new Error('Nothing was sent again');
	return round;
}

/** How often each row was bought, whatever its settings were: by request id, sorted. */
export function purchasesByRow({ server }: LocalConnection): Record<string, number> {
	const times = new Map<string, number>();
	for (const purchase of server.stats().bought) {
		const id = purchase.customId ?? '';
		times.set(id, (times.get(id) ?? 0) + purchase.times);
	}
	return Object.fromEntries([...times].sort(([a], [b]) => a.localeCompare(b)));
}

export const KEPT = rowsOf(5, (index) => ({ index }));

/** A job of five rows whose batches meet these faults, one after the other. */
export async function sent(
	faults: readonly BatchFault[],
	made: Plan = planOf({ rows: KEPT }),
): Promise<{ readonly local: LocalConnection; readonly job: Job }> {
	const local = connectLocally();
	local.server.faults.add(...faults.map((batch) => ({ batch })));
	const { job } = await submit(made, local.connection, { reuseWindowSeconds: 0 });
	return { local, job };
}

/** The lines of the input file of a batch, as the provider has them. */
export async function inputOf(
	{ connection }: LocalConnection,
	{ batch }: CollectedBatch,
): Promise<readonly { readonly custom_id: string; readonly body: Record<string, unknown> }[]> {
	const lines = [];
	const source = connection.provider.protocol.readBack?.requestsOf(batch);
	for await (const line of readLines(connection, source, 'items')) {
		if ('gone' in line) continue;
		lines.push(JSON.parse(JSON.stringify('value' in line ? line.value : null)));
	}
	return lines;
}
