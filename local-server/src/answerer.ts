import { pause } from './work/clock';
import { errorBody } from './http/errors';
import type { JsonObject } from '../../core';

export type Endpoint = 'responses' | 'chat';

export interface AnswerCall {
	readonly endpoint: Endpoint;
	/** The request's body, checked to be an object and no further. */
	readonly body: JsonObject;
	/** A caller holds the line: an error soon is better than an answer late. */
	readonly held?: boolean;
}

export interface Answer {
	readonly status: number;
	/** As on the wire: a response, a chat completion, or an `{error}`. */
	readonly body: JsonObject;
}

/** Where answers come from. One that takes long looks at `closing` and throws once the server stops. */
export type Answerer = (call: AnswerCall, closing?: AbortSignal) => Promise<Answer>;

/** Undefined: the server stopped before there was an answer, and the next start asks again. */
export type SteadyAnswerer = (call: AnswerCall) => Promise<Answer | undefined>;

export const STOPPING: Answer = {
	status: 503,
	body: errorBody('The server is stopping.', { type: 'server_error' }),
};

export const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map([
	['/v1/responses', 'responses'],
	['/v1/chat/completions', 'chat'],
]);

/** Adds the latency, and makes a throw of the answerer one failed answer instead of a stopped batch. */
export function steadied(
	answerer: Answerer,
	latencyMs: number,
	signal: AbortSignal,
): SteadyAnswerer {
	return async (call) => {
		await pause(latencyMs, signal);
		try {
			return await answerer(call, signal);
		} catch (error) {
			if (signal.aborted) return undefined;
			const message = `The answerer failed: ${error instanceof Error ? error.message : String(error)}`;
			return { status: 500, body: errorBody(message, { type: 'server_error' }) };
		}
	};
}
