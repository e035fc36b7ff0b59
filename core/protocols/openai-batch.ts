import { defined } from '../formats/defined';
import {
	isJsonObject,
	readList,
	readNumber,
	readObject,
	readString,
	readStrings,
} from '../formats/json';
import {
	type BatchFault,
	type BatchPhase,
	type Counts,
	PHASES,
	type ProviderBatch,
} from '../types';
import { jsonBody, multipartBody } from './bodies';
import { encodeBody, replaceText } from './openai-body';
import { readOpenAiResult } from './openai-result';
import type { Page, Protocol, StoredFile } from './protocol';

/**
 * The wire of OpenAI's Files and Batches, as recorded (2026-11-23): what is not set yet arrives as
 * `null` although the types say absent, so every field is read as "nullish".
 */
export const openAiBatch: Protocol = {
	encodeTemplate(settings) {
		const body = encodeBody(settings, ROW_PLACEHOLDER);
		const line = JSON.stringify({ custom_id: '', method: 'POST', url: settings.endpoint, body });
		const idAt = line.indexOf('""') + 1;
		const placeholder = JSON.stringify(ROW_PLACEHOLDER).slice(1, -1);
		// The row's text is the last thing in the body, so the last match is ours, whatever a prompt holds.
		const rowAt = line.lastIndexOf(placeholder);
		return {
			head: line.slice(0, idAt),
			middle: line.slice(idAt, rowAt),
			tail: `${line.slice(rowAt + placeholder.length)}\n`,
		};
	},

	replaceText,
	readResult: readOpenAiResult,

	upload: ({ file, expireAfterSeconds, boundary }) => ({
		method: 'POST',
		path: '/files',
		...multipartBody(
			{
				purpose: 'batch',
				...(expireAfterSeconds === undefined
					? {}
					: {
							'expires_after[anchor]': 'created_at',
							'expires_after[seconds]': String(expireAfterSeconds),
						}),
			},
			file,
			boundary,
		),
	}),
	readFile,
	listFiles: (after) => ({
		method: 'GET',
		path: '/files',
		query: {
			purpose: 'batch',
			order: 'desc',
			limit: '100',
			...defined({ after }),
		},
	}),
	readFiles: (reply) => readPage(reply, readFile),
	content: (fileId) => ({ method: 'GET', path: `/files/${encodeURIComponent(fileId)}/content` }),
	deleteFile: (fileId) => ({ method: 'DELETE', path: `/files/${encodeURIComponent(fileId)}` }),

	create: ({ inputFileId, endpoint, metadata, expireAfterSeconds }) => ({
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
	retrieve: (batchId) => ({ method: 'GET', path: `/batches/${encodeURIComponent(batchId)}` }),
	readBatch,
	list: (after) => ({
		method: 'GET',
		path: '/batches',
		query: { limit: '100', ...defined({ after }) },
	}),
	readBatches: (reply) => readPage(reply, readBatch),
	cancel: (batchId) => ({
		method: 'POST',
		path: `/batches/${encodeURIComponent(batchId)}/cancel`,
	}),

	respond: (endpoint, body) => ({
		method: 'POST',
		// The base URL ends in /v1 already, which an endpoint's name begins with.
		path: endpoint.replace(/^\/v1/, ''),
		...jsonBody(body),
	}),
	// `store: true`: without it a response is kept for ten minutes only, and a poll may come later.
	respondInBackground: (body) => ({
		method: 'POST',
		path: '/responses',
		...jsonBody({ ...body, background: true, store: true }),
	}),
	retrieveResponse: (responseId) => ({
		method: 'GET',
		path: `/responses/${encodeURIComponent(responseId)}`,
	}),
	deleteResponse: (responseId) => ({
		method: 'DELETE',
		path: `/responses/${encodeURIComponent(responseId)}`,
	}),
	readResponse(reply) {
		const id = readString(readObject(reply)?.['id']);
		const status = readString(readObject(reply)?.['status']);
		if (id === undefined || !isJsonObject(reply)) return undefined;
		return { id, isRunning: status === 'queued' || status === 'in_progress', body: reply };
	},

	models: () => ({ method: 'GET', path: '/models' }),
	model: (id) => ({ method: 'GET', path: `/models/${encodeURIComponent(id)}` }),
	readModels(reply) {
		return readPage(reply, (entry) => readString(readObject(entry)?.['id']))?.entries;
	},
};

const ROW_PLACEHOLDER = '\u0000row\u0000';

function readFile(reply: unknown): StoredFile | undefined {
	const file = readObject(reply);
	const id = readString(file?.['id']);
	if (id === undefined) return undefined;
	return {
		id,
		name: readString(file?.['filename']) ?? '',
		createdAt: readTime(file?.['created_at']) ?? 0,
	};
}

/** `{object: 'list', data, has_more, last_id}`; Together answers with a bare array. */
function readPage<T extends StoredFile | ProviderBatch | string>(
	reply: unknown,
	readEntry: (entry: unknown) => T | undefined,
): Page<T> | undefined {
	const page = readObject(reply);
	const data = readList(page?.['data']) ?? readList(reply);
	if (data === undefined) return undefined;
	const entries = data.flatMap((entry) => {
		const read = readEntry(entry);
		return read === undefined ? [] : [read];
	});
	if (page?.['has_more'] !== true) return { entries };
	const last = entries.at(-1);
	const lastId = readString(page['last_id']) ?? (typeof last === 'object' ? last.id : last);
	return lastId === undefined ? { entries } : { entries, after: lastId };
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
		inputFileId: readString(batch['input_file_id']) ?? '',
		faults: readFaults(batch['errors']),
		metadata: readStrings(batch['metadata']),
		...defined({
			expiresAt: readTime(batch['expires_at']),
			endedAt: endOf(batch),
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

/** Unix seconds; Together writes ISO 8601. */
function readTime(value: unknown): number | undefined {
	const text = readString(value);
	return readNumber(text === undefined ? value : Math.floor(Date.parse(text) / 1000));
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
