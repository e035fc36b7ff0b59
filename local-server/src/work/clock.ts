import { setTimeout as wait } from 'node:timers/promises';

/** Lets requests, timers and commits have their turn during long work. */
export function turn(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}

/** Sleeps, or returns early once the server closes; the caller looks at the signal. No timer for 0 ms. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
	if (milliseconds <= 0 || signal?.aborted) return;
	await wait(milliseconds, undefined, { signal }).catch(() => undefined);
}

/** The work under way, so that `idle` and `close` can wait for it without polling. */
export class Work {
	private readonly jobs = new Map<string, Promise<void>>();
	private readonly again = new Set<string>();

	/** Starts the job of this name. When it runs already, it is run once more afterwards. */
	start(name: string, job: () => Promise<void>): void {
		if (this.jobs.has(name)) {
			this.again.add(name);
			return;
		}
		const running = job()
			.catch((error: unknown) => console.error(`local-server: ${name} stopped:`, error))
			.then(() => {
				this.jobs.delete(name);
				if (this.again.delete(name)) this.start(name, job);
			});
		this.jobs.set(name, running);
	}

	async idle(): Promise<void> {
		while (this.jobs.size > 0) await Promise.all(this.jobs.values());
	}
}

/** At most `size` model answers at a time, over all batches and background responses, first come first served. */
export class Slots {
	private readonly queue: (() => void)[] = [];

	constructor(private free: number) {}

	async run<T>(work: () => Promise<T>): Promise<T> {
		if (this.free > 0) this.free -= 1;
		else await new Promise<void>((resolve) => this.queue.push(resolve));
		try {
			return await work();
		} finally {
			const next = this.queue.shift();
			if (next) next();
			else this.free += 1;
		}
	}
}
