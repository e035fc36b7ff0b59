import type { AnsweredJob, BackgroundJob, Handle, Job } from '../../../core';
import { jobOf } from './batches';

/** A handle of every kind, and what hosts, cells and people do to them. */
export const SHAPE = {
	kind: 'categorize',
	multiple: false,
	noMatch: 'other',
	categories: [{ name: 'Rechnung', value: 'Label_7' }, { name: 'Termin' }],
} as const;

export const JOB: Job = jobOf({
	label: 'Rückläufer “Süd”, Woche 48',
	rowCount: 5,
	round: 2,
	shardCount: 2,
	shards: [
		{ batchId: 'batch_a1', index: 1, round: 1 },
		{ batchId: 'batch_a2', index: 2, round: 1 },
		{ batchId: 'batch_b1', index: 1, round: 2 },
	],
});

/** Of a provider that keeps nothing: all of it rides in the handle. */
export const CARRIED: Job = jobOf({
	rowCount: 3,
	shards: [
		{
			batchId: 'batch_c1',
			index: 1,
			round: 1,
			record: {
				shardCount: 1,
				firstRow: 0,
				endRow: 3,
				model: 'demo',
				contentKey: 'c0ffee',
				sent: { rows: 2, requests: 2 },
			},
		},
	],
	shape: SHAPE,
	kept: [
		{ rowIndex: 0, fields: { from: 'ute@example.org', 'a.b': 1, nested: { tags: ['x'] } } },
		{ rowIndex: 1, rowId: 'Zeile „zwei“' },
		{ rowIndex: 2, skipped: 'The text is empty, so it was not sent.' },
	],
});

export const BACKGROUND: BackgroundJob = {
	version: 2,
	id: 'op_b1',
	service: 'openai',
	baseUrl: 'https://api.openai.com/v1',
	label: '',
	rowCount: 2,
	createdAt: '2026-11-20T07:00:00.000Z',
	kind: 'background',
	calls: [
		{ row: 0, id: 'r0', response: 'resp_1' },
		{ row: 1, id: 'r1-4711', refused: 'The text is empty.' },
	],
	keptFileId: 'file-9',
};

export const NOW: AnsweredJob = {
	version: 2,
	id: 'op_n1',
	service: 'openai',
	baseUrl: 'https://api.openai.com/v1',
	label: 'Heute',
	rowCount: 1,
	createdAt: '2026-11-20T07:00:00.000Z',
	kind: 'now',
	answers: [
		{
			rowIndex: 0,
			rowId: 'm-1',
			outcome: 'succeeded',
			retryable: false,
			answer: { category: 'Termin', confidence: 0.9 },
			kept: {},
			round: 1,
			usage: { inputTokens: 812, cachedTokens: 0, outputTokens: 14 },
		},
	],
};

export const HANDLES: readonly Handle[] = [JOB, CARRIED, BACKGROUND, NOW];

export type Change = (handle: Handle) => unknown;

export function text(change: (json: string) => unknown): Change {
	return (handle) => change(JSON.stringify(handle));
}

/** The text, with every occurrence of something replaced. */
export function written(from: string | RegExp, to: string): Change {
	return text((json) => json.replaceAll(from, to));
}

/** Every value of a JSON value, the innermost first. */
export function each(change: (value: unknown, key: string) => unknown): Change {
	return text((json) => JSON.parse(json, (key: string, value: unknown) => change(value, key)));
}

export function reversed(value: unknown): unknown {
	return isRecord(value) ? Object.fromEntries(Object.entries(value).reverse()) : value;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function withNulls(value: unknown, key: string): unknown {
	const absent: Record<string, unknown> = {
		'': { shape: null, kept: null, keptFileId: null, note: null },
	};
	if (!isRecord(value)) return value;
	if ('batchId' in value) return { record: null, ...value };
	if ('sent' in value) {
		return { again: null, runKey: null, keptFileId: null, expireAfterSeconds: null, ...value };
	}
	if ('response' in value) return { ...value, refused: null };
	if ('refused' in value) return { response: null, ...value };
	if ('rowIndex' in value) return { reason: null, charges: null, skipped: null, ...value };
	return { ...(isRecord(absent[key]) ? absent[key] : {}), ...value };
}
