import { newId } from '../../ids';
import { readString, type JsonObject } from '../../../../core';
import { isObject, listAt, objectAt } from '../../json';
import { textMessage, wireResponse } from '../../http/response-wire';
import { readUsage, responseUsage } from '../../http/usage';

/** A chat completion as the response object that the caller asked for. */
export function toResponseAnswer(
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
		usage: responseUsage(readUsage('chat', completion)),
		incompleteReason,
	});
}

const INCOMPLETE: Readonly<Record<string, string>> = {
	length: 'max_output_tokens',
	content_filter: 'content_filter',
};
