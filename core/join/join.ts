import type { CollectedBatch } from '../collect/collected';
import { chargesOf } from '../cost/actual';
import type { Job, JsonObject, Outcome } from '../types';
import { sentRowsOf, silenceOf, unanswered } from './silence';

/**
 * Rows + results → exactly one outcome per row, in the order in which the rows were submitted: silence
 * is not success. Results find their row by id only, never by order. Of several rounds, a success counts,
 * then the latest that says anything: a later round holds only some rows, so its silence means nothing.
 */
export function join(
	job: Pick<Job, 'rowCount' | 'kept'>,
	collected: readonly CollectedBatch[],
): readonly Outcome[] {
	const outcomes: (Outcome | undefined)[] = [];
	const rounds = [...collected].sort((a, b) => a.record.round - b.record.round);
	for (const batch of rounds) {
		const sentRows = sentRowsOf(batch);
		const isFirst = batch.record.round === rounds[0]?.record.round;
		for (const rowIndex of isFirst ? rowsOf(batch) : batch.results.keys()) {
			const earlier = outcomes[rowIndex];
			if (earlier?.outcome === 'succeeded') continue;
			const outcome = afterEarlier(outcomeOf(batch, rowIndex, sentRows), earlier);
			// What cannot be read is asked for once more: of two, the second settles it.
			const isSecond = outcome.outcome === 'invalid' && earlier?.outcome === 'invalid';
			outcomes[rowIndex] = isSecond ? { ...outcome, retryable: false } : outcome;
		}
	}
	return Array.from(
		{ length: job.rowCount },
		(_, rowIndex) => outcomes[rowIndex] ?? neverSent(rowIndex, job),
	);
}

function neverSent(rowIndex: number, { kept = [] }: Pick<Job, 'kept'>): Outcome {
	const own = kept.find((entry) => entry.rowIndex === rowIndex);
	const silence = {
		outcome: 'missing',
		reason: 'The file of the job that holds this row was never sent.',
	} as const;
	return {
		...unanswered(rowIndex, own?.rowId ?? String(rowIndex), silence),
		kept: own?.fields ?? NOTHING_KEPT,
	};
}

function rowsOf({ record: { firstRow, endRow } }: CollectedBatch): readonly number[] {
	return Array.from({ length: endRow - firstRow }, (_, offset) => firstRow + offset);
}

/** What earlier rounds charged for this row was charged all the same. */
function afterEarlier(outcome: Outcome, earlier: Outcome | undefined): Outcome {
	if (earlier?.usage === undefined) return outcome;
	if (outcome.usage === undefined) {
		const { usage, charges } = earlier;
		return { ...outcome, usage, ...(charges === undefined ? {} : { charges }) };
	}
	const charges = [...chargesOf(earlier), outcome.usage];
	const cacheWriteTokens =
		(outcome.usage.cacheWriteTokens ?? 0) + (earlier.usage.cacheWriteTokens ?? 0);
	return {
		...outcome,
		usage: {
			...outcome.usage,
			inputTokens: outcome.usage.inputTokens + earlier.usage.inputTokens,
			cachedTokens: outcome.usage.cachedTokens + earlier.usage.cachedTokens,
			outputTokens: outcome.usage.outputTokens + earlier.usage.outputTokens,
			...(cacheWriteTokens === 0 ? {} : { cacheWriteTokens }),
		},
		charges,
	};
}

function outcomeOf(
	batch: CollectedBatch,
	rowIndex: number,
	sentRows: readonly number[] | undefined,
): Outcome {
	const result = batch.results.get(rowIndex);
	const kept = batch.keptRows.get(rowIndex);
	const rowId =
		kept?.rowId ??
		(result === undefined ? batch.silentIds.get(rowIndex) : result.rowId) ??
		String(rowIndex);
	const { round } = batch.record;
	const fields = kept?.fields ?? NOTHING_KEPT;
	if (
		result?.outcome === 'succeeded' &&
		result.usage !== undefined &&
		kept?.skipped === undefined
	) {
		// As most are: a literal takes less memory than what is spread together.
		const { outcome, retryable, answer, usage } = result;
		return { rowIndex, rowId, kept: fields, round, outcome, retryable, answer, usage };
	}
	const shared = { rowIndex, rowId, kept: fields, round };

	if (kept?.skipped !== undefined) {
		return { ...shared, outcome: 'failed', reason: kept.skipped, retryable: false, answer: {} };
	}
	if (result === undefined) {
		return { ...unanswered(rowIndex, rowId, silenceOf(batch, rowIndex, sentRows)), ...shared };
	}
	return { ...result, ...shared };
}

const NOTHING_KEPT: JsonObject = {};

/** What was wrong with the provider's files, for the user; empty when nothing was. */
export function describeDamage(collected: readonly CollectedBatch[]): readonly string[] {
	const sum = (count: (batch: CollectedBatch) => number): number =>
		collected.reduce((total, batch) => total + count(batch), 0);
	const counted = [
		[sum(({ damage }) => damage.badLines), 'could not be read'],
		[sum(({ damage }) => damage.duplicates), 'answered a row a second time'],
		[sum(({ damage }) => damage.unknownIds), 'belong to no row of this job'],
	] as const;
	return [
		...collected.flatMap(({ damage }) => damage.gone),
		...counted.flatMap(([count, what]) =>
			count === 0 ? [] : [`${count} of the provider’s result lines ${what}.`],
		),
	];
}
