import type { HttpRequest, Transport } from '../../core';
import { bytesOfText } from '../support/core/canned-transport';
import { changingReplies, type PlainReply, withFields } from '../support/core/changed-replies';

/** What this provider does otherwise than most, as long as it is asked. */
export interface Manners {
	/** It takes no file that no batch is made of (litellm#37527). */
	readonly refusesKept: boolean;
	/** A file is processed after so many looks at it (openai-dotnet#312). */
	readonly looksUntilReady: number;
}

export function mannered(
	transport: Transport,
	{ refusesKept, looksUntilReady }: Manners,
): Transport {
	const looks = new Map<string, number>();
	const unready = (reply: PlainReply): PlainReply => withFields(reply, { status: 'pending' });
	const slow = changingReplies(transport, (request, reply) => {
		if (looksUntilReady === 0 || reply.status !== 200) return reply;
		if (isUpload(request)) return unready(reply);
		const file =
			request.method === 'GET' ? /^\/files\/([^/]+)$/.exec(request.path)?.[1] : undefined;
		if (file === undefined) return reply;
		const seen = (looks.get(file) ?? 0) + 1;
		looks.set(file, seen);
		return seen < looksUntilReady ? unready(reply) : reply;
	});
	return async (request) =>
		refusesKept && isUpload(request) && nameOf(request).includes('.kept.')
			? {
					status: 422,
					headers: { 'content-type': 'application/json' },
					body: bytesOfText('{"detail":"No line of this file is a request."}'),
				}
			: await slow(request);
}

function isUpload({ method, path }: HttpRequest): boolean {
	return method === 'POST' && path === '/files';
}

function nameOf({ body }: HttpRequest): string {
	const text = Buffer.concat(body?.chunks ?? []).toString('latin1');
	return /filename="([^"]*)"/.exec(text)?.[1] ?? '';
}
