import { createHash, timingSafeEqual } from 'node:crypto';
import { ApiError } from './errors';

function digest(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}

/** Compares digests, so that neither the time nor the length tells anything about the key. */
export function checkKey(header: string | undefined, key: string): void {
	const given = /^Bearer\s+(.+)$/i.exec(header ?? '')?.[1];
	if (given === undefined) {
		const message =
			"You didn't provide an API key. Provide it in an Authorization header: Authorization: Bearer YOUR_KEY.";
		throw new ApiError(401, message);
	}
	if (!timingSafeEqual(digest(given), digest(key))) {
		throw new ApiError(401, 'Incorrect API key provided.', { code: 'invalid_api_key' });
	}
}

/** Without a key, any page open in a browser on this machine could send requests here. */
export function checkOrigin(origin: string | undefined, url: string): void {
	if (origin === undefined || origin === new URL(url).origin) return;
	throw new ApiError(403, 'Pages of other origins may not use this server.', {
		code: 'origin_not_allowed',
	});
}
