import { lacksAnswerFile } from '../collect/shortfall';
import { defined } from '../formats/defined';
import { wellFormed } from '../formats/well-formed';
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
	const record = readRecord(batch);
	const counts = countRows(batch, record);
	if (record === undefined && !settings.includeOthers) return undefined;
	if (
		record !== undefined &&
		settings.label !== '' &&
		record.label !== wellFormed(settings.label)
	) {
		return undefined;
	}
	return {
		batch: { id, phase, counts, createdAt, ...defined({ endedAt }) },
		ended: hasEnded(batch, now * 1000) && !lacksAnswerFile(batch, now),
		...(record === undefined
			? { record: foreignRecord(id, counts.total), isForeign: true }
			: { record: ownRecord(record) }),
	};
}

function ownRecord(record: Watched['record']): Watched['record'] {
	const { jobId, shard, shardCount, round, again, rowCount, label } = record;
	const anew = defined({ again });
	return { jobId, shard, shardCount, round, ...anew, rowCount, label };
}

function foreignRecord(jobId: string, rowCount: number): Watched['record'] {
	return { jobId, shard: 1, shardCount: 1, round: 1, rowCount, label: '' };
}
