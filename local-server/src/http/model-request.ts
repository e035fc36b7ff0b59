import type { Answer, Endpoint } from '../answerer';
import { ApiError, errorBody, invalid, missing } from './errors';
import { readMetadata } from './query';
import { readString, type JsonValue, type JsonObject } from '../../../core';
import { isArray } from '../json';

export function modelNotFound(model: string): ApiError {
	return new ApiError(404, `The model '${model}' does not exist here.`, {
		param: 'model',
		code: 'model_not_found',
	});
}

/** What both kinds of request must have before an answerer sees them. */
function checkShared(body: JsonObject, models: readonly string[]): void {
	const model = readString(body['model']);
	if (model === undefined) throw missing('model');
	if (!models.includes(model)) throw modelNotFound(model);
	if (body['stream'] === true) {
		throw invalid('Streaming is not supported by this server.', 'stream', 'unsupported_parameter');
	}
}

function isFilled(value: JsonValue | undefined): boolean {
	return typeof value === 'string' || (isArray(value) && value.length > 0);
}

/** A bad request inside a batch is one line's answer, as OpenAI has it in the error file. */
export function refusalOf(
	endpoint: Endpoint,
	body: JsonObject,
	models: readonly string[],
): Answer | undefined {
	try {
		const check = endpoint === 'chat' ? checkChatRequest : checkResponseRequest;
		check(body, models);
		return undefined;
	} catch (error) {
		if (!(error instanceof ApiError)) throw error;
		return { status: error.status, body: errorBody(error.message, error.fields) };
	}
}

export function checkResponseRequest(body: JsonObject, models: readonly string[]): void {
	checkShared(body, models);
	if (body['input'] === undefined) throw missing('input');
	if (!isFilled(body['input'])) {
		throw invalid("Invalid 'input': expected a string or a list of messages.", 'input');
	}
	readMetadata(body['metadata']);
	for (const param of ['previous_response_id', 'conversation']) {
		if (body[param] !== undefined && body[param] !== null) {
			throw invalid(`'${param}' is not supported by this server.`, param, 'unsupported_parameter');
		}
	}
}

export function checkChatRequest(body: JsonObject, models: readonly string[]): void {
	checkShared(body, models);
	if (body['messages'] === undefined) throw missing('messages');
	if (!isArray(body['messages']) || !isFilled(body['messages'])) {
		throw invalid("Invalid 'messages': expected a list of messages.", 'messages');
	}
}
