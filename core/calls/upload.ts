import { randomUUID } from 'node:crypto';
import type { OffpeakError } from '../errors';
import { protocolOf } from '../protocols';
import type { Bytes } from '../types';
import { type Connection, unreadableReply } from './connection';
import { send } from './send';

export interface NewFile {
	readonly fileName: string;
	readonly content: Bytes;
	/** Where the provider lets us say so. */
	readonly expireAfterSeconds: number;
}

export type Upload =
	| { readonly ok: true; readonly fileId: string }
	| { readonly ok: false; readonly error: OffpeakError };

const TRIES = 3;
const MAX_WAIT_MS = 60_000;
const DEFAULT_WAIT_MS = 2_000;

/** Uploading the same file twice costs nothing, so it may be tried again. */
export async function upload(
	{ fileName, content, expireAfterSeconds }: NewFile,
	{ provider, transport, clock }: Connection,
): Promise<Upload> {
	const protocol = protocolOf(provider);
	for (let attempt = 1; ; attempt += 1) {
		const reply = await send(
			transport,
			protocol.upload({
				file: { fileName, content },
				boundary: multipartBoundary(),
				...(provider.expiry === undefined ? {} : { expireAfterSeconds }),
			}),
		);
		const file = reply.ok ? protocol.readFile(reply.value) : undefined;
		if (file !== undefined) return { ok: true, fileId: file.id };
		const error = reply.ok ? unreadableReply('the uploaded file') : reply.error;
		if (attempt >= TRIES || !error.retryable) return { ok: false, error };
		await clock.sleep(waitOf(error, attempt));
	}
}

/** As long as the provider says, else longer each time. */
export function waitOf(error: OffpeakError, attempt: number): number {
	return Math.min(MAX_WAIT_MS, error.details.retryAfterMs ?? DEFAULT_WAIT_MS * 2 ** (attempt - 1));
}

export function multipartBoundary(): string {
	return `offpeak-${randomUUID()}`;
}
