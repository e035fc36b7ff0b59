import { isQueueFault } from '../calls/http-errors';
import type { CollectedBatch } from '../collect/collected';
import { describeShortfall } from '../collect/shortfall';
import { isFiltered, isQuota, readKind } from '../formats/complaints/complaint-kinds';
import type { BatchFault, Outcome, OutcomeKind, ProviderBatch } from '../types';

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
	{ batch, damage, silentLines, shortfall }: CollectedBatch,
	rowIndex: number,
	sentRows: readonly number[] | undefined,
): Silence {
	const [gone] = damage.gone;
	if (damage.answersGone === true && gone !== undefined && batch.phase !== 'failed') {
		return { outcome: 'missing', reason: gone, retryable: false };
	}
	if (shortfall !== undefined) {
		return { outcome: 'missing', reason: describeShortfall(shortfall), retryable: false };
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
 * Of the errors of a whole batch, those that name a fault of its content are final: a full queue, a fault of the
 * server's and an unknown one may be over when the same rows come again, and nothing was charged.
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
			retryable: true,
		};
	}
	const words = wordsOf(fault);
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
		retryable: mayPass(fault),
	};
}

function mayPass({ code, message: words, line }: BatchFault): boolean {
	const complaint = { codes: [code], words };
	if (isQuota(complaint) || isFiltered(complaint)) return false;
	const kind = readKind(complaint);
	return kind === 'passing' || (kind === undefined && line === undefined);
}

const UNKNOWN_CODE = 'unknown';

function wordsOf({ code, message }: BatchFault): string {
	if (message === '') return code === UNKNOWN_CODE ? 'no reason given' : code;
	return code === UNKNOWN_CODE ? message : `${message} (${code})`;
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
