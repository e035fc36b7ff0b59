import type { Connection } from '../calls/connection';
import type { CollectedBatch } from '../collect/collected';
import type { OwnPrice } from '../cost/rates';
import { LineWriter } from '../formats/bytes';
import { defined } from '../formats/defined';
import { encodeLine } from '../formats/jsonl';
import { type BatchRecord, expiryOf } from '../record/batch-record';
import { hashContent, runKeyOf } from '../record/keys';
import type { Results } from '../results/look';
import { submit } from '../submit/submit';
import type { Job, Shard } from '../types';
import { ExtraCost, overLimit, UNKNOWN_PRICE } from './extra-cost';
import { readQueueLimit, roomIn } from './queue-limit';
import { readBack, type WantedRows } from './read-back';

export interface ResubmitOptions {
	/** Rounds for one job, the first one included. */
	readonly maxRounds: number;
	/** More than this is not spent on further tries of one job, in US dollars; absent is no limit. */
	readonly maxExtraUsd?: number;
	/** The user's own price for the model, in place of the table's. */
	readonly ownPrice?: OwnPrice;
	/** Also a job that was cancelled. Otherwise it is left alone: somebody did not want its answers any more. */
	readonly evenIfCancelled?: boolean;
	/** Also rows of a batch that counts more answers than its files hold: they may have been paid for. */
	readonly evenIfCounted?: boolean;
}

/** A job in batches with what came back of it, and what became of each row. */
export interface FinishedBatches extends Pick<Results, 'collected' | 'outcomes'> {
	readonly job: Job;
}

export interface Resubmission {
	/** The same job with the batches of the new round. */
	readonly job: Job;
	readonly rowCount: number;
	readonly caveats: readonly string[];
}

/** Rounds that a queue limit of the account may need: each sends what it has room for. */
const MAX_QUEUE_ROUNDS = 50;

/** The rows of a job that are worth another try: never those that would fail the same way again. */
export function worthAnotherTry(
	{ job, collected, outcomes }: FinishedBatches,
	{ maxRounds, evenIfCounted = false }: Pick<ResubmitOptions, 'maxRounds' | 'evenIfCounted'>,
	isQueueLimited: boolean,
): ReadonlySet<number> {
	if (job.round >= (isQueueLimited ? MAX_QUEUE_ROUNDS : maxRounds)) return new Set();
	return new Set(
		outcomes
			.filter(({ outcome }) => outcome !== 'succeeded')
			.filter(({ rowIndex, retryable }) =>
				lacksAnswerOf(collected, rowIndex) ? evenIfCounted : retryable,
			)
			.map(({ rowIndex }) => rowIndex)
			.filter((rowIndex) => triesOf(rowIndex, collected) < maxRounds),
	);
}

/** Whether the answer of this row may be one of those that a batch counts and its files do not hold. */
export function lacksAnswerOf(collected: readonly CollectedBatch[], rowIndex: number): boolean {
	return collected.some(
		({ shortfall, record: { firstRow, endRow }, results, keptRows }) =>
			shortfall !== undefined &&
			firstRow <= rowIndex &&
			rowIndex < endRow &&
			!results.has(rowIndex) &&
			keptRows.get(rowIndex)?.skipped === undefined,
	);
}

/** A round that was refused for want of room, or that did not hold the row, is no try of it. */
function triesOf(rowIndex: number, collected: readonly CollectedBatch[]): number {
	return collected.filter(({ batch, record, results }) => {
		const isSilent = record.round === 1 && record.firstRow <= rowIndex && rowIndex < record.endRow;
		return results.has(rowIndex) || (isSilent && batch.phase !== 'failed');
	}).length;
}

/**
 * Sends the failed rows of a finished job once more, as further batches of the same job. The requests are
 * read back from the provider's own input files, so no host has to keep its rows. A repeated call finds the
 * round that was sent already.
 */
