import { type ErrorCode, type ErrorDetails, isOffpeakError, OffpeakError } from '../errors';
import { readObject, readString } from '../formats/json';
import { tellable } from '../formats/complaints/tellable';
import { isFiltered, isQuota, isTooLarge } from '../formats/complaints/complaint-kinds';
import { readComplaint, type Complaint } from '../formats/complaints/complaint';
import type { ResponseHeaders } from '../transport';
import type { BatchFault } from '../types';

/** After these the effect may have happened; 499 is what a gateway calls a client that hung up. */
const MAY_BE_DONE: ReadonlySet<number> = new Set([408, 409, 499]);

/**
 * A refusal is definite when the server surely did nothing: a 4xx, but not one of those above, and a 429 only in
 * JSON that says so. A page or a line of plain text is a proxy's, which may have passed the request on before.
 */
export function isDefiniteRefusal(status: number, body: unknown): boolean {
	if (status === 429) return typeof body !== 'string' && readComplaint(body) !== undefined;
	return status >= 400 && status < 500 && !MAY_BE_DONE.has(status);
}

const UNREACHABLE =
	/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|CERT_|_CERT|SELF_SIGNED|LEAF_SIGNATURE/;

/** What else a system says, as a person would (Node's errors, its HTTP client's, undici's, zlib's, 2026). */
const BREAKS: ReadonlyArray<readonly [code: RegExp, words: string]> = [
	[/ABORTED|TIMEDOUT|TIMEOUT/, 'The server did not answer in time'],
	[/^Z_|CONTENT_ENCODING/, 'The answer was damaged on the way: it cannot be unpacked'],
	[/^HPE_|HTTP_PARSE/, 'What came from the server is no HTTP'],
	[/EPROTO|ERR_SSL/, 'No safe connection can be made: the address may be one of http, not https'],
];

/** Words of ours, of a host or of a limit, stand as they are. */
export function noResponse(reason: unknown): OffpeakError {
	if (isOffpeakError(reason)) return reason;
	const cause = describeCause(reason);
	const [, words = 'The connection broke before an answer came'] =
		BREAKS.find(([code]) => code.test(cause)) ?? [];
	return UNREACHABLE.test(cause)
		? new OffpeakError('unavailable', `The server cannot be reached (${cause}).`, {
				cause,
				hint: 'Check the Base URL of the credential, and that the server runs and can be reached from here.',
			})
		: new OffpeakError('unavailable', `${words} (${cause}).`, { hint: 'Try again in a minute.' });
}

/** The system's code only: a message may hold the URL, and with it whatever a user put there. */
function describeCause(reason: unknown): string {
	for (let cause = readObject(reason), depth = 0; cause !== undefined && depth < 4; depth += 1) {
		const code = readString(cause['code']);
		if (code !== undefined && /^[A-Z][A-Z0-9_]{1,60}$/.test(code)) return code;
		// `AbortSignal.timeout` has a name and no code.
		if (cause['name'] === 'TimeoutError') return 'TIMEOUT';
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

export function tooLong(status: number, limit: string): OffpeakError {
	return new OffpeakError('malformed_response', `The server answered with more than ${limit}.`, {
		status,
		hint: 'No provider does: check the Base URL of the credential.',
	});
}

export function isPage(headers: ResponseHeaders): boolean {
	return (headers['content-type'] ?? '').includes('html');
}

/**
 * An error for a reply that is none of success: by its status, and by the provider's own words. `body` as JSON, or as
 * the text that is none; `secrets` are the keys in use.
 */
export function errorOf(
	status: number,
	headers: ResponseHeaders,
	body: unknown,
	secrets: readonly string[] = [],
): OffpeakError {
	const said = isPage(headers) ? undefined : readComplaint(body);
	const code = codeOf(status, said);
	const retryAfterMs = readRetryAfter(headers);
	const codes = said?.codes ?? [];
	// A filter is told by an inner error at some (Azure).
	const providerCode = codes.find((kind) => isFiltered({ codes: [kind], words: '' })) ?? codes[0];
	const details: ErrorDetails = {
		status,
		...(providerCode === undefined ? {} : { providerCode: tellable(providerCode, secrets) }),
		...(retryAfterMs === undefined ? {} : { retryAfterMs }),
		hint: HINTS[code](status),
	};
	const words = tellable(said?.words ?? '', secrets);
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

function codeOf(status: number, said: Complaint | undefined): HttpErrorCode {
	if (status === 402 || (said !== undefined && isQuota(said))) return 'quota_exhausted';
	const isQueueFull =
		said?.codes.includes(QUEUE_CODE) === true || QUEUE_WORDS.test(said?.words ?? '');
	if (isQueueFull && status >= 400 && status < 500) return 'enqueued_limit';
	// Of one text, and no word on the key (OpenRouter, xAI).
	const isOfText = said !== undefined && (status === 403 ? isFiltered(said) : isTooLarge(said));
	if (isOfText && (status === 403 || status === 429)) return 'rejected';
	if (status === 401 || status === 403) return 'unauthorized';
	if (status === 404 || status === 410) return 'gone';
	if (status === 429) return 'rate_limited';
	if (MAY_BE_DONE.has(status) || status >= 500 || status < 400) return 'unavailable';
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
	gone: (status) => `The provider does not know this address or id (${status}).`,
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

const MAX_RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

/** Seconds only: a date would need a clock. */
function readRetryAfter(headers: ResponseHeaders): number | undefined {
	const ms = Number(headers['retry-after-ms']);
	const seconds = Number(headers['retry-after']);
	const delay = ms > 0 ? ms : seconds * 1000;
	return delay > 0 ? Math.min(delay, MAX_RETRY_AFTER_MS) : undefined;
}

export function isQueueFault({ code, message }: BatchFault): boolean {
	return code === QUEUE_CODE || QUEUE_WORDS.test(message);
}
