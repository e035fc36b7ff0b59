import { defined } from '../formats/defined';
import { parseJson } from '../formats/json';
import type { Provider } from '../providers';
import { readShape } from '../tasks';
import type { AnswerShape, Counts, ProviderBatch } from '../types';

/**
 * The job's record at the provider. Every batch carries enough to find its siblings, to know what is
 * missing and to read the answers, so that a lost handle can be rebuilt from any of them.
 * Limits: 16 pairs, keys of 64 and values of 512 characters (OpenAI).
 */
const VALUE_CHARACTERS = 512;
const SHAPE_PARTS = 5;

export interface BatchRecord {
	readonly jobId: string;
	readonly shard: number;
	readonly shardCount: number;
	/** Row indexes `[firstRow, endRow)` of the job's `rowCount`. */
	readonly firstRow: number;
	readonly endRow: number;
	readonly rowCount: number;
	readonly label: string;
	readonly attempt: number;
	readonly contentKey: string;
	readonly runKey?: string;
	readonly keptFileId?: string;
	/** Where requests hold several rows: the provider counts requests, people count rows. */
	readonly packed?: { readonly rows: number; readonly requests: number };
	/** How many batches of the job had come to nothing when this one was bought in place of one; absent for none. */
	readonly again?: number;
	/** When its files go at the provider, after they were made; absent where that cannot be said. */
	readonly expireAfterSeconds?: number;
	/** Absent when it is too large for metadata: then the kept file's header has it. */
	readonly shape?: AnswerShape;
}

export function encodeRecord(record: BatchRecord): Record<string, string> {
	const { jobId, shard, shardCount, firstRow, endRow, rowCount } = record;
	return {
		offpeak_job: jobId,
		offpeak_shard: `${shard}/${shardCount}`,
		offpeak_rows: `${firstRow}-${endRow}/${rowCount}`,
		offpeak_label: record.label,
		offpeak_attempt: String(record.attempt),
		offpeak_content: record.contentKey,
		...defined({ offpeak_run: record.runKey, offpeak_kept: record.keptFileId }),
		...(record.packed === undefined
			? {}
			: { offpeak_packed: `${record.packed.rows}/${record.packed.requests}` }),
		...(record.again === undefined ? {} : { offpeak_again: String(record.again) }),
		...(record.expireAfterSeconds === undefined
			? {}
			: { offpeak_expires: String(record.expireAfterSeconds) }),
		...(record.shape === undefined ? {} : encodeShape(record.shape)),
	};
}

/** `undefined` when the batch is not ours, or its record was tampered with. */
export function readRecord({ metadata }: ProviderBatch): BatchRecord | undefined {
	const jobId = metadata['offpeak_job'];
	const shard = /^(\d+)\/(\d+)$/.exec(metadata['offpeak_shard'] ?? '');
	const rows = /^(\d+)-(\d+)\/(\d+)$/.exec(metadata['offpeak_rows'] ?? '');
	if (jobId === undefined || shard === null || rows === null) return undefined;
	const shape = decodeShape(metadata);
	const packed = /^(\d+)\/(\d+)$/.exec(metadata['offpeak_packed'] ?? '');
	const again = Number(metadata['offpeak_again'] ?? '') || undefined;
	const expireAfterSeconds = Number(metadata['offpeak_expires'] ?? '') || undefined;
	return {
		jobId,
		shard: Number(shard[1]),
		shardCount: Number(shard[2]),
		firstRow: Number(rows[1]),
		endRow: Number(rows[2]),
		rowCount: Number(rows[3]),
		label: metadata['offpeak_label'] ?? '',
		attempt: Number(metadata['offpeak_attempt'] ?? '1') || 1,
		contentKey: metadata['offpeak_content'] ?? '',
		...defined({ runKey: metadata['offpeak_run'], keptFileId: metadata['offpeak_kept'] }),
		...(packed === null
			? {}
			: { packed: { rows: Number(packed[1]), requests: Number(packed[2]) } }),
		...defined({ again, expireAfterSeconds, shape }),
	};
}

const DEFAULT_EXPIRY_SECONDS = 7 * 86_400;

/** What is bought for a job later goes from the provider as fast as what was sent first, or as fast as it can. */
export function expiryOf(
	record: BatchRecord | undefined,
	{ expiry }: Pick<Provider, 'expiry'>,
): number {
	const wanted = record?.expireAfterSeconds ?? DEFAULT_EXPIRY_SECONDS;
	if (expiry === undefined) return wanted;
	return Math.min(expiry.maxSeconds, Math.max(expiry.minSeconds, wanted));
}

/** How many rows are done, as far as the provider's counts of requests tell; exact once all are. */
export function countRows(batch: ProviderBatch): Counts {
	const { counts } = batch;
	const packed = readRecord(batch)?.packed;
	if (packed === undefined || packed.requests === 0) return counts;
	const rowsIn = (requests: number): number =>
		Math.round((Math.min(requests, packed.requests) * packed.rows) / packed.requests);
	const completed = rowsIn(counts.completed);
	return {
		total: rowsIn(counts.total),
		completed,
		failed: rowsIn(counts.completed + counts.failed) - completed,
	};
}

/** Whether the shape travels in metadata; a large one needs a kept file. */
export function fitsMetadata(shape: AnswerShape): boolean {
	return shapeText(shape).length <= VALUE_CHARACTERS * SHAPE_PARTS;
}

/** ASCII only: cutting it into values then never cuts a character, and characters are bytes. */
function shapeText(shape: AnswerShape): string {
	return JSON.stringify(shape).replaceAll(
		/[\u0080-\uffff]/g,
		(unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}

function encodeShape(shape: AnswerShape): Record<string, string> {
	const text = shapeText(shape);
	const parts: Record<string, string> = {};
	for (let part = 0; part * VALUE_CHARACTERS < text.length; part += 1) {
		parts[`offpeak_task_${part + 1}`] = text.slice(
			part * VALUE_CHARACTERS,
			(part + 1) * VALUE_CHARACTERS,
		);
	}
	return parts;
}

function decodeShape(metadata: ProviderBatch['metadata']): AnswerShape | undefined {
	let text = '';
	for (let part = 1; part <= SHAPE_PARTS; part += 1) text += metadata[`offpeak_task_${part}`] ?? '';
	return text === '' ? undefined : readShape(parseJson(text));
}
