import { byWorth, WORTH, worthOf } from '../jobs/members';
import type { Bought } from '../record/batch-record';
import type { Order, ProviderBatch } from '../types';

/**
 * A job with the same content that is wanted again: inside the reuse window when it runs or has a
 * success; at any time inside a day when it was left half bought, for then it is no purchase yet.
 */
export function findSameContent(
	order: Order,
	ours: readonly Bought[],
	reuseSince: number,
): { readonly job: readonly Bought[]; readonly again: number } {
	const same = ours.filter(
		({ record }) =>
			record.contentKey === order.contentKey && record.shardCount === order.shards.length,
	);
	const newestFirst = [...new Set(same.map(({ record }) => record.jobId))];
	for (const jobId of newestFirst) {
		const job = same.filter(({ record }) => record.jobId === jobId);
		const isWhole = hasAllShards(job, order);
		const isRecent = job.some(({ batch }) => batch.createdAt >= reuseSince);
		// A half bought job that ended early was given up: nobody waits for its rest.
		const least = isRecent ? WORTH.some : WORTH.all;
		if (!job.some(({ batch }) => worthOf(batch) >= least)) continue;
		if (isWhole && !isRecent) continue;
		const wanted = job.filter(({ batch }) => worthOf(batch) >= WORTH.some);
		return { job: wanted, again: job.length - wanted.length };
	}
	return { job: [], again: 0 };
}

export function hasAllShards(job: readonly Bought[], { shards }: Order): boolean {
	return new Set(job.map(({ record }) => record.shard)).size === shards.length;
}

/** The best batch of each shard, and what beside it still runs: bought twice by accident. */
export function oneOfEachShard(job: readonly Bought[]): {
	readonly batches: readonly Bought[];
	readonly duplicates: readonly Bought[];
} {
	const batches: Bought[] = [];
	const duplicates: Bought[] = [];
	for (const bought of [...job].sort(byWorth)) {
		const isTaken = batches.some(({ record }) => record.shard === bought.record.shard);
		if (!isTaken) batches.push(bought);
		else if (isRunning(bought.batch)) duplicates.push(bought);
	}
	return { batches, duplicates };
}

function isRunning({ phase }: ProviderBatch): boolean {
	return phase === 'validating' || phase === 'in_progress' || phase === 'finalizing';
}
