import type { ProviderBatch } from '../types';

/** What tells how much a batch has to give. */
export type WeighedBatch = Pick<
	ProviderBatch,
	'id' | 'phase' | 'counts' | 'createdAt' | 'outputFileId'
>;

interface Purchased {
	readonly batch: WeighedBatch;
}

export const WORTH = { none: 0, some: 1, all: 2 } as const;

/** What a batch has to give: nothing, paid answers although it ended early, or all that there will be. */
export function worthOf({ phase, counts, outputFileId }: WeighedBatch): number {
	switch (phase) {
		case 'validating':
		case 'in_progress':
		case 'finalizing':
			return WORTH.all;
		case 'completed':
			return counts.completed > 0 || counts.total === 0 ? WORTH.all : WORTH.none;
		case 'cancelling':
		case 'cancelled':
		case 'expired':
			// Some servers send no counts at the end; a file of answers then is all that is known.
			return counts.completed > 0 || (counts.total === 0 && outputFileId !== undefined)
				? WORTH.some
				: WORTH.none;
		case 'failed':
			return WORTH.none;
	}
}

/** Sorts batches of one shard: first what has more to give, then the oldest. */
export function byWorth(a: Purchased, b: Purchased): number {
	return (
		worthOf(b.batch) - worthOf(a.batch) ||
		a.batch.createdAt - b.batch.createdAt ||
		a.batch.id.localeCompare(b.batch.id)
	);
}
