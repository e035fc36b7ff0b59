import { isOffpeakError } from '../../core';

/** One failed execution for so many hours of failing polls, not one a minute. */
const TELL_EVERY_MS = 3 * 3_600_000;

interface Failing {
	readonly since: number;
	readonly toldAt: number | undefined;
}

/** Of this process only: a restart begins anew, which costs one more message at most. */
const failing = new Map<string, Failing>();
const activated = new WeakSet<object>();

/** Whether this is the first poll since the workflow was published or n8n started: its error stands on the screen. */
export function isFirstPoll(context: object): boolean {
	const isFirst = !activated.has(context);
	activated.add(context);
	return isFirst;
}

export function forgetFailures(key: string): void {
	failing.delete(key);
}

/**
 * Whether an error is worth a failed execution: one that only a change mends at once and then every three
 * hours, one that passes by itself only when it has not passed for three hours.
 */
export function isWorthTelling(
	key: string,
	error: unknown,
	isFirst: boolean,
	now: number,
): boolean {
	const before = failing.get(key);
	const isPassing = isOffpeakError(error) && error.retryable;
	const quietSince = before?.toldAt ?? (isPassing ? (before?.since ?? now) : -Infinity);
	const isWorth = (isFirst && !isPassing) || Math.abs(now - quietSince) >= TELL_EVERY_MS;
	failing.set(key, {
		since: before?.since ?? now,
		toldAt: isWorth ? now : before?.toldAt,
	});
	return isWorth;
}
