import type { OffpeakError } from '../errors';

/**
 * Whether a refusal is about what was asked for, and would be the same again: no such address, not allowed, not
 * implemented, a redirect that is not followed. One for the key or the account stops all calls; a reply that
 * cannot be read may be a proxy's, and the next one the server's.
 */
export function isLasting({ code, retryable, details: { status = 0 } }: OffpeakError): boolean {
	if (status === 401 || code === 'quota_exhausted' || code === 'malformed_response') return false;
	const isRedirect = status >= 300 && status < 400;
	return status === 501 || isRedirect || !retryable;
}
