import { newId } from '../ids';
import type { JsonValue, JsonObject } from '../../../core';

export interface ResponseParts {
	readonly id: string;
	readonly createdAt: number;
	readonly status: string;
	readonly output: readonly JsonValue[];
	readonly usage: JsonObject | null;
	readonly incompleteReason?: string | undefined;
}

/** A response object with every field OpenAI sends, echoing the request's settings. */
export function wireResponse(request: JsonObject, parts: ResponseParts): JsonObject {
	const echo = (key: string, fallback: JsonValue): JsonValue => request[key] ?? fallback;
	const reason = parts.incompleteReason;
	return {
		id: parts.id,
		object: 'response',
		created_at: parts.createdAt,
		status: parts.status,
		background: echo('background', false),
		error: null,
		incomplete_details: reason === undefined ? null : { reason },
		instructions: echo('instructions', null),
		max_output_tokens: echo('max_output_tokens', null),
		max_tool_calls: null,
		model: echo('model', null),
		output: parts.output,
		parallel_tool_calls: true,
		previous_response_id: null,
		prompt_cache_key: null,
		reasoning: { effort: null, summary: null },
		safety_identifier: null,
		service_tier: 'default',
		store: echo('store', true),
		temperature: echo('temperature', 1),
		text: echo('text', { format: { type: 'text' }, verbosity: 'medium' }),
		tool_choice: 'auto',
		tools: [],
		top_logprobs: 0,
		top_p: echo('top_p', 1),
		truncation: 'disabled',
		usage: parts.usage,
		user: null,
		metadata: echo('metadata', {}),
	};
}

/** The one item of an output that is text. */
export function textMessage(text: string, status: string): JsonObject {
	return {
		type: 'message',
		id: newId.message(),
		status,
		role: 'assistant',
		content: [{ type: 'output_text', text, annotations: [], logprobs: [] }],
	};
}
