import { readNumber, type JsonObject } from '../../../core';
import type { Endpoint } from '../answerer';
import { objectAt } from '../json';
import type { TokenUsage } from '../store/answers';

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

export function responseUsage(usage: TokenUsage): JsonObject {
	return {
		input_tokens: usage.input,
		input_tokens_details: { cached_tokens: usage.cached },
		output_tokens: usage.output,
		output_tokens_details: { reasoning_tokens: usage.reasoning },
		total_tokens: usage.input + usage.output,
	};
}
