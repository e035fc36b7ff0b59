import type { Bytes } from './types';

/** The host's clock. The core has none of its own, so that every wait can be tested. */
export interface Clock {
	/** Unix milliseconds. */
	now(): number;
	sleep(ms: number): Promise<void>;
}

/** Lower-case names. */
export type ResponseHeaders = Readonly<Record<string, string>>;

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
	readonly headers: ResponseHeaders;
	readonly body: AsyncIterable<Uint8Array>;
}

/**
 * Sends one request, once, with the host's base URL and credential applied, following no redirect.
 * Resolves for every HTTP status; rejects only when no response came.
 */
export interface Transport {
	(request: HttpRequest): Promise<HttpResponse>;
	/** What must never be told: the keys that it sends, for a provider may repeat them in its words. */
	readonly secrets?: readonly string[];
}

/** A transport in the place of another, which keeps the same secrets. */
export function inPlaceOf({ secrets }: Transport, transport: Transport): Transport {
	return secrets === undefined ? transport : Object.assign(transport, { secrets });
}
