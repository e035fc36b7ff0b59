import type { Connection } from '../calls/connection';
import { readFileLines } from '../calls/file-lines';
import { OffpeakError } from '../errors';
import { readObject, readString } from '../formats/json';
import { protocolOf } from '../protocols';
import { type BatchRecord, readRecord } from '../record/batch-record';
import { readKeptFile } from '../record/kept-file';
import { type HeldRow, readHeldRows, readPackId, readRequestId } from '../requests/ids';
import type { AnswerShape, JobStatus, ProviderBatch, Result } from '../types';
import type { CollectedBatch, RowVerdict, Verdict } from './collected';
import { readPackedResult } from './packed-result';
import { readRest } from './rest';
import { readVerdict } from './verdict';

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
	if (!collected.some(hasOpenRows)) return collected;
	return [...collected, ...(await readRest(collected, connection))];
}

/** Whether rows are without an answer that they may have got since. */
function hasOpenRows({ record, results, keptRows }: CollectedBatch): boolean {
	const { attempt, firstRow, endRow } = record;
	const isSilent = results.size + countSkipped(keptRows) < endRow - firstRow;
	// Later rounds hold only some rows.
	if (attempt === 1 && isSilent) return true;
	return [...results.values()].some((result) => result.outcome !== 'succeeded' && result.retryable);
}

function countSkipped(keptRows: CollectedBatch['keptRows']): number {
	return [...keptRows.values()].filter(({ skipped }) => skipped !== undefined).length;
}

type Read = Pick<CollectedBatch, 'batch' | 'record' | 'results' | 'keptRows'>;

/** A row without an answer still has to be told apart from the others. Later rounds hold only some rows. */
async function readSilence(
	{ batch, record, results, keptRows }: Read,
	connection: Connection,
): Promise<Required<Pick<CollectedBatch, 'silentIds' | 'silentLines'>>> {
	const silentIds = new Map<number, string>();
	const silentLines = new Map<number, number>();
	const silent = { silentIds, silentLines };
	const isComplete = results.size + countSkipped(keptRows) >= record.endRow - record.firstRow;
	if (record.attempt !== 1 || isComplete || batch.inputFileId === '') return silent;
	for await (const line of readFileLines(connection, batch.inputFileId, 'items')) {
		if (!('value' in line)) continue;
		const request = readObject(line.value);
		for (const { rowIndex, rowId } of readHeldRows(readString(request?.['custom_id']) ?? '')) {
			if (results.has(rowIndex)) continue;
			silentIds.set(rowIndex, rowId);
			silentLines.set(rowIndex, line.number);
		}
	}
	return silent;
}

async function collectBatch(
	batch: ProviderBatch,
	record: BatchRecord,
	connection: Connection,
): Promise<CollectedBatch> {
	const kept = await readKeptFile(connection, record.keptFileId);
	const shape = record.shape ?? kept.shape;
	const { results, sharedRows, damage } = await readAnswers(batch, record, shape, connection);
	const read = { batch, record, results, keptRows: kept.rows };
	return {
		...read,
		shape,
		...(await readSilence(read, connection)),
		sharedRows,
		damage: { ...damage, gone: [...damage.gone, ...kept.gone] },
	};
}

type Answers = Required<Pick<CollectedBatch, 'results' | 'sharedRows' | 'damage'>>;

/** Both files of a batch: of two answers for one row, one that succeeded is worth more. */
async function readAnswers(
	batch: ProviderBatch,
	record: BatchRecord,
	shape: AnswerShape | undefined,
	connection: Connection,
): Promise<Answers> {
	const { readResult } = protocolOf(connection.provider);
	const gone: string[] = [];
	const tally = { badLines: 0, duplicates: 0, unknownIds: 0 };
	const results = new Map<number, RowVerdict>();
	const sharedRows = new Set<number>();
	const files = [
		[batch.outputFileId, 'answers'],
		[batch.errorFileId, 'failed rows'],
	] as const;
	for (const [fileId, what] of files) {
		for await (const line of readFileLines(connection, fileId, what)) {
			if ('gone' in line) {
				gone.push(line.gone);
				continue;
			}
			const result = 'value' in line ? readResult(line.value) : undefined;
			if (result === undefined) {
				tally.badLines += 1;
				continue;
			}
			const { rows, duplicates, unknownIds } = readRows(result, shape);
			if (rows.length === 0 || !rows.every(({ rowIndex }) => isOf(record, rowIndex))) {
				tally.unknownIds += 1;
				continue;
			}
			const isSecond = rows.some(({ rowIndex }) => results.has(rowIndex));
			tally.duplicates += duplicates + (isSecond ? 1 : 0);
			tally.unknownIds += unknownIds;
			for (const { rowIndex, rowId, verdict } of rows) {
				if (results.get(rowIndex)?.outcome === 'succeeded') continue;
				results.set(rowIndex, rowId === String(rowIndex) ? verdict : { ...verdict, rowId });
				if (rows.length > 1) sharedRows.add(rowIndex);
			}
		}
	}
	return { results, sharedRows, damage: { ...tally, gone, answersGone: gone.length > 0 } };
}

function isOf({ firstRow, endRow }: BatchRecord, rowIndex: number): boolean {
	return firstRow <= rowIndex && rowIndex < endRow;
}

interface RowsRead {
	readonly rows: readonly (HeldRow & { readonly verdict: Verdict })[];
	/** Inside an answer for several rows. */
	readonly duplicates: number;
	readonly unknownIds: number;
}

/** What one line says of each row that its request held; of none when the request is not ours. */
function readRows(result: Result, shape: AnswerShape | undefined): RowsRead {
	const single = readRequestId(result.requestId);
	if (single !== undefined) {
		const verdict = readVerdict(result, shape);
		return { rows: [{ ...single, verdict }], duplicates: 0, unknownIds: 0 };
	}
	const pack = readPackId(result.requestId);
	if (pack === undefined) return { rows: [], duplicates: 0, unknownIds: 0 };
	const { verdicts, ...counted } = readPackedResult(result, pack, shape);
	const rows = [...verdicts].map(([rowIndex, verdict]) => ({
		rowIndex,
		rowId: String(rowIndex),
		verdict,
	}));
	return { rows, ...counted };
}
