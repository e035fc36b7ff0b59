import type { JsonObject, Outcome } from '../../../core';
import type { FinishedJob } from './items';

/** What *Simplify* leaves out of an item's `_offpeak`: where its answer is from, and what it is charged by. */
export function detailOf(
	{ handle, collected, model }: FinishedJob,
	{ rowIndex, attempt, retryable, usage }: Outcome,
): JsonObject {
	const source = collected.find(
		({ record }) =>
			record.attempt === attempt && record.firstRow <= rowIndex && rowIndex < record.endRow,
	);
	const endedAt = source?.batch.endedAt;
	const { model: answeredBy, ...tokens } = usage ?? {};
	return {
		position: rowIndex,
		mayBeTriedAgain: retryable,
		jobId: handle.id,
		batchId: source?.batch.id || null,
		provider: handle.provider,
		model: answeredBy ?? model ?? null,
		sentAt: handle.createdAt,
		answeredAt: endedAt === undefined ? null : new Date(endedAt * 1000).toISOString(),
		usage: usage === undefined ? null : tokens,
	};
}