export async function resubmit(
	finished: FinishedBatches,
	connection: Connection,
	options: ResubmitOptions,
): Promise<Resubmission | undefined> {
	const { job, collected } = finished;
	if (wasCancelled(collected) && options.evenIfCancelled !== true) return undefined;
	const queueLimit = readQueueLimit(collected);
	const { maxExtraUsd } = options;
	const rows = worthAnotherTry(finished, options, queueLimit !== undefined);
	if (rows.size === 0) return undefined;
	const room = roomIn(queueLimit, collected);
	const extra = new ExtraCost(connection.provider, 'batch', collected, options.ownPrice);
	const wanted = { rows, collected, packs: 'together' } as const;
	const shards = await readShards(wanted, room, extra, connection);
	const [first] = collected;
	if (shards.length === 0 || first === undefined) return undefined;
	const rowCount = shards.reduce((sum, shard) => sum + (shard.sentRows ?? shard.requestCount), 0);
	const verdict = extra.compare(maxExtraUsd);
	if (verdict === 'over') throw overLimit(rowCount, extra, maxExtraUsd ?? 0);

	const round = job.round + 1;
	const { shape } = first;
	const submission = await submit(
		{
			shards,
			rowCount: job.rowCount,
			label: job.label,
			model: extra.model,
			shape: shape ?? { kind: 'custom' },
			expireAfterSeconds: expiryOf(first.record, connection.provider),
			contentKey: hashContent([job.id, String(round), ...shards.map(({ input }) => input)]),
			round,
		},
		connection,
		{
			runKey: runKeyOf(job.id, String(round)),
			reuseWindowSeconds: 0,
			jobId: job.id,
			// The round cannot be older than the one before it, however long ago that was.
			sinceSeconds: Math.max(...collected.map(({ batch }) => batch.createdAt)),
		},
	);
	const carriedShape = job.shape ?? submission.job.shape;
	return {
		job: {
			...job,
			round,
			shards: [...job.shards, ...submission.job.shards],
			...defined({ shape: carriedShape }),
		},
		rowCount,
		caveats: verdict === 'unknown' ? [UNKNOWN_PRICE] : [],
	};
}

/** A batch ends as cancelled only when somebody cancels it: what the provider gives up has expired or failed. */
export function wasCancelled(collected: readonly CollectedBatch[]): boolean {
	return collected.some(({ batch: { phase } }) => phase === 'cancelled' || phase === 'cancelling');
}

/**
 * A shard for each input file that holds such rows, whose kept file is the one of the new batch, too. Rows that
 * had shared a request are asked alone: then one file's rows may need several.
 */
async function readShards(
	wanted: WantedRows,
	bytes: number,
	extra: ExtraCost,
	connection: Connection,
): Promise<readonly Shard[]> {
	const shards: Shard[] = [];
	const { requests, fileBytes } = connection.provider.limits;
	let room = bytes;
	for (const collected of wanted.collected) {
		const { record } = collected;
		// Every row is in a file of the first round; later rounds only repeat some.
		if (record.round !== 1) continue;
		let file = new RoundFile();
		for await (const back of readBack(collected, wanted, connection)) {
			const line = encodeLine(back.request.line);
			let written = file.add(line, back.rowCount);
			if (written.byteLength > room && (shards.length > 0 || file.requestCount > 1)) {
				file.dropLast(written, back.rowCount);
				break;
			}
			if (file.requestCount > 1 && (file.requestCount > requests || file.byteLength > fileBytes)) {
				file.dropLast(written, back.rowCount);
				shards.push(file.finish(shards.length + 1, record));
				file = new RoundFile();
				written = file.add(line, back.rowCount);
			}
			extra.add(line, back);
			room -= written.byteLength;
		}
		if (file.requestCount > 0) shards.push(file.finish(shards.length + 1, record));
	}
	return shards;
}

/** One input file of a further round while it is written. */
class RoundFile {
	readonly #writer = new LineWriter();
	#requestCount = 0;
	#sentRows = 0;

	get requestCount(): number {
		return this.#requestCount;
	}

	get byteLength(): number {
		return this.#writer.byteLength;
	}

	add(line: string, rowCount: number): Uint8Array {
		this.#requestCount += 1;
		this.#sentRows += rowCount;
		return this.#writer.writeLine([line]);
	}

	dropLast(written: Uint8Array, rowCount: number): void {
		this.#requestCount -= 1;
		this.#sentRows -= rowCount;
		this.#writer.dropLast(written);
	}

	finish(index: number, { firstRow, endRow, keptFileId }: BatchRecord): Shard {
		return {
			index,
			requestCount: this.#requestCount,
			...(this.#sentRows === this.#requestCount ? {} : { sentRows: this.#sentRows }),
			firstRow,
			endRow,
			input: this.#writer.finish(),
			...defined({ keptFileId }),
		};
	}
}
