import { isJsonObject, parseJson, readList, readNumber, readObject, readString } from './json';
import type { Provider } from './providers';
import type { AnswerShape, Counts, ExtractType, ProviderBatch } from './types';

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
		...(record.runKey === undefined ? {} : { offpeak_run: record.runKey }),
		...(record.keptFileId === undefined ? {} : { offpeak_kept: record.keptFileId }),
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
		...(metadata['offpeak_run'] === undefined ? {} : { runKey: metadata['offpeak_run'] }),
		...(metadata['offpeak_kept'] === undefined ? {} : { keptFileId: metadata['offpeak_kept'] }),
		...(packed === null
			? {}
			: { packed: { rows: Number(packed[1]), requests: Number(packed[2]) } }),
		...(again === undefined ? {} : { again }),
		...(expireAfterSeconds === undefined ? {} : { expireAfterSeconds }),
		...(shape === undefined ? {} : { shape }),
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

const EXTRACT_TYPES: ReadonlySet<string> = new Set<ExtractType>([
	'text',
	'number',
	'boolean',
	'date',
	'list',
]);

function isExtractType(value: string): value is ExtractType {
	return EXTRACT_TYPES.has(value);
}

/** Reads a shape back from the provider, where anybody with the key may have written to it. */
export function readShape(value: unknown): AnswerShape | undefined {
	const shape = readObject(value);
	switch (shape?.['kind']) {
		case 'categorize': {
			const reviewBelow = readNumber(shape['reviewBelow']);
			const categories = (readList(shape['categories']) ?? []).flatMap((entry) => {
				const name = readString(readObject(entry)?.['name']);
				const categoryValue = readString(readObject(entry)?.['value']);
				if (name === undefined) return [];
				return [{ name, ...(categoryValue === undefined ? {} : { value: categoryValue }) }];
			});
			return {
				kind: 'categorize',
				categories,
				multiple: shape['multiple'] === true,
				noMatch: shape['noMatch'] === 'fail' ? 'fail' : 'other',
				...(reviewBelow === undefined ? {} : { reviewBelow }),
			};
		}
		case 'summarize': {
			const style = shape['style'];
			return {
				kind: 'summarize',
				style: style === 'bullets' || style === 'actions' ? style : 'text',
			};
		}
		case 'extract': {
			const fields = (readList(shape['fields']) ?? []).flatMap((entry) => {
				const name = readString(readObject(entry)?.['name']);
				const type = readString(readObject(entry)?.['type']);
				return name === undefined || type === undefined || !isExtractType(type)
					? []
					: [{ name, type }];
			});
			return { kind: 'extract', fields };
		}
		case 'custom':
			return {
				kind: 'custom',
				...(isJsonObject(shape['schema']) ? { schema: shape['schema'] } : {}),
			};
		default:
			return undefined;
	}
}

/**
 * `offpeak.<run key>_<content key>.<i>of<n>.<label>.jsonl`: the uploaded file is the intent on record. Both keys,
 * so that a new run after a lost reply sees that the same content may just have been taken.
 */
export function encodeFileName(
	keys: FileKeys,
	shard: number,
	shardCount: number,
	label: string,
	part: 'input' | 'kept',
): string {
	const name = label
		.replaceAll(/[^A-Za-z0-9_-]+/g, '-')
		.replaceAll(/^-+|-+$/g, '')
		.slice(0, 40);
	const key = keys.runKey === undefined ? '' : `${keys.runKey}_`;
	return `offpeak.${key}${keys.contentKey}.${shard}of${shardCount}.${part === 'kept' ? 'kept.' : ''}${name || 'job'}.jsonl`;
}

export interface FileKeys {
	readonly runKey?: string;
	readonly contentKey: string;
}

/** What is to be known of a purchase that nobody heard of: `core/on-record.ts`. */
export type MarkPart = 'lost' | 'taken';

/** A mark is named as the files of a purchase are, with the id of the input file in the label's place. */
export function encodeMarkName(keys: FileKeys, part: MarkPart, inputFileId: string): string {
	const key = keys.runKey === undefined ? '' : `${keys.runKey}_`;
	return `offpeak.${key}${keys.contentKey}.1of1.${part}.${inputFileId}.jsonl`;
}

const FILE_NAME =
	/^offpeak\.(?:([A-Za-z0-9]+)_)?([A-Za-z0-9]+)\.(\d+)of(\d+)\.(?:(kept|lost|taken)\.)?([A-Za-z0-9_-]*)\.jsonl$/;

interface FileName extends FileKeys {
	readonly shard: number;
	readonly part: 'input' | 'kept' | MarkPart;
	readonly label: string;
}

export function readFileName(name: string): FileName | undefined {
	const match = FILE_NAME.exec(name);
	if (match?.[2] === undefined) return undefined;
	const part = match[5];
	return {
		...(match[1] === undefined ? {} : { runKey: match[1] }),
		contentKey: match[2],
		shard: Number(match[3]),
		part: part === 'kept' || part === 'lost' || part === 'taken' ? part : 'input',
		label: match[6] ?? '',
	};
}
