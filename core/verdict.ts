import { readPackedResult } from './packing/answers';
import { readPackId } from './requests';
import { readAnswer } from './tasks';
import type { AnswerShape, Outcome, Result } from './types';

/** An outcome without its row. */
export type Verdict = Pick<Outcome, 'outcome' | 'reason' | 'retryable' | 'answer' | 'usage'>;

/** Reads what the provider answered against the shape that was asked for; once is enough. */
export function readVerdict(result: Result | Verdict, shape: AnswerShape | undefined): Verdict {
	if ('answer' in result) return result;
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
	return 'fields' in answer
		? { outcome: 'succeeded', retryable: false, answer: answer.fields, ...usage }
		: { outcome: 'invalid', reason: answer.invalid, retryable: false, answer: {}, ...usage };
}
