import { bytesOf, encodeText } from '../../core/formats/bytes';
import type { HttpRequest } from '../../core';
import type { Bytes } from '../../core/types';

const LINE_END = 0x0a;
const COMMA = 0x2c;

/** Lines of JSON as a list inside a body, between its head and its end: nothing is parsed, nothing is joined. */
export function linesBody(
	head: string,
	{ chunks }: Bytes,
	end: string,
): Pick<HttpRequest, 'headers' | 'body'> {
	// JSON holds no line end but as an escape, so each of them ends a line.
	const list = chunks.map((chunk) => chunk.map((byte) => (byte === LINE_END ? COMMA : byte)));
	const last = list.at(-1);
	const entries = last?.at(-1) === COMMA ? [...list.slice(0, -1), last.subarray(0, -1)] : list;
	return {
		headers: { 'content-type': 'application/json' },
		body: bytesOf(encodeText(head), ...entries, encodeText(end)),
	};
}
