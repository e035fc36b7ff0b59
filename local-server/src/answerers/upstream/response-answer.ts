import { newId } from '../../ids';
import { readNumber, readString, type JsonObject } from '../../../../core';
import { isObject, listAt, objectAt } from '../../json';
import { responseUsage, textMessage, wireResponse } from '../../http/response-wire';

/** A chat completion as the response object that the caller asked for. */
export function responseOf(
	request: JsonObject,
	completion: JsonObject,
	seconds: number,
): JsonObject {
	const choice = listAt(completion, 'choices')[0];
	const message = objectAt(choice, 'message');
	const finish = isObject(choice) ? readString(choice['finish_reason']) : undefined;
	const incompleteReason = INCOMPLETE[finish ?? ''];
	const status = incompleteReason === undefined ? 'completed' : 'incomplete';
	const refusal = readString(message['refusal']) ?? '';
	const content = refusal === '' ? {} : { content: [{ type: 'refusal', refusal }] };
	const text = readString(message['content']) ?? '';
	return wireResponse(request, {
		id: newId.response(),
		createdAt: seconds,
		status,
		output: [{ ...textMessage(text, status), ...content }],
		usage: usageOf(objectAt(completion, 'usage')),
		...(incompleteReason === undefined ? {} : { incompleteReason }),
	});
}

const INCOMPLETE: Readonly<Record<string, string>> = {
	length: 'max_output_tokens',
	content_filter: 'content_filter',
};

function usageOf(usage: JsonObject): JsonObject {
	const count = (from: JsonObject, name: string): number => readNumber(from[name]) ?? 0;
	return responseUsage({
		input: count(usage, 'prompt_tokens'),
		cached: count(objectAt(usage, 'prompt_tokens_details'), 'cached_tokens'),
		output: count(usage, 'completion_tokens'),
		reasoning: count(objectAt(usage, 'completion_tokens_details'), 'reasoning_tokens'),
	});
}
