import type { HttpRequest, HttpResponse, Transport } from '../../core';
import { createLocalServer, type FaultRule, type LocalServer } from '../../local-server/src';
import type { FakeClock } from '../../harness/fake-clock';
import { transportTo } from '../../harness/local-connection';
import { mannered, type Manners } from './manners';
import { slipping, type Slip } from './slips';

/** A purchase that is carried out although its reply says nothing of it, perhaps minutes later. */
export interface Ghost {
	readonly delayMs: number;
	/** What comes back at once: nothing, or a page of a proxy with this status. */
	readonly reply: 'drop' | 408 | 409 | 429 | 502;
}

/** A local server that is closed and opened again on the same data, also in the middle of a call. */
export class ShakyProvider {
	readonly transport: Transport;
	/** How often it was opened again. */
	restarts = 0;
	#server: LocalServer;
	#calls = 0;
	#purchases = 0;
	#late: { readonly dueAt: number; readonly request: HttpRequest }[] = [];
	#isCalm = false;
	readonly #bought = new Map<string, number>();

	constructor(
		private readonly data: string,
		private readonly clock: FakeClock,
		rules: readonly FaultRule[],
		/** Numbers of the calls that it goes down at, and whether their effect comes first. */
		private readonly falls: ReadonlyMap<number, 'before' | 'after'>,
		/** By number of the purchase. */
		private readonly ghosts: ReadonlyMap<number, Ghost>,
		slips: readonly Slip[],
		manners: Manners,
	) {
		this.#server = this.#open();
		this.#server.faults.add(...rules);
		const inner = transportTo({ fetch: async (request) => await this.#server.fetch(request) });
		const shaky: Transport = async (request) => {
			await this.#carryOutLate(inner);
			return await this.#send(inner, request);
		};
		this.transport = slipping(mannered(shaky, manners), slips, {
			now: clock.now,
			isCalm: () => this.#isCalm,
		});
	}

	async idle(): Promise<void> {
		await this.#server.idle();
	}

	/** Forgets the faults that did not strike yet, so that what is there can be read. */
	calm(): void {
		this.#isCalm = true;
		this.#server.faults.clear();
	}

	async restart(): Promise<void> {
		this.restarts += 1;
		this.#tally();
		await this.#server.close();
		this.#server = this.#open();
	}

	async close(): Promise<void> {
		await this.#server.close();
	}

	/** By request id: how often it was bought, in all lives of the server. */
	bought(): ReadonlyMap<string, number> {
		const all = new Map(this.#bought);
		for (const { customId, times } of this.#server.stats().bought) {
			all.set(customId ?? '', (all.get(customId ?? '') ?? 0) + times);
		}
		return all;
	}

	#tally(): void {
		for (const [id, times] of this.bought()) this.#bought.set(id, times);
	}

	#open(): LocalServer {
		return createLocalServer({ data: this.data, now: this.clock.now });
	}

	async #send(inner: Transport, request: HttpRequest): Promise<HttpResponse> {
		this.#calls += 1;
		const ghost = isPurchase(request) ? this.ghosts.get((this.#purchases += 1)) : undefined;
		if (ghost !== undefined && !this.#isCalm) {
			this.#late.push({ dueAt: this.clock.now() + ghost.delayMs, request });
			if (ghost.delayMs === 0) await this.#carryOutLate(inner);
			if (ghost.reply === 'drop') throw new TypeError('fetch failed');
			return { status: ghost.reply, headers: { 'content-type': 'text/html' }, body: page() };
		}
		const fall = this.falls.get(this.#calls);
		if (fall === undefined || this.#isCalm) return await inner(request);
		if (fall === 'after') {
			const { body } = await inner(request);
			for await (const chunk of body) void chunk;
		}
		await this.restart();
		throw new TypeError('fetch failed');
	}

	async #carryOutLate(inner: Transport): Promise<void> {
		const due = this.#late.filter(({ dueAt }) => dueAt <= this.clock.now());
		this.#late = this.#late.filter((late) => !due.includes(late));
		for (const { request } of due) await inner(request).catch(() => undefined);
	}
}

function isPurchase({ method, path }: HttpRequest): boolean {
	return method === 'POST' && path === '/batches';
}

async function* page(): AsyncGenerator<Uint8Array> {
	yield new TextEncoder().encode('<html><body>Too busy</body></html>');
}
