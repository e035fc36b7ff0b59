import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import type { Answer } from '../../answerer';
import { errorBody } from '../../http/errors';
import { readString } from '../../../../core';
import { isObject } from '../../json';

/** How often a failed try is worth repeating: `while-patient` is for a server that says or shows *not yet*. */
export type Again = 'never' | 'once' | 'a-few-times' | 'while-patient';

/** One failed try: what the caller is told if it was the last one, and whether it is. */
export interface Hitch {
	readonly again: Again;
	readonly answer: Answer;
	/** What the server asked for in Retry-After. */
	readonly afterMs?: number | undefined;
}

const NOT_REACHED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];
/** As llama.cpp, LM Studio, llama-swap and text-generation-inference say it, with various statuses. */
const LOADING =
	/\b(?:loading (?:the )?model|model\b.{0,80}\b(?:loading|unloaded|starting|not ready|not loaded))/i;
const MOST_MESSAGE = 300;

function hitch(again: Again, status: number, message: string, code?: string): Hitch {
	const type = status < 500 ? 'invalid_request_error' : 'server_error';
	return { again, answer: { status, body: errorBody(message, { type, code }) } };
}

/** Sorts what the openai client threw. */
export function readHitch(error: unknown): Hitch {
	if (error instanceof APIConnectionTimeoutError) {
		return hitch('once', 504, 'The model took too long to answer.', 'upstream_timeout');
	}
	if (error instanceof APIConnectionError) {
		const code = causeCode(error) ?? 'connection lost';
		const again = NOT_REACHED.includes(code) ? 'while-patient' : 'a-few-times';
		return hitch(
			again,
			502,
			`The model's server was not reached (${code}).`,
			'upstream_unreachable',
		);
	}
	if (error instanceof APIError && typeof error.status === 'number') return readRefusal(error);
	return hitch(
		'a-few-times',
		502,
		"The model's server sent no readable answer.",
		'upstream_garbled',
	);
}

/** The system's code, as deep as it lies. */
function causeCode(error: unknown): string | undefined {
	if (!isObject(error)) return undefined;
	const code = readString(error['code']);
	return code ?? causeCode(error['cause']);
}

function readRefusal(error: APIError): Hitch {
	const status = error.status ?? 502;
	const code = readString(error.code);
	const said = readMessage(error);
	if (status === 401 || status === 403) {
		// As it stands it would look like the caller's own key being wrong.
		const message = `The model's server refused this server's key (${status}).`;
		return hitch('never', 502, message, 'upstream_key_refused');
	}
	const shown = status < 400 ? 502 : status;
	const message = said ?? `The model's server answered ${status}.`;
	return {
		...hitch(againAfter(status, code, said), shown, message, code),
		afterMs: readRetryAfter(error.headers),
	};
}

function againAfter(status: number, code: string | undefined, said: string | undefined): Again {
	if (code === 'insufficient_quota') return 'never';
	if (status === 429 || status === 503) return 'while-patient';
	if (said !== undefined && LOADING.test(said)) return 'while-patient';
	if (status === 501) return 'never';
	return status >= 500 || status === 408 || status === 409 ? 'a-few-times' : 'never';
}

/** OpenAI's `{error: {message}}`, or a bare text as some local servers have it. */
function readMessage({ error }: APIError): string | undefined {
	const wire: unknown = error;
	const text = readString(wire) ?? (isObject(wire) ? readString(wire['message']) : undefined);
	return text === undefined || text === '' ? undefined : text.slice(0, MOST_MESSAGE);
}

function readRetryAfter(headers: Headers | undefined): number | undefined {
	const value = headers?.get('retry-after');
	if (value === null || value === undefined || value.trim() === '') return undefined;
	const seconds = Number(value);
	const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - Date.now();
	return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
