import type { AnswerCall } from '../../answerer';
import { readNumber, readString, type JsonObject } from '../../../../core';
import { given, listAt, objectAt } from '../../json';
import { readWanted, type Wanted } from '../wanted';
import {
	arrangeMessages,
	isUntranslatable,
	messagesOfInput,
	type Untranslatable,
} from './messages';

export interface ChatRequest {
	/** Without its `response_format`, which follows from `wanted` and from what the server takes. */
	readonly request: JsonObject;
	readonly wanted: Wanted;
}

/** For OpenAI's own bookkeeping; some local servers refuse what they do not know. */
const BOOKKEEPING = [
	'background',
	'include',
	'max_tool_calls',
	'metadata',
	'prompt_cache_key',
	'prompt_cache_retention',
	'safety_identifier',
	'service_tier',
	'store',
	'stream',
	'stream_options',
	'truncation',
	'user',
	'verbosity',
];
/** Read and translated one by one. */
const OF_RESPONSES = [
	'input',
	'instructions',
	'max_output_tokens',
	'parallel_tool_calls',
	'previous_response_id',
	'conversation',
	'reasoning',
	'text',
	'tool_choice',
	'tools',
	'top_logprobs',
];
/** Sent on as `max_tokens`, the old name: every server knows it, and several only it. */
const OF_CHAT = ['max_completion_tokens', 'max_tokens', 'messages', 'response_format'];

/** Either endpoint's request as a chat request that local servers understand. */
export function chatRequest(call: AnswerCall): ChatRequest | Untranslatable {
	const { body, endpoint } = call;
	const wanted = readWanted(call);
	if (endpoint === 'chat') return { request: ofChat(body), wanted };
	if (listAt(body, 'tools').length > 0) return { unsupported: "'tools'" };
	const messages = messagesOfInput(body);
	if (isUntranslatable(messages)) return messages;
	return { request: { ...ofResponse(body), messages }, wanted };
}

function ofChat(body: JsonObject): JsonObject {
	return {
		...without(body, [...BOOKKEEPING, ...OF_CHAT]),
		...given('max_tokens', readNumber(body['max_completion_tokens'] ?? body['max_tokens'])),
		messages: arrangeMessages(listAt(body, 'messages')),
	};
}

function ofResponse(body: JsonObject): JsonObject {
	return {
		...without(body, [...BOOKKEEPING, ...OF_RESPONSES]),
		...given('reasoning_effort', readString(objectAt(body, 'reasoning')['effort'])),
		...given('max_tokens', readNumber(body['max_output_tokens'])),
	};
}

function without(body: JsonObject, names: readonly string[]): JsonObject {
	const kept = Object.entries(body).filter(
		([name, value]) => !names.includes(name) && value !== null,
	);
	return Object.fromEntries(kept);
}
