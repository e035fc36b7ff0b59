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
	checkBaseUrl,
	type Connection,
	type HttpRequest,
	type HttpResponse,
} from '../../core';
import type { Service } from './service';

type Context = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

/** Long enough to upload 200 MB on a slow line; n8n's own default. */
const TIMEOUT_MS = 300_000;

/** The provider behind the node's credential, reached through n8n's own HTTP client. */
export async function connect(context: Context, service: Service): Promise<Connection> {
	const credential = await context.getCredentials(service.credential);
	const checked = checkBaseUrl(String(credential['baseUrl'] ?? ''));
	if ('fault' in checked) {
		throw new OffpeakError('invalid_input', checked.fault, {
			hint: 'Correct the Base URL in the credential.',
		});
	}
	const { baseUrl } = checked;
	return {
		provider: service.providerOf(baseUrl),
		baseUrl,
		transport: async (request) => await sendThroughN8n(context, service, baseUrl, request),
		clock: { now: Date.now, sleep: async (ms) => await sleep(ms) },
	};
}

interface FullResponse {
	readonly statusCode: number;
	readonly headers: IDataObject;
	readonly body: AsyncIterable<Uint8Array>;
}

/** Resolves for every status; the key is added by the credential, and never follows a redirect. */
async function sendThroughN8n(
	context: Context,
	{ credential }: Service,
	baseURL: string,
	{ method, path, query, headers, body }: HttpRequest,
): Promise<HttpResponse> {
	const options: IHttpRequestOptions = {
		method,
		baseURL,
		url: path,
		headers: { ...headers },
		// n8n would read a one-line JSONL file as an object; a stream comes as it is, and a chunk at a time.
		encoding: 'stream',
		json: false,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: TIMEOUT_MS,
	};
	if (query !== undefined) options.qs = { ...query };
	// The only place where the chunks of a shard are joined.
	if (body !== undefined) options.body = Buffer.concat(body.chunks, body.byteLength);
	const response: FullResponse = await context.helpers.httpRequestWithAuthentication.call(
		context,
		credential,
		options,
	);
	return {
		status: response.statusCode,
		headers: Object.fromEntries(
			Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
		),
		body: response.body,
	};
}
