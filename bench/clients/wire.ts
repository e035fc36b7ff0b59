import { encodeRecord } from '../../core/record/batch-record';
import type { Job, JsonObject } from '../../core/types';
import { BASE_URL, ENDPOINT, LABEL, METADATA, MODEL, PROMPT, PROVIDER } from '../task';

/** The canned objects of the stub server, with every field that OpenAI sends. */
export const BATCH_ID = 'batch_67f94eff32888190860754b9a179d0bf';
export const OUTPUT_FILE_ID = 'file-3h8LnPqRsTuVwXyZ012345';
const CREATED_AT = 1_795_000_000;

export function wireFile(bytes: number): JsonObject {
	return {
		id: 'file-9f1CzuAGmk3LZ5Qbs6fVLx',
		object: 'file',
		bytes,
		created_at: CREATED_AT,
		expires_at: CREATED_AT + 604_800,
		filename: 'input.jsonl',
		purpose: 'batch',
		status: 'processed',
		status_details: null,
	};
}

export function wireBatch(rowCount: number, isDone: boolean): JsonObject {
	return {
		id: BATCH_ID,
		object: 'batch',
		endpoint: ENDPOINT,
		errors: null,
		input_file_id: 'file-9f1CzuAGmk3LZ5Qbs6fVLx',
		completion_window: '24h',
		status: isDone ? 'completed' : 'validating',
		output_file_id: isDone ? OUTPUT_FILE_ID : null,
		error_file_id: null,
		created_at: CREATED_AT,
		in_progress_at: isDone ? CREATED_AT + 60 : null,
		expires_at: CREATED_AT + 86_400,
		finalizing_at: isDone ? CREATED_AT + 3000 : null,
		completed_at: isDone ? CREATED_AT + 3600 : null,
		failed_at: null,
		expired_at: null,
		cancelling_at: null,
		cancelled_at: null,
		request_counts: {
			total: isDone ? rowCount : 0,
			completed: isDone ? rowCount : 0,
			failed: 0,
		},
		metadata: encodeRecord(
			{
				jobId: JOB_ID,
				shard: 1,
				shardCount: 1,
				firstRow: 0,
				endRow: rowCount,
				rowCount,
				label: LABEL,
				round: 1,
				model: MODEL,
				contentKey: 'bench',
				shape: PROMPT.shape,
			},
			METADATA,
		),
	};
}

const JOB_ID = 'op_benchmark';

/** The handle of the job that the done batch belongs to. */
export function jobOf(rowCount: number): Job {
	return {
		version: 2,
		id: JOB_ID,
		service: PROVIDER.service,
		baseUrl: BASE_URL,
		label: LABEL,
		rowCount,
		createdAt: new Date(CREATED_AT * 1000).toISOString(),
		kind: 'batch',
		round: 1,
		shardCount: 1,
		shards: [{ batchId: BATCH_ID, index: 1, round: 1 }],
	};
}
