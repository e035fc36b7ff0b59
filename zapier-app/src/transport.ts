import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bundle, RawHttpResponse, ZObject } from 'zapier-platform-core';
import {
	OffpeakError,
	PROVIDER_CHOICES,
	chooseProvider,
	keyHeaders,
	readObject,
	recognize,
	type Connection,
	type HttpRequest,
	type HttpResponse,
} from '../../core';
import { withZapierErrors } from './errors';
import { readBoolean, readOneOf, readText } from './input';

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
	return await withZapierErrors(z, async () => await step(await connect(z, bundle)));
}

/** The provider behind the connection, reached through Zapier's own client, within one step's time. */
async function connect(z: ZObject, { authData }: Bundle): Promise<Connection> {
	const chosen = chooseProvider({
		choice: readOneOf(authData, 'provider', PROVIDER_CHOICES, 'openai'),
		address: readText(authData, 'base_url'),
		field: 'Endpoint or Base URL',
		ownNetwork: readBoolean(authData, 'own_network', false),
	});
	if ('fault' in chosen) {
		throw new OffpeakError('invalid_input', chosen.fault, { hint: 'Correct the connection.' });
	}
	const { provider, baseUrl } = chosen;
	const deadline = Date.now() + BUDGET_MS;
	const key = readText(authData, 'api_key');
	const keyIn = keyHeaders(provider, key);
	return await recognize({
		provider,
		baseUrl,
		transport: Object.assign(
			async (request: HttpRequest) =>
				await sendThroughZapier(z, request, { baseUrl, keyIn, deadline }),
			{ secrets: [key] },
		),
		clock: { now: Date.now, sleep: async (ms) => await sleepUntil(ms, deadline) },
	});
}

interface Target {
	readonly baseUrl: string;
	/** The headers that carry the key. */
	readonly keyIn: Readonly<Record<string, string>>;
	readonly deadline: number;
}

/**
 * Resolves for every status. Bodies go out as streams: Zapier logs what else it sends, and rows are nobody's
 * business; a text with {{curly braces}} is left alone, too. The key goes to the provider's address only.
 */
async function sendThroughZapier(
	z: ZObject,
	{ method, path, query, headers, body }: HttpRequest,
	{ baseUrl, keyIn, deadline }: Target,
): Promise<HttpResponse> {
	const remaining = deadline - Date.now();
	if (remaining < LAST_CALL_MS) throw outOfTime();
	const giveUp = new AbortController();
	const response = await z
		.request({
			url: baseUrl + path,
			method,
			headers: {
				...headers,
				...keyIn,
				...(body === undefined ? {} : { 'content-length': String(body.byteLength) }),
			},
			params: { ...query },
			...(body === undefined ? {} : { body: Readable.from(body.chunks, { objectMode: false }) }),
			raw: true,
			redirect: 'manual',
			skipThrowForStatus: true,
			timeout: Math.min(REQUEST_MS, remaining),
			// Zapier's types leave it out, its client does not (zapier-platform-core 19.1, request-client.js).
			...{ signal: giveUp.signal },
		})
		.catch((error: unknown) => {
			throw isTimeout(error) ? outOfTime() : error;
		});
	return {
		status: response.status,
		headers: readHeaders(response),
		body: readBody(response.body, deadline, outOfTime, () => {
			// The client tells the body of it, whether anybody listens or not.
			response.body.on('error', () => undefined);
			giveUp.abort();
		}),
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

/** The client's own time limit ends with the headers; this one ends the body, and `giveUp` its connection. */
export async function* readBody(
	body: NodeJS.ReadableStream,
	deadline: number,
	late: () => OffpeakError,
	giveUp = () => {},
): AsyncGenerator<Uint8Array> {
	let isLate = false;
	let isOver = false;
	const timer = setTimeout(
		() => {
			isLate = true;
			giveUp();
			if (body instanceof Readable) body.destroy(late());
		},
		Math.max(0, deadline - Date.now()),
	);
	const chunks = body[Symbol.asyncIterator]();
	try {
		for (;;) {
			const read = await chunks.next().then(
				(chunk) => ({ chunk }),
				(reason: unknown) => ({ reason }),
			);
			if ('reason' in read) throw isLate ? late() : read.reason;
			const { done, value } = read.chunk;
			isOver = done === true;
			if (done === true) return;
			yield typeof value === 'string' ? Buffer.from(value) : value;
		}
	} finally {
		clearTimeout(timer);
		if (!isOver) giveUp();
		await chunks.return?.();
	}
}

/** What `node-fetch` says, which is Zapier's client, when the headers took too long. */
function isTimeout(error: unknown): boolean {
	return readObject(error)?.['type'] === 'request-timeout';
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
