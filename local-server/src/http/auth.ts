import { createHash, timingSafeEqual } from 'node:crypto';
import { ApiError } from './errors';

function digest(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}

function bearerOf(header: string | undefined): string | undefined {
	return /^Bearer\s+(\S.*)$/i.exec(header ?? '')?.[1];
}

/** Compares digests, so that neither the time nor the length tells anything about the key. */
export function isKey(header: string | undefined, key: string): boolean {
	const given = bearerOf(header);
	return given !== undefined && timingSafeEqual(digest(given), digest(key));
}

export function checkKey(header: string | undefined, key: string): void {
	if (bearerOf(header) === undefined) {
		const message =
			"You didn't provide an API key. Provide it in an Authorization header: Authorization: Bearer YOUR_KEY.";
		throw new ApiError(401, message);
	}
	if (!isKey(header, key)) {
		throw new ApiError(401, 'Incorrect API key provided.', { code: 'invalid_api_key' });
	}
}

const LOOPBACK = /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/;
/** How programs in a container call the machine that they run on. */
const HOST_OF_CONTAINERS = 'host.docker.internal';

export function isLoopback({ hostname }: Pick<URL, 'hostname'>): boolean {
	return LOOPBACK.test(hostname);
}

/**
 * A server that listens to its own machine only is called by a name of that machine. Any other name is one that
 * a page in a browser has turned here (DNS rebinding): its origin would then look like the server's own.
 */
export function checkHost(header: string | null): void {
	const url = `http://${header ?? ''}`;
	const hostname = URL.canParse(url) ? new URL(url).hostname : '';
	if (isLoopback({ hostname }) || hostname === HOST_OF_CONTAINERS) return;
	throw new ApiError(
		403,
		'This server answers to the names of its own machine only, e.g. localhost.',
		{
			code: 'host_not_allowed',
		},
	);
}

/** Without a key, any page open in a browser on this machine could send requests here. */
export function checkOrigin(origin: string | undefined, url: string): void {
	if (origin === undefined || origin === new URL(url).origin) return;
	throw new ApiError(403, 'Pages of other origins may not use this server.', {
		code: 'origin_not_allowed',
	});
}
