import type { Connection } from './connection';
import { OffpeakError } from './errors';
import { readFileLines, readKeptFile } from './files';
import { readObject, readString } from './json';
import type { KeptRow } from './kept';
import { readRecord, type BatchRecord } from './metadata';
import { protocolOf } from './protocols';
import { readRequestId } from './requests';
import { readVerdict, type Verdict } from './verdict';
import type { AnswerShape, JobStatus, ProviderBatch, Result } from './types';

/** What a provider's files hold for one batch: nothing is dropped without being counted. */
export interface CollectedBatch {
	readonly batch: ProviderBatch;
	readonly record: BatchRecord;
	/** By row index. */
	readonly results: ReadonlyMap<number, CollectedResult>;
	readonly keptRows: ReadonlyMap<number, KeptRow>;
	readonly shape: AnswerShape | undefined;
	/** Ids of rows without a result, read from the input file; only where there are such rows. */
	readonly silentIds: ReadonlyMap<number, string>;
	readonly damage: Damage;
}

/** Of a file that may hold 50,000 answers, each is read as it arrives, and its text let go. */
export type CollectedResult = Result | (Verdict & { readonly rowId: string });

export interface Damage {
	/** Lines that are not JSON, or no result. */
	readonly badLines: number;
	readonly duplicates: number;
	/** Answers to requests that this batch never held. */
	readonly unknownIds: number;
	/** Files that the provider no longer has, in words; those with answers first. */
	readonly gone: readonly string[];
	/** A row without an answer may have had one, and may have been paid. Only files can be gone. */
	readonly answersGone?: boolean;
}

export const NO_DAMAGE: Damage = {
	badLines: 0,
	duplicates: 0,
	unknownIds: 0,
	gone: [],
	answersGone: false,
};

/**
 * Job → results. Reads both files of every batch whatever its end: `completed` may mean that all failed,
 * `expired` and `cancelled` may hold paid results.
 */
export async function collect(
	{ batches, state }: JobStatus,
	connection: Connection,
): Promise<readonly CollectedBatch[]> {
	if (state !== 'done') {
		throw new OffpeakError('not_finished', 'The job is still running.', {
			hint: 'Look again later.',
		});
	}
	const collected: CollectedBatch[] = [];
	for (const batch of batches) {
		const record = readRecord(batch);
		if (record === undefined) {
			throw new OffpeakError('invalid_input', `${batch.id} was not submitted by Offpeak.`, {
				hint: 'Its answers cannot be joined to your items.',
			});
		}
		collected.push(await collectBatch(batch, record, connection));
	}
	return collected;
}

/** A row without an answer still has to be told apart from the others. Later rounds hold only some rows. */
async function readSilentIds(
	{ inputFileId }: ProviderBatch,
	{ attempt, firstRow, endRow }: BatchRecord,
	results: ReadonlyMap<number, CollectedResult>,
	skipped: number,
	connection: Connection,
): Promise<ReadonlyMap<number, string>> {
	const ids = new Map<number, string>();
	const isComplete = results.size + skipped >= endRow - firstRow;
	if (attempt !== 1 || isComplete || inputFileId === '') return ids;
	for await (const line of readFileLines(connection, inputFileId, 'items', [])) {
		const request = 'value' in line ? readObject(line.value) : undefined;
		const read = readRequestId(readString(request?.['custom_id']) ?? '');
		if (read !== undefined && !results.has(read.rowIndex)) ids.set(read.rowIndex, read.rowId);
	}
	return ids;
}

async function collectBatch(
	batch: ProviderBatch,
	record: BatchRecord,
	connection: Connection,
): Promise<CollectedBatch> {
	const kept = await readKeptFile(connection, record.keptFileId);
	const shape = record.shape ?? kept.shape;
	const gone: string[] = [];
	const tally = { badLines: 0, duplicates: 0, unknownIds: 0 };
	const results = new Map<number, CollectedResult>();
	const files = [
		[batch.outputFileId, 'answers'],
		[batch.errorFileId, 'failed rows'],
	] as const;
	for (const [fileId, what] of files) {
		for await (const line of readFileLines(connection, fileId, what, gone)) {
			const result =
				'value' in line ? protocolOf(connection.provider).readResult(line.value) : undefined;
			if (result === undefined) {
				tally.badLines += 1;
				continue;
			}
			const id = readRequestId(result.requestId);
			if (id === undefined || id.rowIndex < record.firstRow || id.rowIndex >= record.endRow) {
				tally.unknownIds += 1;
				continue;
			}
			const earlier = results.get(id.rowIndex);
			if (earlier !== undefined) tally.duplicates += 1;
			// Of two answers for one row, one that succeeded is worth more.
			if (earlier === undefined || earlier.outcome !== 'succeeded') {
				results.set(id.rowIndex, { rowId: id.rowId, ...readVerdict(result, shape) });
			}
		}
	}
	const skipped = [...kept.rows.values()].filter((row) => row.skipped !== undefined).length;
	return {
		batch,
		record,
		results,
		keptRows: kept.rows,
		shape,
		silentIds: await readSilentIds(batch, record, results, skipped, connection),
		damage: { ...tally, gone: [...gone, ...kept.gone], answersGone: gone.length > 0 },
	};
}
