import type { KeptEntry } from '../types';

/** How far several rows may share one request. Lengths are of texts, in UTF-16 code units. */
export interface PackRules {
	readonly rows: number;
	/** A longer text is sent alone. */
	readonly longestText: number;
	/** Of all texts of one request together. */
	readonly allTexts: number;
}

/** `automatic` packs short texts; rules of one's own are for measurements. */
export type Packing = 'off' | 'automatic' | PackRules;

/** Why these numbers: docs/decisions/2026-11-24-packing.md. */
const AUTOMATIC: PackRules = { rows: 20, longestText: 1_500, allTexts: 12_000 };

/** A request's id has room for this many rows behind its first one. */
export const MAX_SPAN = 96;
/** Texts that wait for an open pack. */
const MAX_WAITING = 1_000_000;
/** The smallest limit on the output of one answer among the models in use (gpt-4o: 16,384). */
const MAX_OUTPUT_TOKENS = 16_000;

/** Room for the answers counts, too: a request with more rows would be cut off. */
export function packRules(packing: Packing, outputTokensPerRow: number): PackRules {
	const rules = typeof packing === 'object' ? packing : AUTOMATIC;
	const fitting = Math.floor(MAX_OUTPUT_TOKENS / outputTokensPerRow);
	return { ...rules, rows: Math.max(1, Math.min(rules.rows, fitting)) };
}

export interface SendableRow {
	readonly index: number;
	readonly id: string;
	readonly text: string;
	readonly kept: KeptEntry | undefined;
}

/** A row that is not sent, but reported. */
export interface UnsentRow {
	readonly kept: KeptEntry;
}

/** A stretch of rows without a gap, and the requests that hold them: in one file all or none. */
export interface Block {
	readonly rows: readonly (SendableRow | UnsentRow)[];
	readonly requests: readonly (readonly SendableRow[])[];
}

export function blockOf(row: SendableRow | UnsentRow): Block {
	return { rows: [row], requests: 'text' in row ? [[row]] : [] };
}

/** Puts short texts together, next to each other or nearly so; long ones between them wait and go alone. */
export class Packer {
	#rows: Block['rows'][number][] = [];
	#pack: SendableRow[] = [];
	#alone: SendableRow[] = [];
	#packed = 0;
	#waiting = 0;

	constructor(
		private readonly rules: PackRules,
		private readonly maxRequests: number,
	) {}

	/** The blocks that this row has completed. */
	add(row: SendableRow): readonly Block[] {
		const { length } = row.text;
		if (length > this.rules.longestText || this.rules.rows < 2) return this.#addAlone(row);
		const closed = this.#hasRoom(row) ? [] : this.finish();
		this.#pack.push(row);
		this.#packed += length;
		return [...closed, ...this.#append(row)];
	}

	/** Stays with its neighbours. */
	skip(row: UnsentRow): readonly Block[] {
		return this.#pack.length > 0 ? this.#append(row) : [blockOf(row)];
	}

	finish(): readonly Block[] {
		if (this.#pack.length === 0) return [];
		const requests = [this.#pack, ...this.#alone.map((row) => [row])];
		const block: Block = { rows: this.#rows, requests };
		this.#rows = [];
		this.#pack = [];
		this.#alone = [];
		this.#packed = 0;
		this.#waiting = 0;
		return [block];
	}

	#addAlone(row: SendableRow): readonly Block[] {
		const waiting = this.#waiting + row.text.length;
		const mayWait =
			this.#pack.length > 0 && waiting <= MAX_WAITING && this.#alone.length + 2 <= this.maxRequests;
		if (!mayWait) return [...this.finish(), blockOf(row)];
		this.#waiting = waiting;
		this.#alone.push(row);
		return this.#append(row);
	}

	#hasRoom({ index, text }: SendableRow): boolean {
		const [first] = this.#pack;
		if (first === undefined) return true;
		const { rows, allTexts } = this.rules;
		return (
			this.#pack.length < rows &&
			this.#packed + text.length <= allTexts &&
			index - first.index < MAX_SPAN
		);
	}

	#append(row: SendableRow | UnsentRow): readonly Block[] {
		this.#rows.push(row);
		return this.#rows.length >= MAX_SPAN ? this.finish() : [];
	}
}
