import type { Connection } from '../calls/connection';
import { sourceOf } from '../calls/files';
import { readSideLines } from '../calls/read-side-lines';
import { isOffpeakError } from '../errors';
import { readOutcome } from '../record/outcome';
import { findRestFiles, SKEW_SECONDS } from '../record/rest-file';
import { readSideEntries } from '../record/side-file';
import { asEnded, type CollectedBatch, NO_DAMAGE, type RowVerdict } from './collected';

/** The rest of a job as far as it is answered; none where nobody has asked for it. */
export async function readRest(
	collected: readonly CollectedBatch[],
	connection: Connection,
): Promise<readonly CollectedBatch[]> {
	const [first] = collected;
	const { files } = connection.provider.protocol;
	if (first === undefined || files === undefined) return [];
	const found = await findRestFiles(
		{ id: first.record.jobId, sinceSeconds: oldest(collected) - SKEW_SECONDS },
		connection,
	).then(
		(files) => ({ files }),
		(error: unknown) => ({ error }),
	);
	if ('error' in found) {
		// Where files cannot be listed, nothing of a rest can have been stored.
		if (!isOffpeakError(found.error) || found.error.retryable) throw found.error;
		return [];
	}
	if (found.files.length === 0) return [];
	const answers = new Map<number, RowVerdict>();
	const gone: string[] = [];
	for (const file of found.files) {
		for await (const line of readSideLines(
			connection,
			sourceOf(connection, file),
			'answers of the rest',
		)) {
			if ('gone' in line) gone.push(line.gone);
			const entries = 'value' in line ? readSideEntries(files, line.value) : [];
			for (const outcome of entries.flatMap(readOutcome)) answers.set(outcome.rowIndex, outcome);
		}
	}
	const [lost] = gone;
	if (lost !== undefined) {
		for (const row of openRows(collected)) {
			if (!answers.has(row)) answers.set(row, notRead(lost));
		}
	}
	return toRest(answers, collected).map((rest) => ({ ...rest, damage: { ...NO_DAMAGE, gone } }));
}

/** A row whose answer may be in a file that cannot be read is not asked again: it may have been paid for. */
function notRead(reason: string): RowVerdict {
	return { outcome: 'missing', reason, retryable: false, answer: {} };
}

/** Rows that may have been answered with the rest. */
function openRows(collected: readonly CollectedBatch[]): ReadonlySet<number> {
	const open = new Set<number>();
	for (const { record, keptRows } of collected) {
		for (let row = record.firstRow; row < record.endRow; row += 1) {
			if (keptRows.get(row)?.skipped === undefined) open.add(row);
		}
	}
	for (const { results } of collected) {
		for (const [row, { outcome, retryable }] of results) {
			if (outcome === 'succeeded' || !retryable) open.delete(row);
		}
	}
	return open;
}

/** The answers by row index, as the last round of the job, for `join`. */
export function toRest(
	answers: ReadonlyMap<number, RowVerdict>,
	collected: readonly CollectedBatch[],
): readonly CollectedBatch[] {
	const [first] = collected;
	if (first === undefined) return [];
	const { record, batch, shape } = first;
	const round = 1 + Math.max(...collected.map(({ record: { round: own } }) => own));
	const { label, rowCount, contentKey } = record;
	const ended = asEnded(
		{ rowCount, label, round, contentKey, model: batch.model ?? record.model },
		oldest(collected) * 1000,
	);
	return [
		{
			...ended,
			record: { ...ended.record, jobId: record.jobId },
			results: answers,
			keptRows: new Map(collected.flatMap(({ keptRows }) => [...keptRows])),
			shape,
			silentIds: new Map(),
			damage: NO_DAMAGE,
			isRest: true,
		},
	];
}

function oldest(collected: readonly CollectedBatch[]): number {
	return Math.min(...collected.map(({ batch }) => batch.createdAt));
}
