import type { Clock } from '../transport';

/** What a host remembers of the runs of a step, so that it outlives each of them. */
export interface EndedRuns {
	/** Whether the run has its job; `undefined` where the host cannot say. */
	has(runKey: string): Promise<boolean | undefined>;
	/** From now on it has. */
	add(runKey: string): Promise<void>;
}

/** So long a lost reply is looked for, and some more: a run that lives has its job by then. */
const LONGEST_SECONDS = 60;
const FIRST_PAUSE_SECONDS = 2;

/**
 * Whether a run died before it had its job; `undefined` where nobody knows. `age`: of its last purchase, in seconds.
 * One that ended is known at once; one that has not is asked after ever less often.
 */
export async function hasDied(
	runKey: string,
	age: number,
	ended: EndedRuns,
	{ sleep }: Clock,
): Promise<boolean | undefined> {
	let asked = Math.max(0, age);
	for (;;) {
		const hasEnded = await ended.has(runKey);
		if (hasEnded !== false) return hasEnded === undefined ? undefined : false;
		if (asked >= LONGEST_SECONDS) return true;
		const next = Math.min(LONGEST_SECONDS, Math.max(asked + FIRST_PAUSE_SECONDS, asked * 2));
		await sleep((next - asked) * 1000);
		asked = next;
	}
}
