import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../core';

/** One request that was bought. */
export interface Bought {
	/** Null for a response or completion outside of batches. */
	readonly customId: string | null;
	readonly endpoint: string;
	/** Hash of the request's body. */
	readonly input: string;
}

export interface Purchase extends Bought {
	readonly times: number;
}

export interface Stats {
	/** Per method and path pattern, e.g. `POST /v1/batches/:id/cancel`. */
	readonly calls: Readonly<Record<string, number>>;
	readonly batchesCreated: number;
	/** Lines of batches that passed validation, which is when they are bought. */
	readonly linesAccepted: number;
	/** What was bought how often, also when the reply got lost. Empty unless purchases are counted. */
	readonly bought: readonly Purchase[];
}

export function inputHash(body: JsonObject): string {
	return createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 16);
}

function pattern(path: string): string {
	return path.replace(/^(\/v1\/[^/]+\/)[^/]+/, '$1:id').replace('/chat/:id', '/chat/completions');
}

/** Counts since the start of this process. */
export class Counters {
	private readonly calls = new Map<string, number>();
	private readonly bought = new Map<string, Purchase>();
	private batches = 0;
	private lines = 0;

	constructor(readonly countsPurchases: boolean) {}

	called(method: string, path: string): void {
		// The openai client probes its fetch with a `data:` URL.
		if (!path.startsWith('/')) return;
		const key = `${method} ${pattern(path)}`;
		this.calls.set(key, (this.calls.get(key) ?? 0) + 1);
	}

	batchCreated(): void {
		this.batches += 1;
	}

	linesBought(count: number, purchases: readonly Bought[]): void {
		this.lines += count;
		for (const purchase of purchases) this.buy(purchase);
	}

	/** One call outside of batches. */
	callBought(endpoint: string, body: JsonObject): void {
		if (this.countsPurchases) this.buy({ customId: null, endpoint, input: inputHash(body) });
	}

	private buy(purchase: Bought): void {
		const key = JSON.stringify([purchase.customId, purchase.endpoint, purchase.input]);
		const times = (this.bought.get(key)?.times ?? 0) + 1;
		this.bought.set(key, { ...purchase, times });
	}

	read(): Stats {
		return {
			calls: Object.fromEntries(this.calls),
			batchesCreated: this.batches,
			linesAccepted: this.lines,
			bought: [...this.bought.values()],
		};
	}
}
