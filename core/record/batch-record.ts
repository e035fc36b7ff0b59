import { defined } from '../formats/defined';
import { escapeUnits, parseJson } from '../formats/json';
import { wellFormed } from '../formats/well-formed';
import type { Metadata } from '../protocols/protocol';
import type { Provider } from '../providers';
import { readShape } from '../tasks';
import type { AnswerShape, Counts, Job, JobShard, ProviderBatch, ShardRecord } from '../types';
import { isCount, isJobId, LIMITS } from './limits';

/**
 * The job's record at the provider. Every batch carries enough to find its siblings, to know what is
 * missing and to read the answers, so that a lost handle can be rebuilt from any of them.
 */
export interface BatchRecord extends ShardRecord {
	readonly jobId: string;
	readonly shard: number;
	readonly rowCount: number;
	readonly label: string;
	readonly round: number;
	/** Absent when it is too large for metadata: then the kept file's header has it. */
	readonly shape?: AnswerShape;
}

/** A batch of ours, with its record. */
export interface Bought {
	readonly batch: ProviderBatch;
	readonly record: BatchRecord;
}

/** Pairs beside those with the shape. */
const PAIRS = 12;

export function encodeRecord(record: BatchRecord, metadata: Metadata): Record<string, string> {
	const { jobId, shard, shardCount, firstRow, endRow, rowCount, sent, shape } = record;
	const { pairs, valueCharacters } = metadata;
	const bare = {
		offpeak_job: jobId,
		offpeak_shard: `${shard}/${shardCount}`,
		offpeak_rows: `${firstRow}-${endRow}/${rowCount}`,
		offpeak_label: wellFormed(record.label.slice(0, valueCharacters)),
		offpeak_round: String(record.round),
		offpeak_content: record.contentKey,
		...defined({ offpeak_run: record.runKey }),
		...(sent === undefined ? {} : { offpeak_sent: `${sent.rows}/${sent.requests}` }),
		...(record.again === undefined ? {} : { offpeak_again: String(record.again) }),
		...(record.expireAfterSeconds === undefined
			? {}
			: { offpeak_expires: String(record.expireAfterSeconds) }),
	};
	const kept = inPieces('offpeak_kept', record.keptFileId, valueCharacters);
	const model = inPieces('offpeak_model', record.model, valueCharacters);
	const task = shape === undefined ? {} : encodeShape(shape, metadata);
	const isLong = record.model.length > valueCharacters;
	// What finds no room is left out whole: the kept file has the shape, too, and requests name their model.
	return (isLong ? [kept, task, model] : [kept, model, task]).reduce<Record<string, string>>(
		(all, next) => {
			const both = { ...all, ...next };
			return Object.keys(both).length > pairs ? all : both;
		},
		bare,
	);
}

/** A proxy packs several values into one id (litellm#16733: 320 characters of Base64): the rest of it stands in further pairs. */
function inPieces(
	name: string,
	text: string | undefined,
	characters: number,
): Readonly<Record<string, string>> {
	if (text === undefined) return {};
	const pieces = [[name, text.slice(0, characters)]];
	for (let at = characters; at < text.length; at += characters) {
		pieces.push([`${name}_${pieces.length + 1}`, text.slice(at, at + characters)]);
	}
	return Object.fromEntries(pieces);
}

/** The inverse of `inPieces`; `undefined` where the first piece is absent. */
function fromPieces(metadata: ProviderBatch['metadata'], name: string): string | undefined {
	let text = metadata[name];
	for (let piece = 2; text !== undefined; piece += 1) {
		const next = metadata[`${name}_${piece}`];
		if (next === undefined) break;
		text += next;
	}
	return text;
}

