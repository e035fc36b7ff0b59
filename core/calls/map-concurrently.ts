/** Runs `work` on every entry, at most `limit` at a time, in order of their start. The first throw ends it. */
export async function mapConcurrently<T>(
	entries: AsyncIterable<T> | Iterable<T>,
	limit: number,
	work: (entry: T) => Promise<void>,
): Promise<void> {
	const running = new Set<Promise<void>>();
	for await (const entry of entries) {
		const task = work(entry).finally(() => running.delete(task));
		// It is awaited below; until then a rejection must not count as unhandled.
		task.catch(() => undefined);
		running.add(task);
		if (running.size >= Math.max(1, limit)) await Promise.race(running);
	}
	await Promise.all(running);
}
