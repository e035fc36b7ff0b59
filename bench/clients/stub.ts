import { createReadStream } from 'node:fs';
import { wireBatch, wireFile } from './wire';

const STREAM_BYTES = 64 * 1024;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** What arrived: proof that a side did its work. */
export interface Traffic {
	readonly calls: string[];
	sentBytes: number;
	/** Lines of the uploaded files, without those of the multipart frame. */
	sentLines: number;
	created: number;
}

export interface StubServer {
	readonly fetch: typeof globalThis.fetch;
	readonly traffic: Traffic;
}

/**
 * An OpenAI that lives in this process and answers at once: one `fetch` for all sides, which reads
 * every byte of a body and hands out files in chunks of 64 kB.
 */
export function stubServer(rowCount: number, resultsFile?: string): StubServer {
	// Node loads its fetch classes at their first use: that is no side's work.
	void new Response(new FormData()).body;
	const traffic: Traffic = { calls: [], sentBytes: 0, sentLines: 0, created: 0 };

	const answer = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
		const { pathname } = new URL(input instanceof Request ? input.url : input);
		const method = init?.method?.toUpperCase() ?? 'GET';
		const path = pathname.replace('/v1', '');
		traffic.calls.push(`${method} ${path}`);
		if (method === 'POST' && path === '/files') {
			const bytes = await readUpload(init?.body, traffic);
			return Response.json(wireFile(bytes));
		}
		if (method === 'POST' && path === '/batches') {
			traffic.created += 1;
			return Response.json(wireBatch(rowCount, false));
		}
		if (path === '/batches' || path === '/files') {
			return Response.json({ object: 'list', data: [], has_more: false });
		}
		if (path.endsWith('/content') && resultsFile !== undefined) {
			return new Response(createReadStream(resultsFile, { highWaterMark: STREAM_BYTES }));
		}
		return Response.json(wireBatch(rowCount, true));
	};
	return { fetch: answer, traffic };
}

async function readUpload(body: RequestInit['body'], traffic: Traffic): Promise<number> {
	let bytes = 0;
	for await (const chunk of chunksOf(body)) {
		const view = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
		bytes += view.byteLength;
		// Inside JSON both are escaped, and the frame's lines end with both: what is left are our lines.
		traffic.sentLines += countByte(view, LINE_FEED) - countByte(view, CARRIAGE_RETURN);
	}
	traffic.sentBytes += bytes;
	return bytes;
}

/** Bytes go out as they lie, like to a socket; a form has to be encoded first, as `fetch` does it. */
async function* chunksOf(body: RequestInit['body']): AsyncGenerator<Uint8Array> {
	if (body instanceof Uint8Array) yield body;
	else yield* new Response(body ?? '').body ?? [];
}

function countByte(view: Buffer, byte: number): number {
	let count = 0;
	for (let at = view.indexOf(byte); at >= 0; at = view.indexOf(byte, at + 1)) count += 1;
	return count;
}
