import { readPackId, readRequestId } from '../requests/ids';
import { readAnswer } from '../tasks';
import type { AnswerShape, Result } from '../types';
import type { RowVerdict, Verdict } from './collected';
import { readPackedResult } from './packed-result';

/** `readVerdict` for answers by row index. */
export function readVerdicts(
	results: Iterable<readonly [rowIndex: number, result: Result]>,
	shape: AnswerShape | undefined,
): ReadonlyMap<number, RowVerdict> {
	const verdicts = new Map<number, RowVerdict>();
	for (const [rowIndex, result] of results) {
		const rowId = readRequestId(result.requestId)?.rowId;
		const verdict = readVerdict(result, shape);
		verdicts.set(rowIndex, rowId === undefined ? verdict : { ...verdict, rowId });
	}
	return verdicts;
}

/** Reads what the provider answered against the shape that was asked for. */
export function readVerdict(result: Result, shape: AnswerShape | undefined): Verdict {
	const pack = readPackId(result.requestId);
	if (pack?.rowIndexes.length === 1) {
		// A row that had shared its request, and is asked alone.
		const [verdict] = readPackedResult(result, pack, shape).verdicts.values();
		if (verdict !== undefined) return verdict;
	}
	const usage = result.usage === undefined ? {} : { usage: result.usage };
	if (result.outcome !== 'succeeded') {
		const { outcome, reason, retryable } = result;
		return { outcome, reason, retryable, answer: {}, ...usage };
	}
	// Without its shape (the kept file is gone) an answer is still handed over, as it came.
	const answer = readAnswer(shape ?? { kind: 'custom' }, result.text);
	if ('fields' in answer) {
		const { fields } = answer;
		return result.usage === undefined
			? { outcome: 'succeeded', retryable: false, answer: fields }
			: { outcome: 'succeeded', retryable: false, answer: fields, usage: result.usage };
	}
	const { invalid: reason, isFormless: retryable = false } = answer;
	return { outcome: 'invalid', reason, retryable, answer: {}, ...usage };
}
