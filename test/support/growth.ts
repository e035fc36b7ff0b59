import { createContext, Script } from 'node:vm';

/** Under it a time says nothing; what reads a text again and again takes longer than this for half a megabyte. */
const FLOOR_MS = 25;
/** What takes less for a sixteenth of the text takes no more than half a second for all of it, even if it squares. */
const PART = 16;
const PART_FLOOR_MS = 2;
/** Twice the text in three times the time: caches and the collector of garbage take their share. */
const MOST_GROWTH = 3;
const TRIES = 4;
/** Ends what would not end, that the test may say so; nothing that is linear comes near. */
const ENDLESS_MS = 8_000;

/**
 * Why reading is not linear: so many times the time for twice the text, and for half of it again, for one of the two
 * may have met the collector; `undefined` where it is linear.
 */
export function findGrowth(
	read: (size: number) => () => unknown,
	size: number,
): string | undefined {
	if (timeOf(read(size / PART)) < PART_FLOOR_MS) return undefined;
	const whole = growthOf(read, size);
	if (whole <= MOST_GROWTH) return undefined;
	if (whole === Infinity) return `did not end within ${ENDLESS_MS} ms`;
	return growthOf(read, size / 2) <= MOST_GROWTH
		? undefined
		: `takes ${whole.toFixed(1)} times as long for twice the text`;
}

/** How much longer a text takes than half of it; the best of several tries. */
function growthOf(read: (size: number) => () => unknown, size: number): number {
	const [half, whole] = [read(size / 2), read(size)];
	let best = { half: Infinity, whole: timeOf(whole) };
	for (let tried = 1; best.whole > FLOOR_MS && best.whole < Infinity; tried += 1) {
		best = {
			half: Math.min(best.half, timeOf(half)),
			whole: tried === 1 ? best.whole : Math.min(best.whole, timeOf(whole)),
		};
		if (best.whole / best.half <= MOST_GROWTH || tried === TRIES) return best.whole / best.half;
	}
	return best.whole === Infinity ? Infinity : 1;
}

const sandbox = createContext({});
const script = new Script('run()');

/** Of this process alone, so that others on the machine do not count; `Infinity` where it does not end. */
function timeOf(run: () => unknown): number {
	const before = process.cpuUsage();
	Object.assign(sandbox, { run });
	try {
		script.runInContext(sandbox, { timeout: ENDLESS_MS });
	} catch (error) {
		if (String(error).includes('timed out')) return Infinity;
		throw error;
	}
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}
