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
	job: Pick<Job, 'rowCount'>,
	collected: readonly CollectedBatch[],
): readonly Outcome[] {
	const outcomes: (Outcome | undefined)[] = [];
	const rounds = [...collected].sort((a, b) => a.record.attempt - b.record.attempt);
	for (const part of rounds) {
		const sentRows = sentRowsOf(part);
		const isFirst = part.record.attempt === rounds[0]?.record.attempt;
		for (const rowIndex of isFirst ? rowsOf(part) : part.results.keys()) {
			const earlier = outcomes[rowIndex];
			if (earlier?.outcome === 'succeeded') continue;
			outcomes[rowIndex] = afterEarlier(outcomeOf(part, rowIndex, sentRows), earlier);
		}
	}
	return Array.from(
		{ length: job.rowCount },
		(_, rowIndex) =>
			outcomes[rowIndex] ??
			unanswered(rowIndex, String(rowIndex), {
				outcome: 'missing',
				reason: 'The part of the job that holds this row was never sent.',
			}),
	);
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
	part: CollectedBatch,
	rowIndex: number,
	sentRows: readonly number[] | undefined,
): Outcome {
	const result = part.results.get(rowIndex);
	const kept = part.keptRows.get(rowIndex);
	const rowId =
		kept?.rowId ??
		(result === undefined ? part.silentIds.get(rowIndex) : result.rowId) ??
		String(rowIndex);
	const { attempt } = part.record;
	const fields = kept?.fields ?? NOTHING_KEPT;
	if (
		result?.outcome === 'succeeded' &&
		result.usage !== undefined &&
		kept?.skipped === undefined
	) {
		// As most are: a literal takes less memory than what is spread together.
		const { outcome, retryable, answer, usage } = result;
		return { rowIndex, rowId, kept: fields, attempt, outcome, retryable, answer, usage };
	}
	const shared = { rowIndex, rowId, kept: fields, attempt };

	if (kept?.skipped !== undefined) {
		return { ...shared, outcome: 'failed', reason: kept.skipped, retryable: false, answer: {} };
	}
	if (result === undefined) {
		return { ...unanswered(rowIndex, rowId, silenceOf(part, rowIndex, sentRows)), ...shared };
	}
	return { ...result, ...shared };
}

const NOTHING_KEPT: JsonObject = {};

/** What was wrong with the provider's files, for the user; empty when nothing was. */
export function describeDamage(collected: readonly CollectedBatch[]): readonly string[] {
	const sum = (count: (part: CollectedBatch) => number): number =>
		collected.reduce((total, part) => total + count(part), 0);
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
