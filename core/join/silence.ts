import { isQueueFault } from '../calls/http-errors';
import type { CollectedBatch } from '../collect/collected';
import type { Outcome, OutcomeKind, ProviderBatch } from '../types';

interface Silence {
	readonly outcome: OutcomeKind;
	readonly reason: string;
	readonly retryable?: boolean;
}

export function unanswered(rowIndex: number, rowId: string, silence: Silence): Outcome {
	return { rowIndex, rowId, retryable: true, answer: {}, kept: {}, round: 1, ...silence };
}

/** Why a row has no result line. */
export function silenceOf(
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
export function sentRowsOf({
	batch,
	record,
	keptRows,
}: CollectedBatch): readonly number[] | undefined {
	if (batch.phase !== 'failed') return undefined;
	const rows: number[] = [];
	for (let rowIndex = record.firstRow; rowIndex < record.endRow; rowIndex += 1) {
		if (keptRows.get(rowIndex)?.skipped === undefined) rows.push(rowIndex);
	}
	return rows;
}
