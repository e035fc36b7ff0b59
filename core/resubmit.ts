import { LineWriter } from './bytes';
import type { CollectedBatch } from './collect';
import type { Connection } from './connection';
import { OffpeakError } from './errors';
import { readFileLines } from './files';
import { isJsonObject, readObject, readString } from './json';
import { encodeLine } from './jsonl';
import { hashContent, runKeyOf } from './keys';
import type { BatchRecord } from './metadata';
import { readRequestId } from './requests';
import { submit } from './submit';
import type { BatchFault, Job, JobBatch, JsonObject, Outcome, Shard } from './types';

export interface ResubmitOptions {
	/** Rounds for one job, the first one included. */
	readonly maxAttempts: number;
	readonly expireAfterSeconds: number;
}

export interface Resubmission {
	/** The same job with the batches of the new round. */
	readonly job: Job;
	readonly rowCount: number;
}

/** Rounds that a queue limit of the account may need: each sends what it has room for. */
const MAX_QUEUE_ROUNDS = 50;

/** The rows of a job that are worth another try: never those that would fail the same way again. */
function worthAnotherTry(
	job: Job,
	collected: readonly CollectedBatch[],
	outcomes: readonly Outcome[],
	maxAttempts: number,
	isQueueLimited: boolean,
): ReadonlySet<number> {
	if (attemptsOf(job) >= (isQueueLimited ? MAX_QUEUE_ROUNDS : maxAttempts)) return new Set();
	return new Set(
		outcomes
			.filter(({ outcome, retryable }) => outcome !== 'succeeded' && retryable)
			.map(({ rowIndex }) => rowIndex)
			.filter((rowIndex) => triesOf(rowIndex, collected) < maxAttempts),
	);
}

/** A round that was refused for want of room, or that did not hold the row, is no try of it. */
function triesOf(rowIndex: number, collected: readonly CollectedBatch[]): number {
	return collected.filter(({ batch, record, results }) => {
		const isSilent =
			record.attempt === 1 && record.firstRow <= rowIndex && rowIndex < record.endRow;
		return results.has(rowIndex) || (isSilent && batch.phase !== 'failed');
	}).length;
}

export function attemptsOf({ batches }: Job): number {
	return Math.max(1, ...batches.map(({ attempt }) => attempt ?? 1));
}

/**
 * Sends the failed rows of a finished job once more, as further batches of the same job. The requests are
 * read back from the provider's own input files, so no host has to keep its rows. A repeated call finds the
 * round that was sent already.
 */
export async function resubmit(
	job: Job,
	collected: readonly CollectedBatch[],
	outcomes: readonly Outcome[],
	connection: Connection,
	options: ResubmitOptions,
): Promise<Resubmission | undefined> {
	const queueLimit = readQueueLimit(collected);
	const { maxAttempts } = options;
	const rows = worthAnotherTry(job, collected, outcomes, maxAttempts, queueLimit !== undefined);
	if (rows.size === 0) return undefined;
	const room = roomIn(queueLimit, collected);
	const shards = await readShards(collected, rows, room, connection);
	const [first] = collected;
	if (shards.length === 0 || first === undefined) return undefined;

	const attempt = attemptsOf(job) + 1;
	const { shape } = first;
	const submission = await submit(
		{
			shards,
			rowCount: job.rowCount,
			label: job.label,
			shape: shape ?? { kind: 'custom' },
			expireAfterSeconds: options.expireAfterSeconds,
			contentKey: hashContent([job.id, String(attempt), ...shards.map(({ input }) => input)]),
			attempt,
		},
		connection,
		{
			runKey: runKeyOf(job.id, String(attempt)),
			reuseWindowSeconds: 0,
			jobId: job.id,
			// The round cannot be older than the one before it, however long ago that was.
			sinceSeconds: Math.max(...collected.map(({ batch }) => batch.createdAt)),
		},
	);
	const sent = submission.job.batches.map((batch): JobBatch => ({ ...batch, attempt }));
	return {
		job: { ...job, batches: [...job.batches, ...sent] },
		rowCount: shards.reduce((sum, { requestCount }) => sum + requestCount, 0),
	};
}

