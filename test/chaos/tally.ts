import type { Driven } from './drive';
import type { LedgerBatch } from './ledger';

/** What happened in all jobs together: shows that the faults did strike. */
export class Tally {
	readonly #counts = new Map<string, number>();

	add(
		{ outcomes, errors, deaths }: Driven,
		ledger: readonly LedgerBatch[],
		restarts: number,
	): void {
		this.#count('jobs', 1);
		this.#count('rows', outcomes.length);
		this.#count('batches', ledger.length);
		this.#count('further rounds', Math.max(...ledger.map(({ round }) => round)) - 1);
		this.#count('deaths of the host', deaths);
		this.#count('restarts of the server', restarts);
		for (const { code } of errors) this.#count(`error ${code}`, 1);
		for (const { status } of ledger) this.#count(`batch ${status}`, 1);
		for (const { outcome } of outcomes) this.#count(`row ${outcome}`, 1);
	}

	toString(): string {
		return [...this.#counts].map(([what, count]) => `${what} ${count}`).join(', ');
	}

	#count(what: string, by: number): void {
		this.#counts.set(what, (this.#counts.get(what) ?? 0) + by);
	}
}
