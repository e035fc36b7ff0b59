import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bundle, RawHttpResponse, ZObject } from 'zapier-platform-core';
import {
	OffpeakError,
	checkBaseUrl,
	inferProvider,
	type Connection,
	type HttpRequest,
	type HttpResponse,
} from '../../core';
import { withZapierErrors } from './errors';

/** Zapier ends a step after 30 s; what must still be said needs a little of it. */
const BUDGET_MS = 25_000;
const REQUEST_MS = 20_000;
/** A call that begins later than this before the end would only be cut off. */
const LAST_CALL_MS = 1_000;
const HEADERS = [
	'content-type',
	'date',
	'retry-after',
	'retry-after-ms',
	'openai-organization',
	'openai-project',
];

/** Runs a step with the provider of its connection; what goes wrong leaves as an error of Zapier's. */
export async function withConnection<T>(
	z: ZObject,
	bundle: Bundle,
	step: (connection: Connection) => Promise<T>,
): Promise<T> {
	return await withZapierErrors(z, async () => await step(connect(z, bundle)));
}

/** The provider behind the connection, reached through Zapier's own client, within one step's time. */
function connect(z: ZObject, { authData }: Bundle): Connection {
	const checked = checkBaseUrl(authData['base_url'] ?? '');
	if ('fault' in checked) {
		throw new OffpeakError('invalid_input', checked.fault, {
			hint: 'Correct the Base URL of the connection.',
		});
	}
	const { baseUrl } = checked;
	const deadline = Date.now() + BUDGET_MS;
	const key = (authData['api_key'] ?? '').trim();
	return {
		provider: inferProvider(baseUrl),
		baseUrl,
		transport: async (request) => await sendThroughZapier(z, request, { baseUrl, key, deadline }),
		clock: { now: Date.now, sleep: async (ms) => await sleepUntil(ms, deadline) },
	};
}

interface Target {
	readonly baseUrl: string;
	readonly key: string;
	readonly deadline: number;
}

/**
 * Resolves for every status. Bodies go out as streams: Zapier logs what else it sends, and rows are nobody's
 * business; a text with {{curly braces}} is left alone, too. The key goes to the provider's address only.
 */
async function sendThroughZapier(
	z: ZObject,
	{ method, path, query, headers, body }: HttpRequest,
	{ baseUrl, key, deadline }: Target,
): Promise<HttpResponse> {
	const remaining = deadline - Date.now();
	if (remaining < LAST_CALL_MS) throw outOfTime();
	const response = await z.request({
		url: baseUrl + path,
		method,
		headers: {
			...headers,
			authorization: `Bearer ${key}`,
			...(body === undefined ? {} : { 'content-length': String(body.byteLength) }),
		},
		params: { ...query },
		...(body === undefined ? {} : { body: Readable.from(body.chunks, { objectMode: false }) }),
		raw: true,
		redirect: 'manual',
		skipThrowForStatus: true,
		timeout: Math.min(REQUEST_MS, remaining),
	});
	return {
		status: response.status,
		headers: readHeaders(response),
		body: readBody(response.body, deadline, outOfTime),
	};
}

function readHeaders(response: RawHttpResponse): HttpResponse['headers'] {
	return Object.fromEntries(
		HEADERS.flatMap((name) => {
			const value = response.getHeader(name);
			return value === undefined || value === null ? [] : [[name, value]];
		}),
	);
}

/** The client's own time limit ends with the headers; this one ends the body. */
export async function* readBody(
	body: NodeJS.ReadableStream,
	deadline: number,
	late: () => OffpeakError,
): AsyncGenerator<Uint8Array> {
	const timer = setTimeout(
		() => {
			if (body instanceof Readable) body.destroy(late());
		},
		Math.max(0, deadline - Date.now()),
	);
	try {
		for await (const chunk of body) {
			yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
		}
	} finally {
		clearTimeout(timer);
	}
}

async function sleepUntil(ms: number, deadline: number): Promise<void> {
	if (Date.now() + ms > deadline - LAST_CALL_MS) throw outOfTime(ms);
	await sleep(ms);
}

/** Zapier runs the step again by itself; the reuse window of Submit Batch makes that safe. */
function outOfTime(waitMs = 0): OffpeakError {
	return new OffpeakError(
		'unknown_outcome',
		'Zapier allows a step 30 seconds, and the provider needed longer.',
		{
			retryAfterMs: waitMs,
			hint: 'Zapier tries again by itself. Nothing is bought twice within an hour.',
		},
	);
}
