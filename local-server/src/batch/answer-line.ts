import type { Answer, Endpoint } from '../answerer';
import { newId } from '../ids';
import { readNumber, type JsonObject } from '../../../core';
import { objectAt } from '../json';
import type { LineAnswer, TokenUsage } from '../store/answers';

/** Both endpoints' usage under one set of names; 0 where the answerer said nothing. */
export function readUsage(endpoint: Endpoint, body: JsonObject): TokenUsage {
	const usage = objectAt(body, 'usage');
	const [input, output] =
		endpoint === 'chat'
			? ['prompt_tokens', 'completion_tokens']
			: ['input_tokens', 'output_tokens'];
	const count = (from: JsonObject, name: string): number =>
		Math.max(0, Math.round(readNumber(from[name]) ?? 0));
	return {
		input: count(usage, input),
		cached: count(objectAt(usage, `${input}_details`), 'cached_tokens'),
		output: count(usage, output),
		reasoning: count(objectAt(usage, `${output}_details`), 'reasoning_tokens'),
	};
}

/** The finished line. `error` stays null for a refused request: it is for failures other than HTTP's. */
export function finishLine(
	place: { readonly batchSeq: number; readonly n: number; readonly customId: string },
	endpoint: Endpoint,
	answer: Answer,
): LineAnswer {
	const wire = {
		id: newId.line(),
		custom_id: place.customId,
		response: { status_code: answer.status, request_id: newId.request(), body: answer.body },
		error: null,
	};
	return {
		batchSeq: place.batchSeq,
		n: place.n,
		ok: answer.status < 400,
		line: Buffer.from(JSON.stringify(wire)),
		usage: readUsage(endpoint, answer.body),
	};
}
