import { findMismatch } from '../formats/schema/json-schema';

/** Why an answer is not what was asked for, as a sentence; `undefined` when it is. */
export function describeMismatch(schema: unknown, value: unknown): string | undefined {
	const mismatch = findMismatch(schema, value);
	return mismatch === undefined ? undefined : `The ${mismatch}.`;
}
