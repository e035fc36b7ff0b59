import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { hashContent, isJsonObject, readList, type Flight } from '../../core';

/** Where one row's flight is written down: found again by what the row holds. */
export interface Slot {
	/** Hash of the item. */
	readonly item: string;
	/** Hash of its text as it is sent. */
	readonly text: string;
	flight?: Flight;
}

export interface LoggedRow {
	readonly json: IDataObject;
	readonly text: string;
}

/**
 * What is on the way, in the node's context: n8n keeps it with the execution, through parks, kill -9 and
 * restarts, and shares it between all runs of the node. Rows are found again by what they hold, never by
 * their place: after a park n8n brings the same items round, in a loop others come. A flight goes when its
 * answer is put out, so that the same text coming later is a new row.
 */
export class FlightLog {
	readonly #slots: Slot[];

	constructor(private readonly context: IExecuteFunctions) {
		const stored: unknown = context.getContext('node')['flights'];
		this.#slots = (readList(stored) ?? []).filter(isSlot).map((slot) => structuredClone(slot));
	}

	/**
	 * One slot for each row: the one it had before, or a new one; of equal rows each has its own. A text may
	 * differ from round to round (an expression with the time in it), so that of rows that come round the
	 * item alone is enough.
	 */
	claim(rows: readonly LoggedRow[], comeRound: boolean): readonly Slot[] {
		const free = new Map<string, Slot[]>();
		for (const slot of this.#slots) free.set(slot.item, [...(free.get(slot.item) ?? []), slot]);
		const names = rows.map(({ json, text }) => ({
			item: hashContent([JSON.stringify(json)]),
			text: hashContent([text]),
		}));
		const known = names.map((name) => take(free.get(name.item), ({ text }) => text === name.text));
		return names.map(
			(name, index) =>
				known[index] ??
				(comeRound ? take(free.get(name.item), () => true) : undefined) ??
				this.#add(name),
		);
	}

	/** n8n sees only a new top-level value, not a change inside one. */
	save(): void {
		this.context.getContext('node')['flights'] = structuredClone(
			this.#slots.filter(({ flight }) => flight !== undefined),
		);
	}

	#add(name: Pick<Slot, 'item' | 'text'>): Slot {
		const slot: Slot = { ...name };
		this.#slots.push(slot);
		return slot;
	}
}

function take(slots: Slot[] | undefined, matches: (slot: Slot) => boolean): Slot | undefined {
	const index = slots?.findIndex(matches) ?? -1;
	return index < 0 ? undefined : slots?.splice(index, 1)[0];
}

/** The entry was written by `save`, by this version or an older one. */
function isSlot(value: unknown): value is Slot {
	if (!isJsonObject(value) || typeof value['item'] !== 'string') return false;
	const flight = value['flight'];
	return isJsonObject(flight) && (isJsonObject(flight['call']) || isJsonObject(flight['verdict']));
}
