import {
	collect,
	join,
	poll,
	resubmit,
	type CollectedBatch,
	type Job,
	type Outcome,
	type Resubmission,
	type ResubmitOptions,
} from '../../../core';
import type { LocalConnection } from './local-connection';

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
	maxAttempts = 3,
	more: Partial<ResubmitOptions> = {},
): Promise<Resubmission | undefined> {
	const { collected, outcomes } = await readRound(local, job);
	return await resubmit(job, collected, outcomes, local.connection, {
		maxAttempts,
		...more,
	});
}

/** As `tryAgain`, where there must be something to send. */
export async function nextRound(
	local: LocalConnection,
	job: Job,
	maxAttempts?: number,
	more?: Partial<ResubmitOptions>,
): Promise<Resubmission> {
	const round = await tryAgain(local, job, maxAttempts, more);
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
