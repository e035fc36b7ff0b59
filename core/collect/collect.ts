import type { Connection } from '../calls/connection';
import { readSideLines } from '../calls/read-side-lines';
import { toldBatch } from '../calls/told';
import { OffpeakError } from '../errors';
import { defined } from '../formats/defined';
import type { JobStatus } from '../poll/poll';
import type { Bought } from '../record/batch-record';
import { keptRowsOf, readKeptFile } from '../record/kept-file';
import { readHeldRows } from '../requests/ids';
import type { Carried } from '../types';
import type { CollectedBatch } from './collected';
import { readAnswers } from './read-answers';
import { readRest } from './rest';
import { findShortfall } from './shortfall';

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
	const { round } = record;
	// Later rounds hold only some rows.
	if (round === 1 && isSilent({ record, results, keptRows })) return true;
	return [...results.values()].some((result) => result.outcome !== 'succeeded' && result.retryable);
}

type Read = Pick<CollectedBatch, 'batch' | 'record' | 'results' | 'keptRows'>;

/** Whether a row of the batch was sent and has no line. */
function isSilent({
	record: { firstRow, endRow },
	results,
	keptRows,
}: Pick<Read, 'record' | 'results' | 'keptRows'>): boolean {
	const skipped = [...keptRows.values()].filter((kept) => kept.skipped !== undefined);
	return results.size + skipped.length < endRow - firstRow;
}

/** A row without an answer still has to be told apart from the others. Later rounds hold only some rows. */
async function readSilence(
	{ batch, record, results, keptRows }: Read,
	connection: Connection,
): Promise<Required<Pick<CollectedBatch, 'silentIds' | 'silentLines'>>> {
	const silentIds = new Map<number, string>();
	const silentLines = new Map<number, number>();
	const silent = { silentIds, silentLines };
	if (record.round !== 1 || !isSilent({ record, results, keptRows })) return silent;
	const { protocol } = connection.provider;
	const source = protocol.readBack?.requestsOf(batch);
	for await (const line of readSideLines(connection, source, 'items')) {
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
	const answers = await readAnswers(bought, shape, connection);
	const { results, sharedRows, damage } = answers;
	const keptRows = new Map([...kept.rows, ...keptRowsOf(carried.kept ?? [], record)]);
	const batch = toldBatch(bought.batch, connection.transport);
	const read = { ...bought, batch, results, keptRows };
	const filesRead = { ...answers, isSilent: isSilent(read) };
	const shortfall = findShortfall(bought, filesRead, connection.provider);
	return {
		...read,
		shape,
		...(await readSilence(read, connection)),
		sharedRows,
		damage: { ...damage, gone: [...damage.gone, ...kept.gone] },
		...defined({ shortfall }),
	};
}
