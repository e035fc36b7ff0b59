import { isQueueFault } from '../calls/http-errors';
import type { CollectedBatch } from '../collect/collected';

/** A token is rarely less than two bytes; other jobs of the account share the queue. */
const BYTES_PER_TOKEN = 2;
const QUEUE_SHARE = 0.5;
/** The lowest tier's, where the message names no number. */
const DEFAULT_QUEUE_LIMIT = 90_000;

/**
 * How many tokens the account may have in the provider's queue. It is not readable over the API: it stands in the
 * error of a batch that was too large ("Limit: 2,000,000 enqueued tokens", openai-python#2084).
 */
export function readQueueLimit(collected: readonly CollectedBatch[]): number | undefined {
	for (const { batch } of collected) {
		for (const fault of batch.faults.filter(isQueueFault)) {
			const limit = /limit:?\s*(\d[\d,. ]*)/i.exec(fault.message)?.[1];
			const tokens = Number(limit?.replaceAll(/\D/g, ''));
			return tokens > 0 ? tokens : DEFAULT_QUEUE_LIMIT;
		}
	}
	return undefined;
}

/** How many bytes the next round may have: half as many each time that the last one was still too large. */
export function roomIn(limit: number | undefined, collected: readonly CollectedBatch[]): number {
	if (limit === undefined) return Infinity;
	const rounds = new Map<number, boolean>();
	for (const { batch, record } of collected) {
		const isTaken = rounds.get(record.round) ?? false;
		rounds.set(record.round, isTaken || !batch.faults.some(isQueueFault));
	}
	const newestFirst = [...rounds].filter(([round]) => round > 1).sort(([a], [b]) => b - a);
	const taken = newestFirst.findIndex(([, isTaken]) => isTaken);
	const refused = taken < 0 ? newestFirst.length : taken;
	return (limit * QUEUE_SHARE * BYTES_PER_TOKEN) / 2 ** refused;
}
