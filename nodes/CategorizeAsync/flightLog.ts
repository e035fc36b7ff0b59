import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { hashContent, isJsonObject, readList, type Flight, type Verdict } from '../../core';
import type { Wiring } from '../shared/wiring';

/** Where one row's flight is written down: found again by what the row holds. */
export interface Slot {
	/** Hash of the item. */
	readonly item: string;
	/** Hash of its text as it is sent. */
	readonly text: string;
}

interface Logged {
	readonly slot: Slot;
}

type Stored = Slot & { readonly flight: Flight };

export interface LoggedRow {
	readonly json: IDataObject;
	readonly text: string;
	/** Its text is that of a file: the same at each run, and often all that tells the item from others. */
	readonly isFile: boolean;
}

/**
 * What is on the way, in the node's context: n8n keeps it with the execution, through parks, kill -9 and
 * restarts, and shares it between all runs of the node. Rows are found again by what they hold, never by
 * their place: after a park n8n brings the same items back, in a loop others come. A flight goes when its
 * answer is put out, so that the same text coming later is a new row.
 */
export class FlightLog {
	readonly #flights = new Map<Slot, Flight>();

	constructor(private readonly context: IExecuteFunctions) {
		const { flights, execution } = context.getContext('node');
		// n8n's Retry is an execution of its own, and its settings may be others: what failed is asked again.
		const isRetry = execution !== undefined && execution !== context.getExecutionId();
		for (const { item, text, flight } of (readList(flights) ?? []).filter(isStored)) {
			if (isRetry && hasFailed(flight)) continue;
			this.#flights.set({ item, text }, structuredClone(flight));
		}
	}

	/**
	 * One slot for each row: the one it had before, or a new one; of equal rows each has its own. A text may
	 * differ from one pass to the next (an expression with the time in it), so that the item alone may do: straight
	 * back n8n brings the very items that parked; through other nodes others may come as well, and only an
	 * item that cannot be taken for another gets the slot of a text that is not its own.
	 */
	slotsFor(rows: readonly LoggedRow[], loop: Wiring['loop']): readonly Slot[] {
		const free = groupByItem([...this.#flights.keys()]);
		const names = rows.map(({ json, text }): Slot => {
			return { item: hashContent([JSON.stringify(json)]), text: hashContent([text]) };
		});
		const known = names.map((name) => take(free.get(name.item), ({ text }) => text === name.text));
		const others = groupByItem(names.filter((_, index) => known[index] === undefined));
		const clear = new Set(
			[...others].flatMap(([item, group]) =>
				haveOneText(group) && haveOneText(free.get(item) ?? []) ? [item] : [],
			),
		);
		const comesBack = ({ json, isFile }: LoggedRow, { item }: Slot): boolean => {
			if (loop !== 'through') return loop === 'straight';
			return !isFile && Object.keys(json).length > 0 && clear.has(item);
		};
		return rows.flatMap((row, index) => {
			const name = names[index];
			if (name === undefined) return [];
			const again = comesBack(row, name) ? free.get(name.item) : undefined;
			return known[index] ?? take(again, () => true) ?? name;
		});
	}

	flightOf({ slot }: Logged): Flight | undefined {
		return this.#flights.get(slot);
	}

	/** What came of an entry; `undefined` while it is on the way, or not even sent. */
	verdictOf(entry: Logged): Verdict | undefined {
		const flight = this.flightOf(entry);
		return flight !== undefined && 'verdict' in flight ? flight.verdict : undefined;
	}

	/** `flights`: by their place among the entries. */
	write(entries: readonly Logged[], flights: ReadonlyMap<number, Flight>): void {
		for (const [index, { slot }] of entries.entries()) {
			const flight = flights.get(index);
			if (flight !== undefined) this.#flights.set(slot, flight);
		}
		this.#save();
	}

	forget(entries: readonly Logged[]): void {
		for (const { slot } of entries) this.#flights.delete(slot);
		this.#save();
	}

	/** n8n sees only a new top-level value, not a change inside one. */
	#save(): void {
		const memory = this.context.getContext('node');
		memory['execution'] = this.context.getExecutionId();
		const flights = [...this.#flights].map(([slot, flight]): Stored => ({ ...slot, flight }));
		memory['flights'] = structuredClone(flights);
	}
}

function groupByItem(entries: readonly Slot[]): Map<string, Slot[]> {
	const groups = new Map<string, Slot[]>();
	for (const entry of entries) {
		const group = groups.get(entry.item);
		if (group === undefined) groups.set(entry.item, [entry]);
		else group.push(entry);
	}
	return groups;
}

function haveOneText(entries: readonly Slot[]): boolean {
	return new Set(entries.map(({ text }) => text)).size <= 1;
}

function take(slots: Slot[] | undefined, matches: (slot: Slot) => boolean): Slot | undefined {
	const index = slots?.findIndex(matches) ?? -1;
	return index < 0 ? undefined : slots?.splice(index, 1)[0];
}

function hasFailed(flight: Flight): boolean {
	return 'verdict' in flight && flight.verdict.outcome !== 'succeeded';
}

/** Written by this class, by this version or an older one. */
function isStored(value: unknown): value is Stored {
	if (!isJsonObject(value) || typeof value['item'] !== 'string') return false;
	const flight = value['flight'];
	return isJsonObject(flight) && (isJsonObject(flight['call']) || isJsonObject(flight['verdict']));
}
