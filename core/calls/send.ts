import type { OffpeakError } from '../errors';
import { parseJson } from '../formats/json';
import type { HttpRequest, Transport } from '../transport';
import { errorOf, isDefiniteRefusal, isPage, noResponse, tooLong, unreadable } from './http-errors';

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

	const { method } = request;
	const { status, headers, body } = sent.value;
	const read = await settle(readText(body));
	if (!('value' in read)) {
		const { reason } = read;
		const isTooLong = reason instanceof TooLong;
		return failure(isTooLong ? tooLong(status, '64 MB') : noResponse(reason), false);
	}
	const value = parseJson(read.value);
	const { secrets } = transport;
	if (status >= 200 && status < 300) {
		// Some servers answer a deletion with nothing at all.
		const isDone = method === 'DELETE' && read.value.trim() === '';
		if (isDone) return { ok: true, value: undefined };
		if (value !== undefined) return { ok: true, value };
		return failure(unreadable(status, headers), false);
	}
	const said = value ?? read.value;
	return failure(errorOf(status, headers, said, secrets), isDefiniteRefusal(status, said));
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
	if (isRead && !isPage(headers)) return { ok: true, body: withReadableErrors(body, status) };
	const read = await settle(readText(body));
	if (isRead) return { ok: false, error: unreadable(status, headers) };
	const said = 'value' in read ? (parseJson(read.value) ?? read.value) : undefined;
	return { ok: false, error: errorOf(status, headers, said, transport.secrets) };
}

/** Longer than any provider's file may be: a reply beyond it does not end, or was a few zipped bytes. */
const MAX_FILE_BYTES = 2 * 1024 ** 3;

/** A connection that breaks while a body is read is a passing fault, like one that breaks before. */
async function* withReadableErrors(
	body: AsyncIterable<Uint8Array>,
	status: number,
): AsyncGenerator<Uint8Array> {
	const chunks = body[Symbol.asyncIterator]();
	let byteLength = 0;
	try {
		for (;;) {
			const read = await settle(chunks.next());
			if (!('value' in read)) throw noResponse(read.reason);
			if (read.value.done === true) return;
			byteLength += read.value.value.byteLength;
			if (byteLength > MAX_FILE_BYTES) throw tooLong(status, '2 GB');
			yield read.value.value;
		}
	} finally {
		// Whoever reads no further lets go of the connection.
		await chunks.return?.();
	}
}

/** As `send`, for the calls where an error ends the step. */
export async function sendOrThrow(transport: Transport, request: HttpRequest): Promise<unknown> {
	const reply = await send(transport, request);
	if (!reply.ok) throw reply.error;
	return reply.value;
}

/** Longer than any answer, and than a page of any list; results and files are read as streams. */
const MAX_REPLY_CHARACTERS = 64 * 1024 * 1024;

class TooLong extends Error {}

export async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
	const decoder = new TextDecoder('utf-8');
	let text = '';
	for await (const chunk of body) {
		text += decoder.decode(chunk, { stream: true });
		if (text.length > MAX_REPLY_CHARACTERS) throw new TooLong();
	}
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
