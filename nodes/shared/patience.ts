import { OffpeakError } from '../../core';

/** How long a call is waited for, in milliseconds, beside the time that its bytes need on a slow line. */
export interface Patience {
	/** Until the reply begins. */
	readonly headers: number;
	/** From then until it has come, and in it until the next bytes come. */
	readonly body: number;
	/**
	 * The same where a model may still be at work: gateways begin the reply at once, and keep the line open with
	 * blanks until there is an answer (agent37-platform/gateway#6, zacdcook/openclaw-billing-proxy#40, 2026).
	 */
	readonly answer: number;
}

/** Five minutes for an answer are n8n's own default. */
export const PATIENCE: Patience = { headers: 300_000, body: 30_000, answer: 300_000 };

/** A quarter of a megabit: 200 MB take less than two hours on the slowest line that is waited for. */
const BYTES_PER_MS = 32;

/** What so many bytes need on the slowest line that is waited for. */
export function slowestMs(byteLength: number): number {
	return Math.ceil(byteLength / BYTES_PER_MS);
}

/**
 * The bytes of a reply, of which each comes in time or `giveUp` closes the connection: n8n's client ends its own
 * limit with the headers (axios/axios#459). Only waiting counts, not what is done with the bytes.
 */
export async function* readBody(
	body: AsyncIterable<Uint8Array>,
	patienceMs: number,
	giveUp: () => void,
): AsyncGenerator<Uint8Array> {
	const watch = new Watch(patienceMs);
	const chunks = body[Symbol.asyncIterator]();
	let isOver = false;
	try {
		for (;;) {
			const { done, value } = await watch.waitFor(chunks.next());
			isOver = done === true;
			if (done === true) return;
			watch.receive(value.byteLength);
			yield value;
		}
	} finally {
		watch.end();
		if (!isOver) giveUp();
	}
}

/** One alarm at a time, not one for each chunk; it keeps no process alive. */
class Watch {
	#received = 0;
	/** In all waits that are over. */
	#waitedMs = 0;
	/** The wait that goes on. */
	#wait: { readonly since: number; readonly reject: (error: OffpeakError) => void } | undefined;
	#alarm: AbortSignal | undefined;

	constructor(private readonly patienceMs: number) {}

	/** Rejects when it takes too long, whether or not what is waited for can be ended. */
	async waitFor<T>(chunk: Promise<T>): Promise<T> {
		const since = performance.now();
		return await new Promise<T>((resolve, reject) => {
			this.#wait = { since, reject };
			if (this.#alarm === undefined) this.#set(this.#left(0));
			chunk.then(resolve, reject);
		}).finally(() => {
			this.#wait = undefined;
			this.#waitedMs += performance.now() - since;
		});
	}

	receive(byteLength: number): void {
		this.#received += byteLength;
	}

	end(): void {
		this.#alarm?.removeEventListener('abort', this.#look);
	}

	readonly #look = (): void => {
		this.#alarm = undefined;
		if (this.#wait === undefined) return;
		const left = this.#left(performance.now() - this.#wait.since);
		if (left > 0) this.#set(left);
		else this.#wait.reject(tooSlow());
	};

	#set(ms: number): void {
		this.#alarm = AbortSignal.timeout(Math.max(0, Math.ceil(ms)));
		this.#alarm.addEventListener('abort', this.#look, { once: true });
	}

	/** Until the next bytes must have come, and until all must have come that are not many more than there are. */
	#left(waitingMs: number): number {
		const allowedMs = this.patienceMs + slowestMs(this.#received);
		return Math.min(this.patienceMs, allowedMs - this.#waitedMs) - waitingMs;
	}
}

function tooSlow(): OffpeakError {
	return new OffpeakError(
		'unavailable',
		'The server began to answer, and then went silent or became too slow.',
		{ hint: 'Try again in a few minutes.' },
	);
}
