import { defined } from '../../formats/defined';
import { readList, readNumber, readObject, readString, readStrings } from '../../formats/json';
import { encodePathPart } from '../../formats/well-formed';
import {
	type BatchFault,
	type BatchPhase,
	type Counts,
	PHASES,
	type ProviderBatch,
} from '../../types';
import { jsonBody } from '../bodies';
import type { Protocol } from '../protocol';
import { contentOf } from './files';
import { readPage, readTime } from './page';
import type { Endpoint } from './request';

type Batches = Pick<
	Extract<Protocol, { readonly files: object }>,
	'create' | 'retrieve' | 'readBatch' | 'list' | 'readBatches' | 'cancel' | 'resultsOf'
>;

/**
 * OpenAI's Batches, as recorded (2026-11-23): what is not set yet arrives as `null` although the types say
 * absent, so every field is read as "nullish".
 */
export function batchesFor(endpoint: Endpoint): Batches {
	return {
		create: ({ inputFileId, metadata, expireAfterSeconds }) => ({
			method: 'POST',
			path: '/batches',
			...jsonBody({
				input_file_id: inputFileId,
				endpoint,
				completion_window: '24h',
				metadata,
				...(expireAfterSeconds === undefined
					? {}
					: { output_expires_after: { anchor: 'created_at', seconds: expireAfterSeconds } }),
			}),
		}),
		retrieve: (batchId) => ({ method: 'GET', path: `/batches/${encodePathPart(batchId)}` }),
		readBatch,
		list: (after) => ({
			method: 'GET',
			path: '/batches',
			query: { limit: '100', ...defined({ after }) },
		}),
		readBatches: (reply) => readPage(reply, readBatch),
		cancel: (batchId) => ({
			method: 'POST',
			path: `/batches/${encodePathPart(batchId)}/cancel`,
		}),
		resultsOf: ({ outputFileId, errorFileId }) => [
			...(outputFileId === undefined
				? []
				: [{ holds: 'answers', name: outputFileId, request: contentOf(outputFileId) } as const]),
			...(errorFileId === undefined
				? []
				: [{ holds: 'failed rows', name: errorFileId, request: contentOf(errorFileId) } as const]),
		],
	};
}

function readBatch(reply: unknown): ProviderBatch | undefined {
	const batch = readObject(reply);
	const id = readString(batch?.['id']);
	const rawStatus = readString(batch?.['status']);
	if (batch === undefined || id === undefined || rawStatus === undefined) return undefined;
	return {
		id,
		phase: phaseOf(rawStatus),
		rawStatus,
		counts: readCounts(batch['request_counts']),
		createdAt: readTime(batch['created_at']) ?? 0,
		faults: readFaults(batch['errors']),
		metadata: readStrings(batch['metadata']),
		...defined({
			expiresAt: readTime(batch['expires_at']),
			endedAt: endOf(batch),
			inputFileId: readString(batch['input_file_id']),
			outputFileId: readString(batch['output_file_id']),
			errorFileId: readString(batch['error_file_id']),
			model: readString(batch['model']),
		}),
	};
}

/** Some servers write upper case. A status that we do not know is taken as running: a caller must not fetch half a result. */
function phaseOf(rawStatus: string): BatchPhase {
	return PHASES.find((phase) => phase === rawStatus.toLowerCase()) ?? 'in_progress';
}

/** Counts may be null (Azure) and need not add up (warmbly/warmbly#333). */
function readCounts(value: unknown): Counts {
	const counts = readObject(value);
	return {
		total: readNumber(counts?.['total']) ?? 0,
		completed: readNumber(counts?.['completed']) ?? 0,
		failed: readNumber(counts?.['failed']) ?? 0,
	};
}

function endOf(batch: Readonly<Record<string, unknown>>): number | undefined {
	for (const key of ['completed_at', 'failed_at', 'expired_at', 'cancelled_at']) {
		const at = readTime(batch[key]);
		if (at !== undefined) return at;
	}
	return undefined;
}

/** `{object: 'list', data: […]}`; some clones send the bare list. */
function readFaults(value: unknown): readonly BatchFault[] {
	const list = readList(value) ?? readList(readObject(value)?.['data']) ?? [];
	return list.flatMap((entry) => {
		const fault = readObject(entry);
		if (fault === undefined) return [];
		const line = readNumber(fault['line']);
		return [
			{
				code: readString(fault['code']) ?? 'unknown',
				message: readString(fault['message']) ?? '',
				...defined({ line }),
			},
		];
	});
}
