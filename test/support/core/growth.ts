/** The length of an input that a stranger may send. */
const LENGTH = 500_000;
/** Below this no difference can be told from what the machine does besides. */
const SHORTEST_MS = 30;

const TRIES = 4;

/** Work on an input of twice the length takes at most three times as long: time of the processor, not of the clock. */
export function expectLinear(prepare: (length: number) => () => unknown): void {
	const once = prepare(LENGTH);
	const twice = prepare(2 * LENGTH);
	let [short, long] = [Infinity, Infinity];
	// What a machine does besides makes a time longer, never shorter.
	for (let tried = 0; tried < TRIES; tried += 1) {
		short = Math.min(short, timeOf(once));
		long = Math.min(long, timeOf(twice));
		if (long <= 3 * Math.max(short, SHORTEST_MS)) return;
	}
	expect(long).toBeLessThanOrEqual(3 * Math.max(short, SHORTEST_MS));
}

function timeOf(work: () => unknown): number {
	const before = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}
