import type { Connection } from '../calls/connection';
import { readFileLines } from '../calls/file-lines';
import { isOffpeakError } from '../errors';
import { readOutcome } from '../record/outcome';
import { findRestFiles, SKEW_SECONDS } from '../record/rest-file';
import { asEnded, type CollectedBatch, NO_DAMAGE, type RowVerdict } from './collected';

/** The rest of a job as far as it is answered; none where nobody has asked for it. */
export async function readRest(
	collected: readonly CollectedBatch[],
	connection: Connection,
): Promise<readonly CollectedBatch[]> {
	const [first] = collected;
	if (first === undefined) return [];
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
		for await (const line of readFileLines(connection, file, 'answers of the rest')) {
			if ('gone' in line) gone.push(line.gone);
			for (const outcome of 'value' in line ? readOutcome(line.value) : []) {
				answers.set(outcome.rowIndex, outcome);
			}
		}
	}
	return toRest(answers, collected).map((rest) => ({ ...rest, damage: { ...NO_DAMAGE, gone } }));
}

/** The answers by row index, as the last round of the job, for `join`. */
export function toRest(
	answers: ReadonlyMap<number, RowVerdict>,
	collected: readonly CollectedBatch[],
): readonly CollectedBatch[] {
	const [first] = collected;
	if (first === undefined) return [];
	const { record, batch, shape } = first;
	const attempt = 1 + Math.max(...collected.map((part) => part.record.attempt));
	const { label, rowCount, contentKey } = record;
	const ended = asEnded(
		{ rowCount, label, attempt, contentKey, model: batch.model ?? '' },
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
