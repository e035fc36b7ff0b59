import type { HttpRequest, HttpResponse, Transport } from '../../../core';
import { readFixture } from './fixtures';

export interface CannedReply {
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	/** Text as it is; anything else as JSON. */
	readonly body?: unknown;
}

/** A server that says what it was told to say, in order, and remembers what it was asked. */
export function cannedTransport(...replies: readonly (CannedReply | Error)[]): {
	readonly transport: Transport;
	readonly requests: HttpRequest[];
} {
	const requests: HttpRequest[] = [];
	const transport: Transport = async (request) => {
		const reply = replies[requests.length];
		requests.push(request);
		if (reply === undefined)
			throw new Error(`No reply is left for ${request.method} ${request.path}`);
		if (reply instanceof Error) throw reply;
		return toResponse(reply);
	};
	return { transport, requests };
}

export function fixtureReply(name: string, status = 200): CannedReply {
	return { status, body: readFixture(name) };
}

function toResponse({ status = 200, headers = {}, body }: CannedReply): HttpResponse {
	return {
		status,
		headers,
		body: bytesOfText(typeof body === 'string' ? body : JSON.stringify(body ?? null)),
	};
}

export async function* bytesOfText(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
	for (const text of texts) yield new TextEncoder().encode(text);
}

export async function* bytesOfChunks(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
	yield* chunks;
}
