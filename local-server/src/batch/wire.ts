import type { JsonObject } from '../../../core';
import { parseObject } from '../json';
import type { BatchFault } from '../faults/types';
import { TERMINAL, TIMES, type StoredBatch } from '../store/batches';

function fromText(text: string | null): JsonObject | null {
	return parseObject(text ?? '') ?? null;
}

/** The batch as OpenAI sends it: what is not set yet is there, and null. */
export function wireBatch(batch: StoredBatch, fault?: BatchFault): JsonObject {
	const times = Object.fromEntries(TIMES.map((name) => [name, batch.times[name] ?? null]));
	const ended = TERMINAL.has(batch.status);
	const { total, completed, failed } = batch.counts;
	const counts =
		fault?.countsOff === true && ended
			? { total, completed: Math.max(0, completed - 1), failed: 0 }
			: { total, completed, failed };
	return {
		id: batch.id,
		object: 'batch',
		endpoint: batch.endpoint,
		model: ended ? batch.model : null,
		errors: fromText(batch.errors),
		input_file_id: batch.inputFileId,
		completion_window: '24h',
		status: fault?.rawStatus !== undefined && !ended ? fault.rawStatus : batch.status,
		output_file_id: batch.outputFileId,
		error_file_id: batch.errorFileId,
		created_at: batch.createdAt,
		expires_at: batch.expiresAt,
		...times,
		request_counts: counts,
		usage: fromText(batch.usage),
		metadata: fromText(batch.metadata),
	};
}
