import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { hashContent, isJsonObject, type Flight } from '../../core';

/**
 * What is on the way, in the node's context: n8n keeps it with the execution, through parks, kill -9 and
 * restarts, and shares it between all runs of the node. Rows are found again by what they hold, never by
 * their place: after a park n8n brings the same items round, in a loop others come. An entry goes when
 * its answer is put out, so that the same text coming later is a new row.
 */
export class FlightLog {
	readonly #memory: Record<string, unknown>;

	constructor(private readonly context: IExecuteFunctions) {
		const stored: unknown = context.getContext('node')['flights'];
		this.#memory = isJsonObject(stored) ? structuredClone(stored) : {};
	}

	get(key: string): Flight | undefined {
		return readFlight(this.#memory[key]);
	}

	set(key: string, flight: Flight): void {
		this.#memory[key] = flight;
	}

	delete(key: string): void {
		delete this.#memory[key];
	}

	/** n8n sees only a new top-level value, not a change inside one. */
	save(): void {
		this.context.getContext('node')['flights'] = structuredClone(this.#memory);
	}
}

/** The entry was written by `set`, by this version or an older one. */
function readFlight(value: unknown): Flight | undefined {
	return isFlight(value) ? value : undefined;
}

function isFlight(value: unknown): value is Flight {
	return isJsonObject(value) && (isJsonObject(value['call']) || isJsonObject(value['verdict']));
}

/** One key for each item: the hash of what it holds, and which of its equals it is. */
export function keysOf(items: readonly INodeExecutionData[], texts: readonly string[]): string[] {
	const seen = new Map<string, number>();
	return items.map(({ json }, index) => {
		const hash = hashContent([JSON.stringify(json), texts[index] ?? '']);
		const occurrence = (seen.get(hash) ?? 0) + 1;
		seen.set(hash, occurrence);
		return `${hash}.${occurrence}`;
	});
}
