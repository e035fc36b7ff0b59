import { chargesOf } from '../cost/charges';
import type { CollectedBatch } from '../collect/collect';
import { isQueueFault } from '../again/queue-limit';
import type { Job, JsonObject, JsonValue, Outcome, OutcomeKind, ProviderBatch } from '../types';

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

interface Silence {
	readonly outcome: OutcomeKind;
	readonly reason: string;
	readonly retryable?: boolean;
}

function unanswered(rowIndex: number, rowId: string, silence: Silence): Outcome {
	return { rowIndex, rowId, retryable: true, answer: {}, kept: {}, attempt: 1, ...silence };
}

/** Why a row has no result line. */
function silenceOf(
	{ batch, damage, silentLines }: CollectedBatch,
	rowIndex: number,
	sentRows: readonly number[] | undefined,
): Silence {
	const [gone] = damage.gone;
	if (damage.answersGone === true && gone !== undefined && batch.phase !== 'failed') {
		return { outcome: 'missing', reason: gone, retryable: false };
	}
	switch (batch.phase) {
		case 'failed':
			return refusalOf(
				batch,
				silentLines?.get(rowIndex) ?? (sentRows?.indexOf(rowIndex) ?? -1) + 1,
			);
		case 'expired':
			return { outcome: 'expired', reason: 'The 24 hours passed before this row’s turn came.' };
		case 'cancelled':
		case 'cancelling':
			return { outcome: 'cancelled', reason: 'The job was cancelled before this row’s turn came.' };
		case 'completed':
		case 'validating':
		case 'in_progress':
		case 'finalizing':
			return { outcome: 'missing', reason: 'The provider gave no answer for this row.' };
	}
}

/**
 * Of the errors of a whole batch, only a full queue is one after which the same rows may be taken later.
 * `ownLine` is counted from 1, as the input file has them; 0 is none.
 */
function refusalOf({ faults }: ProviderBatch, ownLine: number): Silence {
	const own = faults.find(({ line }) => line !== undefined && line === ownLine);
	const general = faults.find(({ line }) => line === undefined);
	const fault = own ?? general ?? faults[0];
	if (fault === undefined) {
		return {
			outcome: 'failed',
			reason: 'The provider refused the job and gave no reason.',
			retryable: false,
		};
	}
	const words = fault.message === '' ? fault.code : `${fault.message} (${fault.code})`;
	if (isQueueFault(fault)) {
		const reason = `The provider’s queue for this account was full: ${words}`;
		return { outcome: 'failed', reason, retryable: true };
	}
	const isOwn = fault === own;
	return {
		outcome: 'failed',
		reason:
			isOwn || fault === general
				? `The provider refused the job: ${words}`
				: `The provider refused the job because of another row: ${words}`,
		retryable: false,
	};
}

/** The rows of a batch in the order of its input lines, one each; for a refused batch whose input file is gone. */
function sentRowsOf({ batch, record, keptRows }: CollectedBatch): readonly number[] | undefined {
	if (batch.phase !== 'failed') return undefined;
	const rows: number[] = [];
	for (let rowIndex = record.firstRow; rowIndex < record.endRow; rowIndex += 1) {
		if (keptRows.get(rowIndex)?.skipped === undefined) rows.push(rowIndex);
	}
	return rows;
}

/**
 * An outcome as one flat record for the host: kept fields, then the answer's at top level. Where both
 * have a field, the answer keeps the name and the kept one becomes `original_…`. `cost` is in US dollars;
 * `detail` is what else the host tells of this row.
 */
export function toResultRow(
	outcome: Outcome,
	label: string,
	cost: number | null = null,
	detail: JsonObject = {},
): JsonObject {
	const row = new Map<string, JsonValue>();
	for (const [name, value] of Object.entries(outcome.kept)) {
		row.set(freeName(name, outcome, row), value);
	}
	return {
		...Object.fromEntries(row),
		...outcome.answer,
		_offpeak: {
			id: outcome.rowId,
			outcome: outcome.outcome,
			reason: outcome.reason ?? null,
			label,
			cost,
			attempt: outcome.attempt,
			...detail,
		},
	};
}

function freeName(
	name: string,
	{ kept, answer }: Outcome,
	row: ReadonlyMap<string, JsonValue>,
): string {
	if (!Object.hasOwn(answer, name) && name !== '_offpeak') return name;
	let free = `original_${name}`;
	while (Object.hasOwn(answer, free) || Object.hasOwn(kept, free) || row.has(free)) {
		free = `original_${free}`;
	}
	return free;
}

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
