import { randomUUID } from 'node:crypto';
import type { OffpeakError } from '../errors';
import { defined } from '../formats/defined';
import type { StoredFile } from '../protocols/protocol';
import type { Bytes } from '../types';
import { type Connection, unreadableReply } from './connection';
import { filesOf } from './files';
import { send } from './send';

export interface NewFile {
	readonly fileName: string;
	readonly content: Bytes;
	/** Where the provider lets us say so. */
	readonly expireAfterSeconds: number;
}

export type Upload =
	| { readonly ok: true; readonly fileId: string; readonly state?: StoredFile['state'] }
	| { readonly ok: false; readonly error: OffpeakError };

const TRIES = 3;
const MAX_WAIT_MS = 60_000;
const DEFAULT_WAIT_MS = 2_000;

/** Uploading the same file twice costs nothing, so it may be tried again. Only where a provider keeps files. */
export async function upload(
	{ fileName, content, expireAfterSeconds }: NewFile,
	{ provider, transport, clock }: Connection,
): Promise<Upload> {
	const files = filesOf(provider);
	for (let tried = 1; ; tried += 1) {
		const reply = await send(
			transport,
			files.upload({
				file: { fileName, content },
				boundary: multipartBoundary(),
				...(provider.expiry === undefined ? {} : { expireAfterSeconds }),
			}),
		);
		const file = reply.ok ? files.readFile(reply.value) : undefined;
		if (file !== undefined) return { ok: true, fileId: file.id, ...defined({ state: file.state }) };
		const error = reply.ok ? unreadableReply('the uploaded file', provider.protocol) : reply.error;
		if (tried >= TRIES || !error.retryable) return { ok: false, error };
		await clock.sleep(waitOf(error, tried));
	}
}

/** As long as the provider says, else longer each time. */
export function waitOf(error: OffpeakError, tried: number): number {
	return Math.min(MAX_WAIT_MS, error.details.retryAfterMs ?? DEFAULT_WAIT_MS * 2 ** (tried - 1));
}

export function multipartBoundary(): string {
	return `offpeak-${randomUUID()}`;
}
