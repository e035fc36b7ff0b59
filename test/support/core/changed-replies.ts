import type { HttpRequest, Transport } from '../../../core';
import { readText } from '../../../core/calls/send';
import { bytesOfText } from './canned-transport';

export interface PlainReply {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly text: string;
}

/** The same server behind something that changes what it says: a proxy, a cache, a machine that lags behind. */
export function changingReplies(
	transport: Transport,
	change: (request: HttpRequest, reply: PlainReply) => PlainReply,
): Transport {
	return async (request) => {
		const { status, headers, body } = await transport(request);
		const changed = change(request, { status, headers, text: await readText(body) });
		return { ...changed, body: bytesOfText(changed.text) };
	};
}

/** A reply with other fields of its JSON. */
export function withFields(
	reply: PlainReply,
	fields: Readonly<Record<string, unknown>>,
): PlainReply {
	const value: unknown = JSON.parse(reply.text);
	return { ...reply, text: JSON.stringify({ ...Object(value), ...fields }) };
}
