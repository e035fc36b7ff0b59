import { bytesOf, encodeText } from './bytes';
import { OffpeakError, type ErrorCode, type ErrorDetails } from './errors';
import { parseJson, readObject, readString } from './json';
import type { Bytes } from './types';

/** Paths are relative to the base URL, which the host knows, as it knows the key. */
export interface HttpRequest {
	readonly method: 'GET' | 'POST' | 'DELETE';
	readonly path: string;
	readonly query?: Readonly<Record<string, string>>;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: Bytes;
}

export interface HttpResponse {
	readonly status: number;
	/** Lower-case names. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: AsyncIterable<Uint8Array>;
}

/**
 * Sends one request, once, with the host's base URL and credential applied, following no redirect.
 * Resolves for every HTTP status; rejects only when no response came.
 */
export type Transport = (request: HttpRequest) => Promise<HttpResponse>;

/** What came of one call: a body that was read, or an error that says whether the effect may have happened. */
export type Reply =
	| { readonly ok: true; readonly value: unknown }
	| { readonly ok: false; readonly error: OffpeakError; readonly refused: boolean };

export type StreamReply =
	| { readonly ok: true; readonly body: AsyncIterable<Uint8Array> }
	| { readonly ok: false; readonly error: OffpeakError };

/** Sends and reads a JSON reply. Never rejects. */
export async function send(transport: Transport, request: HttpRequest): Promise<Reply> {
	const sent = await settle(transport(request));
	if (!('value' in sent)) return failure(noResponse(sent.reason), false);

	const { status, headers, body } = sent.value;
	const read = await settle(readText(body));
	if (!('value' in read)) return failure(noResponse(read.reason), false);

	const value = parseJson(read.value);
	if (status >= 200 && status < 300) {
		if (value !== undefined) return { ok: true, value };
		return failure(unreadable(status, headers), false);
	}
	return failure(errorOf(status, headers, value), isDefiniteRefusal(status, value));
}

/** Sends and hands the body over unread. Never rejects; the body may, with an error of ours, while it is read. */
export async function sendForStream(
	transport: Transport,
	request: HttpRequest,
): Promise<StreamReply> {
	const sent = await settle(transport(request));
	if (!('value' in sent)) return { ok: false, error: noResponse(sent.reason) };
	const { status, headers, body } = sent.value;
	const isRead = status >= 200 && status < 300;
	// A proxy's page in place of a file would make every row of it look unanswered.
	if (isRead && !isPage(headers)) return { ok: true, body: withReadableErrors(body) };
	const read = await settle(readText(body));
	if (isRead) return { ok: false, error: unreadable(status, headers) };
	const value = 'value' in read ? parseJson(read.value) : undefined;
	return { ok: false, error: errorOf(status, headers, value) };
}

/** A connection that breaks while a body is read is a passing fault, like one that breaks before. */
async function* withReadableErrors(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	const chunks = body[Symbol.asyncIterator]();
	for (;;) {
		const read = await settle(chunks.next());
		if (!('value' in read)) throw noResponse(read.reason);
		if (read.value.done === true) return;
		yield read.value.value;
	}
}

/** As `send`, for the calls where an error ends the step. */
export async function sendOrThrow(transport: Transport, request: HttpRequest): Promise<unknown> {
	const reply = await send(transport, request);
	if (!reply.ok) throw reply.error;
	return reply.value;
}

export function jsonBody(value: unknown): Pick<HttpRequest, 'headers' | 'body'> {
	return {
		headers: { 'content-type': 'application/json' },
		body: bytesOf(encodeText(JSON.stringify(value))),
	};
}

export interface FilePart {
	readonly fileName: string;
	readonly content: Bytes;
}

/** A multipart form with one file, last: some servers want the fields first (xAI). Nothing is joined. */
export function multipartBody(
	fields: Readonly<Record<string, string>>,
	file: FilePart,
	boundary: string,
): Pick<HttpRequest, 'headers' | 'body'> {
	const head = Object.entries(fields)
		.map(
			([name, value]) =>
				`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
		)
		.join('');
	const fileHead = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${file.fileName}"\r\ncontent-type: application/jsonl\r\n\r\n`;
	return {
		headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
		body: bytesOf(
			encodeText(head + fileHead),
			...file.content.chunks,
			encodeText(`\r\n--${boundary}--\r\n`),
		),
	};
}

export async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
	const decoder = new TextDecoder('utf-8');
	let text = '';
	for await (const chunk of body) text += decoder.decode(chunk, { stream: true });
	return text + decoder.decode();
}

type Settled<T> = { readonly value: T } | { readonly reason: unknown };

async function settle<T>(promise: Promise<T>): Promise<Settled<T>> {
	return await promise.then(
		(value) => ({ value }),
		(reason: unknown) => ({ reason }),
	);
}

function failure(error: OffpeakError, refused: boolean): Reply {
	return { ok: false, error, refused };
}

/**
 * A refusal is definite when the server surely did nothing: a 4xx, but not 408 and 409 (the effect may
 * have happened), and a 429 only in the provider's own words (a proxy's says nothing about it).
 */
function isDefiniteRefusal(status: number, body: unknown): boolean {
	if (status === 429) return readError(body) !== undefined;
	return status >= 400 && status < 500 && status !== 408 && status !== 409;
}

const UNREACHABLE = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|CERT_|SELF_SIGNED/;

function noResponse(reason: unknown): OffpeakError {
	const cause = describeCause(reason);
	return UNREACHABLE.test(cause)
		? new OffpeakError('unavailable', `The server cannot be reached (${cause}).`, {
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

function unreadable(status: number, headers: HttpResponse['headers']): OffpeakError {
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

function isPage(headers: HttpResponse['headers']): boolean {
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
		...(code === undefined ? {} : { code }),
	};
}

const QUOTA_CODES = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'quota_exceeded']);

/** Maps a status (and the provider's own code) to ours. */
function errorOf(status: number, headers: HttpResponse['headers'], body: unknown): OffpeakError {
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
	rate_limited: () => 'Too many requests in a short time.',
	enqueued_limit: () => 'The provider’s queue for this account is full.',
	unavailable: (status) =>
		status >= 300 && status < 400
			? `The server answered with a redirect (${status}), which is not followed with a key.`
			: `The server has a problem (${status}).`,
	rejected: (status) => `The provider refused the request (${status}).`,
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

/** Providers echo parts of a wrong key ("Incorrect API key provided: sk-ab***yz"): take those out. */
function withoutSecrets(message: string): string {
	const clean = message
		.replaceAll(/\b(?:sk|gsk|key|pk)[-_][\w*.-]{4,}/gi, '[key]')
		.replaceAll(/Bearer\s+\S+/gi, 'Bearer [key]')
		.replaceAll(/[\w.-]{0,40}\*{3,}[\w.*-]*/g, '[key]')
		.replaceAll(/\b(key provided|api key|token)(:\s*["']?)[^\s"',]+/gi, '$1$2[key]')
		.trim();
	return clean.length > 400 ? `${clean.slice(0, 400)} …` : clean;
}

const MAX_RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

/** Seconds only: a date would need a clock. */
function readRetryAfter(headers: HttpResponse['headers']): number | undefined {
	const ms = Number(headers['retry-after-ms']);
	const seconds = Number(headers['retry-after']);
	const delay = ms > 0 ? ms : seconds * 1000;
	return delay > 0 ? Math.min(delay, MAX_RETRY_AFTER_MS) : undefined;
}
