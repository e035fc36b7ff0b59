import { type ErrorCode, type ErrorDetails, OffpeakError } from '../errors';
import { defined } from '../formats/defined';
import { readObject, readString } from '../formats/json';
import type { ResponseHeaders } from '../transport';
import type { BatchFault } from '../types';

/**
 * A refusal is definite when the server surely did nothing: a 4xx, but not 408 and 409 (the effect may
 * have happened), and a 429 only in the provider's own words (a proxy's says nothing about it).
 */
export function isDefiniteRefusal(status: number, body: unknown): boolean {
	if (status === 429) return readError(body) !== undefined;
	return status >= 400 && status < 500 && status !== 408 && status !== 409;
}

const UNREACHABLE = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|CERT_|SELF_SIGNED/;

export function noResponse(reason: unknown): OffpeakError {
	const cause = describeCause(reason);
	return UNREACHABLE.test(cause)
		? new OffpeakError('unavailable', `The server cannot be reached (${cause}).`, {
				cause,
				hint: 'Check the Base URL of the credential, and that the server runs and can be reached from here.',
			})
		: new OffpeakError('unavailable', `The connection broke before an answer came (${cause}).`, {
				hint: 'Try again in a minute.',
			});
}

/** The system's code only: a message may hold the URL, and with it whatever a user put there. */
function describeCause(reason: unknown): string {
	for (let cause = readObject(reason), depth = 0; cause !== undefined && depth < 4; depth += 1) {
		const code = readString(cause['code']);
		if (code !== undefined && /^[A-Z][A-Z0-9_]+$/.test(code)) return code;
		cause = readObject(cause['cause']);
	}
	return 'no response';
}

export function unreadable(status: number, headers: ResponseHeaders): OffpeakError {
	return new OffpeakError(
		'malformed_response',
		isPage(headers)
			? 'The server answered with a web page instead of data.'
			: 'The server answered with something that is not JSON.',
		{
			status,
			hint: 'Check the Base URL of the credential: it usually ends in /v1. A proxy or a log-in page may also stand in between.',
		},
	);
}

export function tooLong(status: number): OffpeakError {
	return new OffpeakError('malformed_response', 'The server answered with more than 64 MB.', {
		status,
		hint: 'No provider does: check the Base URL of the credential.',
	});
}

export function isPage(headers: ResponseHeaders): boolean {
	return (headers['content-type'] ?? '').includes('html');
}

interface ProviderError {
	readonly message: string;
	readonly code?: string;
}

function readError(body: unknown): ProviderError | undefined {
	const error = readObject(readObject(body)?.['error']);
	if (error === undefined) return undefined;
	const code = readString(error['code']) ?? readString(error['type']);
	return {
		message: readString(error['message']) ?? '',
		...defined({ code }),
	};
}

const QUOTA_CODES = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'quota_exceeded']);

/** An error for a reply that is none of success: by its status, and by the provider's own words. */
export function errorOf(status: number, headers: ResponseHeaders, body: unknown): OffpeakError {
	const provider = readError(body);
	const code = codeOf(status, provider);
	const retryAfterMs = readRetryAfter(headers);
	const details: ErrorDetails = {
		status,
		...(provider?.code === undefined ? {} : { providerCode: provider.code }),
		...(retryAfterMs === undefined ? {} : { retryAfterMs }),
		hint: HINTS[code](status),
	};
	const words = provider === undefined ? '' : withoutSecrets(provider.message);
	return new OffpeakError(
		code,
		`${TITLES[code](status)}${words === '' ? '' : ` The provider says: ${words}`}`,
		details,
	);
}

type HttpErrorCode = Extract<
	ErrorCode,
	| 'unauthorized'
	| 'quota_exhausted'
	| 'rate_limited'
	| 'enqueued_limit'
	| 'unavailable'
	| 'rejected'
	| 'gone'
>;

