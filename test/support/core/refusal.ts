import { isOffpeakError, type OffpeakError } from '../../../core';

/** The error that a call ends with; a test fails when it does not fail, or fails with another class. */
export async function errorOf(run: () => unknown): Promise<OffpeakError> {
	const reason = await Promise.resolve()
		.then(run)
		.then(
			() => undefined,
			(error: unknown) => error,
		);
	if (isOffpeakError(reason)) return reason;
	throw new Error(`Expected an OffpeakError, got ${String(reason)}`);
}
