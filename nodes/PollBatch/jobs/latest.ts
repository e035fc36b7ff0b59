import type { IExecuteFunctions } from 'n8n-workflow';
import { findLatest, readHandle, readObject, type Connection, type Handle } from '../../../core';

/**
 * *Latest With Label* is the job that was the newest when this node first looked. While it waits for that one
 * it must not turn to a newer one: its results would not come out. Once they have, it is forgotten.
 */
export class LatestJobs {
	readonly #known: Record<string, unknown>;

	constructor(private readonly context: IExecuteFunctions) {
		const memory = context.getContext('node');
		this.#known = { ...readObject(memory['latest']) };
		if (Object.keys(this.#known).length > 0) memory['latest'] = {};
	}

	async find(label: string, connection: Connection): Promise<Handle> {
		const handle = readHandle(this.#known[label]) ?? (await findLatest(label, connection));
		this.#known[label] = handle;
		return handle;
	}

	/** To be called when this node is going to look again. */
	keep(): void {
		if (Object.keys(this.#known).length === 0) return;
		this.context.getContext('node')['latest'] = structuredClone(this.#known);
	}
}
