import type { Job, ProviderBatch } from '../../../core';
import { encodeRecord, type BatchRecord, type Bought } from '../../../core/record/batch-record';
import { promptOf } from '../../../core/tasks';
import { CATEGORIZE } from './samples';

/** As OpenAI takes it. */
export const METADATA = { pairs: 16, valueCharacters: 512 };

export function recordOf(changes: Partial<BatchRecord> = {}): BatchRecord {
	return {
		jobId: 'op_0123456789abcdef01234567',
		shard: 1,
		shardCount: 1,
		firstRow: 0,
		endRow: 3,
		rowCount: 3,
		label: 'Weekly review',
		round: 1,
		model: 'gpt-6-luna',
		contentKey: 'c0ffee',
		shape: promptOf(CATEGORIZE).shape,
		...changes,
	};
}

/** A batch of ours as the provider shows it at its end. */
export function batchOf(
	changes: Partial<ProviderBatch> = {},
	record: Partial<BatchRecord> = {},
): ProviderBatch {
	return {
		id: 'batch_1',
		phase: 'completed',
		rawStatus: changes.phase ?? 'completed',
		counts: { total: 3, completed: 3, failed: 0 },
		createdAt: 1_795_000_000,
		expiresAt: 1_795_086_400,
		inputFileId: 'file-input',
		faults: [],
		metadata: encodeRecord(recordOf(record), METADATA),
		...changes,
	};
}

/** As `batchOf`, with its record. */
export function boughtOf(
	changes: Partial<ProviderBatch> = {},
	record: Partial<BatchRecord> = {},
): Bought {
	return { batch: batchOf(changes, record), record: recordOf(record) };
}

export function jobOf(changes: Partial<Job> = {}): Job {
	return {
		version: 2,
		id: 'op_0123456789abcdef01234567',
		service: 'openai',
		baseUrl: 'https://api.openai.com/v1',
		label: 'Weekly review',
		rowCount: 3,
		createdAt: '2026-11-18T12:26:40.000Z',
		kind: 'batch',
		round: 1,
		shardCount: 1,
		shards: [{ batchId: 'batch_1', index: 1, round: 1 }],
		...changes,
	};
}

/** A line of an output file that puts a row into this category. */
export function answerLine(requestId: string, category = 'Invoice'): string {
	const text = JSON.stringify({ category, confidence: 0.9, reason: 'It says so.' });
	return resultLine(requestId, {
		id: 'resp_1',
		object: 'response',
		status: 'completed',
		output: [{ type: 'message', content: [{ type: 'output_text', text, annotations: [] }] }],
		usage: { input_tokens: 10, output_tokens: 5, total_tokens: 15 },
	});
}

export function resultLine(requestId: string, body: unknown, status = 200): string {
	const response = { status_code: status, request_id: 'req_1', body };
	return JSON.stringify({ id: 'batch_req_1', custom_id: requestId, response, error: null });
}

export function errorLine(requestId: string, code: string): string {
	const error = { code, message: `The request ended with ${code}.` };
	return JSON.stringify({ id: 'batch_req_1', custom_id: requestId, response: null, error });
}
