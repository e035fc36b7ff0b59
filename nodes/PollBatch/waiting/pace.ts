import { sleep, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { readHandle, readObject } from '../../../core';

/** Nobody lets a Wait node pause for less; a loop without one is back at once. */
const SHORTEST_PAUSE_MS = 3_000;
const PAUSE_MS = 20_000;
const HURRIED = 'hurried';

/**
 * Whether a loop through other nodes brings the same jobs back without a pause: then this node has to make
 * one, or it would ask the provider without end. Once seen, it is remembered for the whole execution.
 */
export class Pace {
	readonly isHurried: boolean;
	readonly #jobs: string;

	constructor(
		private readonly context: IExecuteFunctions,
		items: readonly INodeExecutionData[],
	) {
		this.#jobs = items.map(({ json }) => readHandle(json['handle'] ?? json)?.id ?? '').join();
		const last = this.#departures()[this.#jobs];
		this.isHurried = last === HURRIED || Date.now() - (Number(last) || 0) < SHORTEST_PAUSE_MS;
	}

	/** To be called when the jobs leave for another turn. */
	depart(): void {
		this.context.getContext('node')['departures'] = {
			...this.#departures(),
			[this.#jobs]: this.isHurried ? HURRIED : Date.now(),
		};
	}

	/** Holds the worker for a little while: for an execution that must not park. */
	async pause(): Promise<void> {
		await sleep(PAUSE_MS, this.context.getExecutionCancelSignal());
	}

	#departures(): Readonly<Record<string, unknown>> {
		return readObject(this.context.getContext('node')['departures']) ?? {};
	}
}
