import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import {
	OffpeakError,
	recognize,
	type Connection,
	type HttpRequest,
	type HttpResponse,
} from '../../core';
import { PATIENCE, readBody, slowestMs, type Patience } from './patience';
import type { Service } from './service';

type Context = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

/** The provider behind the node's credential, reached through n8n's own HTTP client. */
export async function connect(
	context: Context,
	service: Service,
	patience: Patience = PATIENCE,
): Promise<Connection> {
	const credential = await context.getCredentials(service.credential);
	const chosen = service.choose(credential);
	if ('fault' in chosen) {
		throw new OffpeakError('invalid_input', chosen.fault, { hint: 'Correct the credential.' });
	}
	const { provider, baseUrl } = chosen;
	return await recognize({
		provider,
		baseUrl,
		transport: Object.assign(
			async (request: HttpRequest) =>
				await sendThroughN8n(context, service, { baseUrl, patience }, request),
			{ secrets: secretsIn(credential) },
		),
		clock: { now: Date.now, sleep: async (ms) => await sleepIn(context, ms) },
	});
}

/** What a provider might repeat in its words, by the names of the credential's fields. */
function secretsIn(credential: Readonly<Record<string, unknown>>): readonly string[] {
	return Object.entries(credential).flatMap(([name, value]) =>
		/key|token|secret|password/i.test(name) && typeof value === 'string' ? [value] : [],
	);
}

interface FullResponse {
	readonly statusCode: number;
	readonly headers: IDataObject;
	readonly body: AsyncIterable<Uint8Array>;
}

interface Target {
	readonly baseUrl: string;
	readonly patience: Patience;
}

/**
 * Resolves for every status; the key is added by the credential, and never follows a redirect. Ended when the execution
 * is cancelled.
 */
async function sendThroughN8n(
	context: Context,
	{ credential }: Service,
	{ baseUrl, patience }: Target,
	{ method, path, query, headers, body }: HttpRequest,
): Promise<HttpResponse> {
	const giveUp = new AbortController();
	const options: IHttpRequestOptions = {
		method,
		baseURL: baseUrl,
		url: path,
		headers: { ...headers },
		// n8n would read a one-line JSONL file as an object; a stream comes as it is, and a chunk at a time.
		encoding: 'stream',
		json: false,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: patience.headers + slowestMs(body?.byteLength ?? 0),
	};
	if (query !== undefined) options.qs = { ...query };
	// The only place where the chunks of a shard are joined.
	if (body !== undefined) options.body = Buffer.concat(body.chunks, body.byteLength);
	const response: FullResponse = await context.helpers.httpRequestWithAuthentication.call(
		endedBy(giveUp.signal, context),
		credential,
		options,
	);
	return {
		status: response.statusCode,
		headers: Object.fromEntries(
			Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
		),
		body: readBody(response.body, method === 'POST' ? patience.answer : patience.body, () =>
			giveUp.abort(),
		),
	};
}

function cancelSignalOf(context: Context): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
}

/** The same context, for a call that a signal ends, too: n8n takes the signal from here, and no other (2.41.1). */
function endedBy(signal: AbortSignal, context: Context): Context {
	const cancelled = cancelSignalOf(context);
	const either = cancelled === undefined ? signal : AbortSignal.any([signal, cancelled]);
	return Object.create(context, { getExecutionCancelSignal: { value: () => either } });
}

/** Ends with an error when the execution is cancelled: whoever waits would go on otherwise. */
async function sleepIn(context: Context, ms: number): Promise<void> {
	const signal = cancelSignalOf(context);
	if (signal === undefined) return await sleep(ms);
	let stop = (): void => {};
	const cancelled = new Promise<never>((_, reject) => {
		stop = () => reject(new OffpeakError('unavailable', 'The execution was cancelled.'));
		signal.addEventListener('abort', stop, { once: true });
	});
	if (signal.aborted) stop();
	await Promise.race([sleep(ms), cancelled]).finally(() =>
		signal.removeEventListener('abort', stop),
	);
}
