import type { ZObject } from 'zapier-platform-core';
import { isOffpeakError, type ErrorCode, type OffpeakError } from '../../core';

/**
 * What Zapier should make of an error. `again` is tried again by Zapier itself, after a while; `halt` stops
 * this run without counting towards turning the Zap off; `reconnect` asks the user for a new key.
 */
const KINDS = {
	invalid_input: 'error',
	unsupported: 'error',
	over_budget: 'error',
	quota_exhausted: 'error',
	rejected: 'error',
	gone: 'error',
	malformed_response: 'error',
	not_finished: 'halt',
	unauthorized: 'reconnect',
	rate_limited: 'again',
	enqueued_limit: 'again',
	unavailable: 'again',
	unknown_outcome: 'again',
} satisfies Record<ErrorCode, 'error' | 'halt' | 'reconnect' | 'again'>;

const DEFAULT_WAIT_MS = 60_000;
/** The provider must first work off what it has: asking every minute would be in vain. */
const ENQUEUED_WAIT_MS = 15 * 60_000;

/** Runs a step, and lets an error of ours leave as the one of Zapier's that does the right thing. */
export async function withZapierErrors<T>(z: ZObject, step: () => Promise<T>): Promise<T> {
	return await step().catch((error: unknown) => {
		throw toZapierError(z, error);
	});
}

function toZapierError(z: ZObject, error: unknown): unknown {
	if (!isOffpeakError(error)) return error;
	const message = messageOf(error);
	const { status } = error.details;
	switch (KINDS[error.code]) {
		case 'error':
			return new z.errors.Error(message, error.code, status);
		case 'halt':
			return new z.errors.HaltedError(message);
		case 'reconnect':
			// 403: the key is good but lacks a permission; connecting it again would change nothing.
			return status === 401
				? new z.errors.ExpiredAuthError(message)
				: new z.errors.Error(message, error.code, status);
		case 'again':
			return new z.errors.ThrottledError(message, Math.ceil(waitOf(error) / 1000));
	}
}

export function messageOf({ message, details }: OffpeakError): string {
	return details.hint === undefined ? message : `${message} ${details.hint}`;
}

function waitOf({ code, details }: OffpeakError): number {
	const usual = code === 'enqueued_limit' ? ENQUEUED_WAIT_MS : DEFAULT_WAIT_MS;
	return Math.max(usual, details.retryAfterMs ?? 0);
}
