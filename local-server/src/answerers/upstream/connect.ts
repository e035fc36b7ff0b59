import OpenAI from 'openai';
import { readString, type JsonObject } from '../../../../core';
import { isObject, listAt } from '../../json';
import { patientFetch } from './patient-fetch';

export interface UpstreamOptions {
	/** Where `/chat/completions` hangs, e.g. `http://127.0.0.1:11434/v1`. */
	readonly url: string;
	readonly key?: string | undefined;
	/** How long one answer may take; 10 minutes unless told. */
	readonly timeoutMs?: number;
}

export interface Upstream {
	readonly url: URL;
	/** One try, no retries; rejects as the openai client does. */
	chat(request: JsonObject, signal: AbortSignal): Promise<JsonObject>;
	models(): Promise<readonly string[]>;
}

const LIST_TIMEOUT_MS = 10_000;

/** Takes the address as people have it at hand: without a path, `/v1` is meant. */
export function readUpstreamUrl(text: string): URL {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
		throw new Error('The upstream must be an http:// or https:// address');
	}
	if (url.username !== '' || url.password !== '') {
		throw new Error('The upstream address must not hold a name or password; give a key instead');
	}
	if (url.search !== '' || url.hash !== '') {
		throw new Error('The upstream address must end with its path, such as /v1');
	}
	url.pathname = url.pathname === '/' ? '/v1' : url.pathname.replace(/(?<!\/)\/+$/, '');
	return url;
}

/** The openai client for any server that speaks chat completions. */
export function connectUpstream({
	url: text,
	key,
	timeoutMs = 600_000,
}: UpstreamOptions): Upstream {
	const url = readUpstreamUrl(text);
	const client = new OpenAI({
		baseURL: url.href,
		// All that the client would else take from the environment: an OpenAI key is not for other servers.
		apiKey: key ?? 'none',
		adminAPIKey: null,
		organization: null,
		project: null,
		logLevel: 'off',
		...(key === undefined ? { defaultHeaders: { Authorization: null } } : {}),
		maxRetries: 0,
		timeout: timeoutMs,
		fetch: patientFetch,
	});
	return {
		url,
		async chat(body, signal) {
			const answer: unknown = await client.post('/chat/completions', { body, signal });
			if (!isObject(answer)) throw new SyntaxError('The answer is no JSON object');
			return answer;
		},
		async models() {
			const list: unknown = await client.get('/models', { timeout: LIST_TIMEOUT_MS });
			return listAt(list, 'data').flatMap((model) => {
				const id = isObject(model) ? readString(model['id']) : undefined;
				return id === undefined ? [] : [id];
			});
		},
	};
}
