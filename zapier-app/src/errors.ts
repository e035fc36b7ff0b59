import type { ZObject } from 'zapier-platform-core';
import { isOffpeakError, unforeseen, type ErrorCode, type OffpeakError } from '../../core';

type Kind = 'error' | 'halt' | 'reconnect' | 'again';

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
} satisfies Record<ErrorCode, Kind>;

const DEFAULT_WAIT_MS = 60_000;
/** The provider must first work off what it has: asking every minute would be in vain. */
const ENQUEUED_WAIT_MS = 15 * 60_000;

/** Runs a step, and lets an error of ours leave as the one of Zapier's that does the right thing. */
export async function withZapierErrors<T>(z: ZObject, step: () => Promise<T>): Promise<T> {
	return await step().catch((error: unknown) => {
		throw toZapierError(z, error);
	});
}

/** A name that leads nowhere, or a certificate that is not valid: only a change of the address helps. */
const NO_SERVER = /ENOTFOUND|CERT|SELF_SIGNED/;

function kindOf({ code, retryable, details: { status = 0, cause = '' } }: OffpeakError): Kind {
	// Zapier would run the step again by itself, and so buy again.
	if (code === 'unknown_outcome' && !retryable) return 'error';
	const isRedirect = status >= 300 && status < 400;
	return code === 'unavailable' && (isRedirect || NO_SERVER.test(cause)) ? 'error' : KINDS[code];
}

/** Of the language itself: their words mean nothing to a user, and may quote a row. Zapier's own errors go through. */
const OF_THE_LANGUAGE = new Set([
	'TypeError',
	'RangeError',
	'SyntaxError',
	'ReferenceError',
	'URIError',
]);

function toZapierError(z: ZObject, thrown: unknown): unknown {
	const isUnforeseen = thrown instanceof Error && OF_THE_LANGUAGE.has(thrown.name);
	const error = isUnforeseen ? unforeseen(thrown) : thrown;
	if (!isOffpeakError(error)) return error;
	const message = messageOf(error);
	const { status } = error.details;
	switch (kindOf(error)) {
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

/** The core's hints name what is on n8n's screen; here the same things have other names. */
const WORDS: ReadonlyArray<readonly [inCore: RegExp, here: string]> = [
	[/\bthe expression in\b/g, 'the field'],
	[/Options → /g, ''],
	[/\bcredential\b/g, 'connection'],
	[/\bthe node sets it\b/g, 'Offpeak sets it'],
	[/\bitems\b/g, 'rows'],
];

/** What happened and what to do, in the words of Zapier's screen; what the provider says stays as it is. */
function messageOf({ message, details: { hint = '' } }: OffpeakError): string {
	const [ours = '', ...said] = message.split(/(?= The provider says: )/);
	const words = [inOurWords(ours), ...said].join('');
	return `${words} ${inOurWords(hint)}`.trim();
}

function inOurWords(text: string): string {
	const parts = text.split(/("[^"]*")/);
	// In quotes stands what the user wrote.
	return parts
		.map((part, index) => (index % 2 === 1 ? part : WORDS.reduce(replaceWord, part)))
		.join('');
}

function replaceWord(text: string, [inCore, here]: (typeof WORDS)[number]): string {
	return text.replaceAll(inCore, here);
}

function waitOf({ code, details }: OffpeakError): number {
	const usual = code === 'enqueued_limit' ? ENQUEUED_WAIT_MS : DEFAULT_WAIT_MS;
	return Math.max(usual, details.retryAfterMs ?? 0);
}
