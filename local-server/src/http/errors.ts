import type { JsonObject } from '../../../core';

interface ErrorFields {
	readonly type?: string | undefined;
	readonly param?: string | undefined;
	readonly code?: string | undefined;
}

export function errorBody(message: string, fields: ErrorFields = {}): JsonObject {
	return {
		error: {
			message,
			type: fields.type ?? 'invalid_request_error',
			param: fields.param ?? null,
			code: fields.code ?? null,
		},
	};
}

/** A refusal that a route throws; the app turns it into OpenAI's error body. */
export class ApiError extends Error {
	constructor(
		readonly status: number,
		message: string,
		readonly fields: ErrorFields = {},
	) {
		super(message);
		this.name = 'ApiError';
	}

	toResponse(): Response {
		return Response.json(errorBody(this.message, this.fields), { status: this.status });
	}
}

export function invalid(message: string, param?: string, code?: string): ApiError {
	return new ApiError(400, message, { param, code });
}

export function missing(param: string): ApiError {
	return invalid(`Missing required parameter: '${param}'.`, param, 'missing_required_parameter');
}

export function notFound(message: string, param = 'id', code?: string): ApiError {
	return new ApiError(404, message, { param, code });
}
