import type { ActualCost, JsonObject, Outcome, OutcomeKind } from '../../../core';

/** An answered row, unless told otherwise. */
export function outcomeOf(rowIndex: number, changes: Partial<Outcome> = {}): Outcome {
	return {
		rowIndex,
		rowId: String(rowIndex),
		outcome: 'succeeded',
		retryable: false,
		answer: {},
		kept: {},
		round: 1,
		...changes,
	};
}

export function outcomesOf(
	count: number,
	answer: (index: number) => JsonObject,
	kept: (index: number) => JsonObject = () => ({}),
): Outcome[] {
	return Array.from({ length: count }, (_, index) =>
		outcomeOf(index, { answer: answer(index), kept: kept(index) }),
	);
}

export function failureOf(
	rowIndex: number,
	outcome: Exclude<OutcomeKind, 'succeeded'>,
	reason: string,
	retryable = false,
): Outcome {
	return outcomeOf(rowIndex, { outcome, reason, retryable });
}

/** What a job has cost, by the price list: half of one by one. */
export const COST: ActualCost = {
	usd: 1,
	oneByOneUsd: 2,
	savedUsd: 1,
	savedPercent: 50,
	source: 'published',
	inputTokens: 12_000,
	cachedTokens: 0,
	outputTokens: 900,
	measuredRows: 3,
	unmeasuredRows: 0,
};
