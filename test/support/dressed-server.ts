import { isJsonObject, PROVIDERS, type JsonObject, type Provider } from '../../core';
import {
	connectLocally,
	countingCalls,
	transportTo,
	type LocalConnection,
	type LocalConnectionOptions,
} from '../../harness/local-connection';
import { without } from './core/samples';
import type { LocalServer } from '../../local-server/src';

type Fetch = LocalServer['fetch'];

/** How a server answers a call that it does not do. */
export interface Refusal {
	readonly status: number;
	/** A text is sent as it is. */
	readonly body?: JsonObject | string;
}

export type Answered = Refusal | 'empty';

/** What a server that speaks the Batch API leaves out; all of it is there unless told. */
export interface Dress {
	/** How a batch comes back: with `null`, without the field, or without its pairs. */
	readonly metadata?: 'null' | 'absent' | 'empty';
	readonly jobList?: Answered;
	readonly fileList?: Answered;
	/** The content of files that were uploaded for batches. */
	readonly inputContent?: Refusal;
	/** Whatever else a batch looks like, in every reply. */
	readonly batch?: (batch: JsonObject) => JsonObject;
	/** Whatever else the entry of a file looks like, in every reply. */
	readonly file?: (file: JsonObject) => JsonObject;
}

/** The local server in the dress of another: what it does not show or keep is not in any reply. */
export function dressed(fetch: Fetch, dress: Dress): Fetch {
	const uploaded = new Set<string>();
	return async (request) => {
		const { method } = request;
		const { pathname } = new URL(request.url);
		const listOf = method === 'GET' ? LISTS[pathname] : undefined;
		const listed = listOf === undefined ? undefined : dress[listOf];
		if (listed === 'empty') return Response.json({ object: 'list', data: [], has_more: false });
		if (listed !== undefined) return refusal(listed);
		const content = /^\/v1\/files\/([^/]+)\/content$/.exec(pathname)?.[1];
		if (content !== undefined) {
			const isRefused = dress.inputContent !== undefined && uploaded.has(content);
			return isRefused ? refusal(dress.inputContent) : await fetch(request);
		}
		const response = await fetch(request);
		if (!response.ok || method === 'DELETE') return response;
		const body: unknown = await response.clone().json();
		if (method === 'POST' && pathname === '/v1/files' && isJsonObject(body)) {
			uploaded.add(String(body['id']));
		}
		return Response.json(redress(body, dress), {
			status: response.status,
			headers: kept(response.headers),
		});
	};
}

const LISTS: Readonly<Record<string, 'jobList' | 'fileList' | undefined>> = {
	'/v1/batches': 'jobList',
	'/v1/files': 'fileList',
};

function refusal({ status, body = { error: { message: 'Not here.' } } }: Refusal): Response {
	return typeof body === 'string'
		? new Response(body, { status })
		: Response.json(body, { status });
}

/** The length is another one now. */
function kept(headers: Headers): Headers {
	const others = new Headers(headers);
	others.delete('content-length');
	return others;
}

function redress(body: unknown, dress: Dress): unknown {
	if (!isJsonObject(body)) return body;
	const { data } = body;
	if (Array.isArray(data)) return { ...body, data: data.map((entry) => redress(entry, dress)) };
	const { batch = same, file = same } = dress;
	switch (body['object']) {
		case 'batch':
			return batch(withMetadata(body, dress.metadata));
		case 'file':
			return file(body);
		default:
			return body;
	}
}

function same(entry: JsonObject): JsonObject {
	return entry;
}

function withMetadata(batch: JsonObject, way: Dress['metadata']): JsonObject {
	const rest = without(batch, 'metadata');
	switch (way) {
		case undefined:
			return batch;
		case 'null':
			return { ...rest, metadata: null };
		case 'empty':
			return { ...rest, metadata: {} };
		case 'absent':
			return rest;
	}
}

export interface DressedConnection extends LocalConnection {
	/** The server without its dress, for who wants to know what it holds. */
	readonly bare: LocalConnection['connection'];
}

/** A connection to a dressed server: one that we know nothing about, unless told otherwise. */
export function connectDressed(
	dress: Dress,
	options: LocalConnectionOptions & { readonly provider?: Provider } = {},
): DressedConnection {
	const provider = options.provider ?? PROVIDERS.other;
	const local = connectLocally({ baseUrl: 'https://llm.example.com/v1', ...options, provider });
	const fetch = dressed(async (request) => await local.server.fetch(request), dress);
	const calls: string[] = [];
	const transport = countingCalls(transportTo({ fetch }), calls);
	const connection = { ...local.connection, transport };
	return { ...local, calls, connection, bare: local.connection };
}
