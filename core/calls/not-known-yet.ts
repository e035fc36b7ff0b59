import { isOffpeakError, OffpeakError } from '../errors';

/** Not every machine of a provider knows at once what another has made (anthropic-sdk-python#1432, read 2026-11-29). */
export const UNKNOWN_SECONDS = 600;

/**
 * Why a look failed, of something that was made at `madeAt`; both times in Unix milliseconds. What is young and
 * unknown is worth another look; what is unknown later is gone.
 */
export function notKnownYet(
	error: unknown,
	what: string,
	{ madeAt, now }: { readonly madeAt: number; readonly now: number },
): unknown {
	const isYoung = now - madeAt < UNKNOWN_SECONDS * 1000;
	// 410 is the word for what was there.
	const isUnknown = isOffpeakError(error) && error.code === 'gone' && error.details.status !== 410;
	if (!isUnknown || !isYoung) return error;
	return new OffpeakError('unavailable', `The provider does not know ${what} yet.`, {
		hint: 'It was sent a few minutes ago: look again in a minute. If it stays unknown, check that the credential is the one that it was sent with.',
	});
}
