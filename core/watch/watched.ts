import { defined } from '../formats/defined';
import { hasEnded } from '../poll/poll';
import { countRows, readRecord } from '../record/batch-record';
import type { ProviderBatch } from '../types';
import type { Watched, WatchSettings } from './types';

/** What is kept of a batch; `undefined` when the watch is not about it. */
export function toWatched(
	batch: ProviderBatch,
	{ settings, now }: { readonly settings: WatchSettings; readonly now: number },
): Watched | undefined {
	const { id, phase, createdAt, endedAt } = batch;
	const counts = countRows(batch);
	const record = readRecord(batch);
	if (record === undefined && !settings.includeOthers) return undefined;
	if (record !== undefined && settings.label !== '' && record.label !== settings.label) {
		return undefined;
	}
	return {
		batch: { id, phase, counts, createdAt, ...defined({ endedAt }) },
		ended: hasEnded(batch, now * 1000),
		...(record === undefined
			? { record: foreignRecord(id, counts.total), isForeign: true }
			: { record: ownRecord(record) }),
	};
}

function ownRecord(record: Watched['record']): Watched['record'] {
	const { jobId, shard, shardCount, attempt, again, rowCount, label } = record;
	const anew = defined({ again });
	return { jobId, shard, shardCount, attempt, ...anew, rowCount, label };
}

function foreignRecord(jobId: string, rowCount: number): Watched['record'] {
	return { jobId, shard: 1, shardCount: 1, attempt: 1, rowCount, label: '' };
}
