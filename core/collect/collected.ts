import type { CollectedBatch } from './collect';
import type { Plan } from '../types';

/** What `join` wants to know of a batch, for requests that never were one. */
export function asEnded(
	{
		rowCount,
		label,
		attempt,
		contentKey,
		model,
	}: Pick<Plan, 'rowCount' | 'label' | 'attempt' | 'contentKey' | 'model'>,
	now: number,
): Pick<CollectedBatch, 'batch' | 'record'> {
	return {
		batch: {
			id: '',
			phase: 'completed',
			rawStatus: 'completed',
			counts: { total: rowCount, completed: rowCount, failed: 0 },
			createdAt: Math.floor(now / 1000),
			inputFileId: '',
			faults: [],
			metadata: {},
			model,
		},
		record: {
			jobId: '',
			shard: 1,
			shardCount: 1,
			firstRow: 0,
			endRow: rowCount,
			rowCount,
			label,
			attempt,
			contentKey,
		},
	};
}
