import type { Connection } from '../calls/connection';
import { readLines } from '../calls/read-lines';
import { OffpeakError } from '../errors';
import type { JobStatus } from '../poll/poll';
import type { BatchRecord, Bought } from '../record/batch-record';
import { keptRowsOf, readKeptFile } from '../record/kept-file';
import { type HeldRow, readHeldRows, readPackId, readRequestId } from '../requests/ids';
import type { AnswerShape, Carried, Result } from '../types';
import type { CollectedBatch, RowVerdict, Verdict } from './collected';
import { readPackedResult } from './packed-result';
import { readRest } from './rest';
import { readVerdict } from './verdict';

/**
 * Job → results. Reads all that every batch has, whatever its end: `completed` may mean that all failed,
 * `expired` and `cancelled` may hold paid results.
 */
export async function collect(
	{ batches, state, carried }: JobStatus,
	connection: Connection,
): Promise<readonly CollectedBatch[]> {
	if (state !== 'done') {
		throw new OffpeakError('not_finished', 'The job is still running.', {
			hint: 'Look again later.',
		});
	}
	const collected: CollectedBatch[] = [];
	for (const bought of batches) collected.push(await collectBatch(bought, carried, connection));
	if (!collected.some(hasOpenRows)) return collected;
	return [...collected, ...(await readRest(collected, connection))];
}

/** Whether rows are without an answer that they may have got since. */
function hasOpenRows({ record, results, keptRows }: CollectedBatch): boolean {
	const { round, firstRow, endRow } = record;
	const isSilent = results.size + countSkipped(keptRows) < endRow - firstRow;
	// Later rounds hold only some rows.
	if (round === 1 && isSilent) return true;
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
	if (record.round !== 1 || isComplete) return silent;
	const { protocol } = connection.provider;
	const source = protocol.readBack?.requestsOf(batch);
	for await (const line of readLines(connection, source, 'items')) {
		if (!('value' in line)) continue;
		const requestId = protocol.readRequest(line.value)?.id ?? '';
		for (const { rowIndex, rowId } of readHeldRows(requestId)) {
			if (results.has(rowIndex)) continue;
			silentIds.set(rowIndex, rowId);
			silentLines.set(rowIndex, line.number);
		}
	}
	return silent;
}

async function collectBatch(
	bought: Bought,
	carried: Carried,
	connection: Connection,
): Promise<CollectedBatch> {
	const { record } = bought;
	const kept = await readKeptFile(connection, record.keptFileId);
	const shape = record.shape ?? kept.shape ?? carried.shape;
	const { results, sharedRows, damage } = await readAnswers(bought, shape, connection);
	const keptRows = carried.kept === undefined ? kept.rows : keptRowsOf(carried.kept, record);
	const read = { ...bought, results, keptRows };
	return {
		...read,
		shape,
		...(await readSilence(read, connection)),
		sharedRows,
		damage: { ...damage, gone: [...damage.gone, ...kept.gone] },
	};
}

type Answers = Required<Pick<CollectedBatch, 'results' | 'sharedRows' | 'damage'>>;

/** All results of a batch: of two answers for one row, one that succeeded is worth more. */
async function readAnswers(
	{ batch, record }: Bought,
	shape: AnswerShape | undefined,
	connection: Connection,
): Promise<Answers> {
	const { protocol } = connection.provider;
	const gone: string[] = [];
	const tally = { badLines: 0, duplicates: 0, unknownIds: 0 };
	const results = new Map<number, RowVerdict>();
	const sharedRows = new Set<number>();
	for (const source of protocol.resultsOf(batch)) {
		for await (const line of readLines(connection, source, source.holds)) {
			if ('gone' in line) {
				gone.push(line.gone);
				continue;
			}
			const result = 'value' in line ? protocol.readResult(line.value) : undefined;
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