/** OpenAI says so in the failed batch; servers that count before they take a batch refuse it (400, 403 or 429). */
const QUEUE_CODE = 'token_limit_exceeded';
const QUEUE_WORDS = /enqueued token/i;

function codeOf(status: number, said: ProviderError | undefined): HttpErrorCode {
	if (status === 402 || QUOTA_CODES.has(said?.code ?? '')) return 'quota_exhausted';
	const isQueueFull = said?.code === QUEUE_CODE || QUEUE_WORDS.test(said?.message ?? '');
	if (isQueueFull && status >= 400 && status < 500) return 'enqueued_limit';
	if (status === 401 || status === 403) return 'unauthorized';
	if (status === 404 || status === 410) return 'gone';
	if (status === 429) return 'rate_limited';
	if (status === 408 || status === 409 || status >= 500 || status < 400) return 'unavailable';
	return 'rejected';
}

const TITLES: Record<HttpErrorCode, (status: number) => string> = {
	unauthorized: (status) =>
		status === 401 ? 'The API key was not accepted.' : 'This API key may not do that.',
	quota_exhausted: () => 'The account has no credit left, or its spending limit is reached.',
	rate_limited: () => 'Too much was sent in a short time.',
	enqueued_limit: () => 'The provider’s queue for this account is full.',
	unavailable: (status) =>
		status >= 300 && status < 400
			? `The server answered with a redirect (${status}), which is not followed with a key.`
			: `The server has a problem (${status}).`,
	rejected: (status) => `The provider refused what was sent (${status}).`,
	gone: () => 'The provider does not know this address or id (404).',
};

const HINTS: Record<HttpErrorCode, (status: number) => string> = {
	unauthorized: (status) =>
		status === 401
			? 'Check the key in the credential: it may be mistyped, expired or revoked.'
			: 'Use a key whose permissions include Files, Batches and Responses (or Chat Completions).',
	quota_exhausted: () =>
		'Add credit or raise the limit in the provider’s billing settings. Waiting does not help.',
	rate_limited: () => 'Wait a minute and run again.',
	enqueued_limit: () =>
		'Wait until earlier jobs are done and run again, or send fewer items at once. Accounts that have paid more get a larger queue.',
	unavailable: (status) =>
		status >= 300 && status < 400
			? 'Put the final address into the Base URL of the credential.'
			: 'Try again in a few minutes.',
	rejected: () => 'Read the provider’s words and change the setting they name.',
	gone: () =>
		'Check the Base URL of the credential (it usually ends in /v1) and the id; it may belong to another key or project, or have expired.',
};

/** Far longer than what is shown: no key is cut in two where it ends. */
const LONGEST_MESSAGE = 4_000;

/** Providers echo parts of a wrong key ("Incorrect API key provided: sk-ab***yz"): take those out. */
function withoutSecrets(message: string): string {
	const clean = message
		.slice(0, LONGEST_MESSAGE)
		.replaceAll(/\b(?:sk|gsk|key|pk)[-_][\w*.-]{4,}/gi, '[key]')
		.replaceAll(/Bearer\s+\S+/gi, 'Bearer [key]')
		.replaceAll(/[\w.-]{0,40}\*{3,}[\w.*-]*/g, '[key]')
		.replaceAll(/\b(key provided|api key|token)(:\s*["']?)[^\s"',]+/gi, '$1$2[key]')
		.trim();
	return clean.length > 400 ? `${clean.slice(0, 400)} …` : clean;
}

const MAX_RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

/** Seconds only: a date would need a clock. */
function readRetryAfter(headers: ResponseHeaders): number | undefined {
	const ms = Number(headers['retry-after-ms']);
	const seconds = Number(headers['retry-after']);
	const delay = ms > 0 ? ms : seconds * 1000;
	return delay > 0 ? Math.min(delay, MAX_RETRY_AFTER_MS) : undefined;
}

export function isQueueFault({ code }: BatchFault): boolean {
	return code === QUEUE_CODE;
}
