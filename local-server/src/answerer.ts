import { createHash } from 'node:crypto';
import { pause } from './clock';
import { errorBody } from './errors';
import type { JsonObject } from './json';

export type Endpoint = 'responses' | 'chat';

export interface AnswerCall {
	readonly endpoint: Endpoint;
	/** The request's body, checked to be an object and no further. */
	readonly body: JsonObject;
}

export interface Answer {
	readonly status: number;
	/** As on the wire: a response, a chat completion, or an `{error}`. */
	readonly body: JsonObject;
}

export type Answerer = (call: AnswerCall) => Promise<Answer>;

export const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map([
	['/v1/responses', 'responses'],
	['/v1/chat/completions', 'chat'],
]);

export function inputHash(body: JsonObject): string {
	return createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 16);
}

/** Adds the latency, and makes a throw of the answerer one failed answer instead of a stopped batch. */
export function steadied(answerer: Answerer, latencyMs: number, signal: AbortSignal): Answerer {
	return async (call) => {
		await pause(latencyMs, signal);
		try {
			return await answerer(call);
		} catch (error) {
			const message = `The answerer failed: ${error instanceof Error ? error.message : String(error)}`;
			return { status: 500, body: errorBody(message, { type: 'server_error' }) };
		}
	};
}
