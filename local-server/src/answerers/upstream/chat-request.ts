import type { AnswerCall } from '../../answerer';
import { readString, type JsonValue, type JsonObject } from '../../../../core';
import { isArray, isObject, listAt, objectAt } from '../../json';
import {
	arrangeMessages,
	isUntranslatable,
	messagesOfInput,
	type Untranslatable,
} from './messages';

/** What form the caller wants the answer in. */
export type Wanted =
	| { readonly kind: 'text' }
	| { readonly kind: 'json' }
	| {
			readonly kind: 'schema';
			readonly name: string;
			readonly schema: JsonObject;
			readonly strict: JsonValue;
	  };

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
const OF_CHAT = ['max_completion_tokens', 'max_tokens', 'messages', 'response_format'];

/** Either endpoint's request as a chat request that local servers understand. */
export function chatRequest({ endpoint, body }: AnswerCall): ChatRequest | Untranslatable {
	return endpoint === 'chat' ? ofChat(body) : ofResponses(body);
}

function ofChat(body: JsonObject): ChatRequest {
	const format = objectAt(body, 'response_format');
	const most = body['max_completion_tokens'] ?? body['max_tokens'];
	const request = {
		...without(body, [...BOOKKEEPING, ...OF_CHAT]),
		...maxTokens(most),
		messages: arrangeMessages(listAt(body, 'messages')),
	};
	return { request, wanted: readWanted(format, objectAt(format, 'json_schema')) };
}

function ofResponses(body: JsonObject): ChatRequest | Untranslatable {
	if (isArray(body['tools']) && body['tools'].length > 0) return { unsupported: "'tools'" };
	const messages = messagesOfInput(body);
	if (isUntranslatable(messages)) return messages;
	const format = objectAt(objectAt(body, 'text'), 'format');
	const effort = readString(objectAt(body, 'reasoning')['effort']);
	const request = {
		...without(body, [...BOOKKEEPING, ...OF_RESPONSES]),
		...(effort === undefined ? {} : { reasoning_effort: effort }),
		...maxTokens(body['max_output_tokens']),
		messages,
	};
	return { request, wanted: readWanted(format, format) };
}

function without(body: JsonObject, names: readonly string[]): JsonObject {
	const kept = Object.entries(body).filter(
		([name, value]) => !names.includes(name) && value !== null,
	);
	return Object.fromEntries(kept);
}

/** The old name: every server knows it, and several only it. */
function maxTokens(most: JsonValue | undefined): JsonObject {
	return typeof most === 'number' ? { max_tokens: most } : {};
}

function readWanted(format: JsonObject, holder: JsonObject): Wanted {
	if (format['type'] === 'json_object') return { kind: 'json' };
	const schema = holder['schema'];
	if (format['type'] !== 'json_schema' || !isObject(schema)) return { kind: 'text' };
	const name = readString(holder['name']) ?? 'answer';
	return { kind: 'schema', name, schema, strict: holder['strict'] ?? false };
}
