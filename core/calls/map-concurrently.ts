/**
 * Runs `work` on every entry, at most `limit` at a time, in order of their start. After a throw, of the work or of
 * the source, nothing new is begun; what is under way is waited for, and the first throw is thrown.
 */
export async function mapConcurrently<T>(
	entries: AsyncIterable<T> | Iterable<T>,
	limit: number,
	work: (entry: T) => Promise<void>,
): Promise<void> {
	const running = new Set<Promise<void>>();
	const failures: unknown[] = [];
	const begin = (entry: T): void => {
		const task = settled(work, entry, failures).then(() => {
			running.delete(task);
		});
		running.add(task);
	};
	const beginAll = async (): Promise<void> => {
		for await (const entry of entries) {
			if (failures.length > 0) return;
			begin(entry);
			if (running.size >= Math.max(1, limit)) await Promise.race(running);
			if (failures.length > 0) return;
		}
	};
	await settled(beginAll, undefined, failures);
	await Promise.all(running);
	if (failures.length > 0) throw failures[0];
}

/** Never rejects: a rejection that nobody awaits yet ends a process, and one of several that are raced is lost. */
async function settled<T>(
	work: (entry: T) => Promise<void>,
	entry: T,
	failures: unknown[],
): Promise<void> {
	try {
		await work(entry);
	} catch (error) {
		failures.push(error);
	}
}
