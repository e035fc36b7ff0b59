import type { Clock } from '../transport';

/** What a host remembers of the runs of a step, so that it outlives each of them. */
export interface EndedRuns {
	/** Whether the run has its job; `undefined` where the host cannot say. */
	has(runKey: string): Promise<boolean | undefined>;
	/** From now on it has. */
	add(runKey: string): Promise<void>;
}

/** A run that lives has its job within seconds of its last purchase. */
const SETTLE_SECONDS = 5;
/** So long a lost reply is looked for, and some more. */
const LONGEST_SECONDS = 60;

/** Whether a run died before it had its job; `undefined` where nobody knows. `age`: of its last purchase, in seconds. */
export async function hasDied(
	runKey: string,
	age: number,
	ended: EndedRuns,
	{ sleep }: Clock,
): Promise<boolean | undefined> {
	const settled = Math.max(age, SETTLE_SECONDS);
	if (settled > age) await sleep((settled - age) * 1000);
	const hasEnded = await ended.has(runKey);
	if (hasEnded !== false) return hasEnded === undefined ? undefined : false;
	if (settled < LONGEST_SECONDS) await sleep((LONGEST_SECONDS - settled) * 1000);
	return (await ended.has(runKey)) === false;
}