/** One shard for each input file that holds such rows: then its kept file is the one of the new batch, too. */
async function readShards(
	collected: readonly CollectedBatch[],
	rows: ReadonlySet<number>,
	bytes: number,
	connection: Connection,
): Promise<readonly Shard[]> {
	const shards: Shard[] = [];
	let room = bytes;
	for (const { batch, record } of collected) {
		// Every row is in a file of the first round; later rounds only repeat some.
		if (record.attempt !== 1) continue;
		const gone: string[] = [];
		const writer = new LineWriter();
		let missing = countWithin(rows, record);
		let requestCount = 0;
		for await (const line of readFileLines(connection, batch.inputFileId, 'items', gone)) {
			const request = 'value' in line ? readObject(line.value) : undefined;
			const rowIndex = readRequestId(readString(request?.['custom_id']) ?? '')?.rowIndex ?? -1;
			if (!isJsonObject(request) || !rows.has(rowIndex)) continue;
			missing -= 1;
			const again = withMoreRoom(request, cutsOf(rowIndex, collected));
			const written = writer.writeLine([encodeLine(again)]);
			if (written.byteLength > room && (shards.length > 0 || requestCount > 0)) {
				writer.dropLast(written);
				missing = 0;
				break;
			}
			room -= written.byteLength;
			requestCount += 1;
		}
		if (gone[0] !== undefined) {
			throw new OffpeakError('gone', `The failed items cannot be sent again. ${gone[0]}`, {
				jobId: record.jobId,
				hint: 'Send them again with Submit Batch, from where they came.',
			});
		}
		if (missing > 0) {
			throw new OffpeakError('unavailable', 'The file with the failed items came back damaged.', {
				jobId: record.jobId,
				hint: 'Try again in a minute.',
			});
		}
		if (requestCount === 0) continue;
		shards.push({
			index: shards.length + 1,
			requestCount,
			firstRow: record.firstRow,
			endRow: record.endRow,
			input: writer.finish(),
			...(record.keptFileId === undefined ? {} : { keptFileId: record.keptFileId }),
		});
	}
	return shards;
}

function countWithin(rows: ReadonlySet<number>, { firstRow, endRow }: BatchRecord): number {
	return [...rows].filter((row) => firstRow <= row && row < endRow).length;
}

function cutsOf(rowIndex: number, collected: readonly CollectedBatch[]): number {
	return collected.filter(({ results }) => results.get(rowIndex)?.outcome === 'truncated').length;
}

/** An answer that was cut off needs more output tokens than it was allowed, each time. */
function withMoreRoom(request: JsonObject, cuts: number): JsonObject {
	const body = request['body'];
	if (cuts === 0 || !isJsonObject(body)) return request;
	const raised = Object.fromEntries(
		['max_output_tokens', 'max_completion_tokens'].flatMap((field) => {
			const limit = body[field];
			return typeof limit === 'number'
				? [[field, limit * MORE_ROOM ** Math.min(cuts, MAX_RAISES)]]
				: [];
		}),
	);
	return { ...request, body: { ...body, ...raised } };
}

const MORE_ROOM = 4;
/** An answer that is cut off at 16 times the room most likely never ends. */
const MAX_RAISES = 2;
/** A token is rarely less than two bytes; other jobs of the account share the queue. */
const BYTES_PER_TOKEN = 2;
const QUEUE_SHARE = 0.5;

/** How many bytes the next round may have: half as many each time that the last one was still too large. */
function roomIn(limit: number | undefined, collected: readonly CollectedBatch[]): number {
	if (limit === undefined) return Infinity;
	const rounds = new Map<number, boolean>();
	for (const { batch, record } of collected) {
		const isTaken = rounds.get(record.attempt) ?? false;
		rounds.set(record.attempt, isTaken || !batch.faults.some(isQueueFault));
	}
	const newestFirst = [...rounds].filter(([attempt]) => attempt > 1).sort(([a], [b]) => b - a);
	const taken = newestFirst.findIndex(([, isTaken]) => isTaken);
	const refused = taken < 0 ? newestFirst.length : taken;
	return (limit * QUEUE_SHARE * BYTES_PER_TOKEN) / 2 ** refused;
}

function isQueueFault({ code }: BatchFault): boolean {
	return code === 'token_limit_exceeded';
}

/**
 * How many tokens the account may have in the provider's queue. It is not readable over the API: it stands in the
 * error of a batch that was too large ("Limit: 2,000,000 enqueued tokens", openai-python#2084).
 */
export function readQueueLimit(collected: readonly CollectedBatch[]): number | undefined {
	for (const { batch } of collected) {
		for (const fault of batch.faults.filter(isQueueFault)) {
			const limit = /limit:?\s*([\d,. ]*\d)/i.exec(fault.message)?.[1];
			const tokens = Number(limit?.replaceAll(/\D/g, ''));
			return tokens > 0 ? tokens : DEFAULT_QUEUE_LIMIT;
		}
	}
	return undefined;
}

/** The lowest tier's, where the message names no number. */
const DEFAULT_QUEUE_LIMIT = 90_000;