/** `undefined` when the batch is not ours, or its record was tampered with. */
export function readRecord({ metadata }: ProviderBatch): BatchRecord | undefined {
	const jobId = metadata['offpeak_job'];
	const [shard, shardCount] = readNumbers(metadata['offpeak_shard'], /^(\d+)\/(\d+)$/);
	const [firstRow, endRow, rowCount] = readNumbers(
		metadata['offpeak_rows'],
		/^(\d+)-(\d+)\/(\d+)$/,
	);
	const [sentRows, sentRequests] = readNumbers(metadata['offpeak_sent'], /^(\d+)\/(\d+)$/);
	const [round] = readNumbers(metadata['offpeak_round'] ?? '1', /^(\d+)$/);
	if (
		jobId === undefined ||
		!isJobId(jobId) ||
		!isCount(shardCount, LIMITS.shards) ||
		!isCount(shard, shardCount) ||
		!isCount(rowCount, LIMITS.rows) ||
		!isCount(endRow, rowCount) ||
		!isCount(round, LIMITS.rounds) ||
		firstRow === undefined ||
		firstRow >= endRow
	) {
		return undefined;
	}
	const sent =
		isCount(sentRows, endRow - firstRow) && isCount(sentRequests, sentRows)
			? { rows: sentRows, requests: sentRequests }
			: undefined;
	const again = Number(metadata['offpeak_again'] ?? '') || undefined;
	const expiry = Number(metadata['offpeak_expires'] ?? '') || undefined;
	return {
		jobId,
		shard,
		shardCount,
		firstRow,
		endRow,
		rowCount,
		label: wellFormed((metadata['offpeak_label'] ?? '').slice(0, LIMITS.labelCharacters)),
		round,
		model: fromPieces(metadata, 'offpeak_model') ?? '',
		contentKey: metadata['offpeak_content'] ?? '',
		...defined({
			runKey: metadata['offpeak_run'],
			keptFileId: fromPieces(metadata, 'offpeak_kept'),
			sent,
			again: isCount(again, LIMITS.shards) ? again : undefined,
			expireAfterSeconds: isCount(expiry, LIMITS.expirySeconds) ? expiry : undefined,
			shape: decodeShape(metadata),
		}),
	};
}

function readNumbers(text: string | undefined, pattern: RegExp): readonly number[] {
	return (pattern.exec(text ?? '') ?? []).slice(1).map(Number);
}

/** The record of a batch where its job's handle carries it; `undefined` where the provider keeps it. */
export function carriedRecordOf(
	job: Job,
	{ index, round, record }: JobShard,
): BatchRecord | undefined {
	if (record === undefined) return undefined;
	const { id: jobId, rowCount, label, shape } = job;
	return { ...record, jobId, rowCount, label, shard: index, round, ...defined({ shape }) };
}

/** What of a record its job's handle does not say. */
export function toShardRecord(record: BatchRecord): ShardRecord {
	const { shardCount, firstRow, endRow, model, contentKey } = record;
	const { runKey, keptFileId, sent, again, expireAfterSeconds } = record;
	return {
		shardCount,
		firstRow,
		endRow,
		model,
		contentKey,
		...defined({ runKey, keptFileId, sent, again, expireAfterSeconds }),
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
export function countRows({ counts }: Pick<ProviderBatch, 'counts'>, record?: ShardRecord): Counts {
	const sent = record?.sent;
	if (sent === undefined || sent.requests === 0) return counts;
	const rowsIn = (requests: number): number =>
		Math.round((Math.min(requests, sent.requests) * sent.rows) / sent.requests);
	const completed = rowsIn(counts.completed);
	return {
		total: rowsIn(counts.total),
		completed,
		failed: rowsIn(counts.completed + counts.failed) - completed,
	};
}

/** Whether the shape travels in metadata; a large one needs a kept file. */
export function fitsMetadata(shape: AnswerShape, { pairs, valueCharacters }: Metadata): boolean {
	return shapeText(shape).length <= valueCharacters * (pairs - PAIRS);
}

/** ASCII only: cutting it into values then never cuts a character, and characters are bytes. */
function shapeText(shape: AnswerShape): string {
	return escapeUnits(JSON.stringify(shape), /[\x7f-\uffff]/g);
}

function encodeShape(
	shape: AnswerShape,
	{ valueCharacters }: Metadata,
): Readonly<Record<string, string>> {
	const text = shapeText(shape);
	const pieces: Record<string, string> = {};
	for (let at = 0; at * valueCharacters < text.length; at += 1) {
		pieces[`offpeak_task_${at + 1}`] = text.slice(at * valueCharacters, (at + 1) * valueCharacters);
	}
	return pieces;
}

function decodeShape(metadata: ProviderBatch['metadata']): AnswerShape | undefined {
	let text = '';
	for (let piece = 1; ; piece += 1) {
		const next = metadata[`offpeak_task_${piece}`];
		if (next === undefined) break;
		text += next;
	}
	return text === '' ? undefined : readShape(parseJson(text));
}
