import type { LinePart } from '../formats/bytes';
import { defined } from '../formats/defined';
import type { LineTemplate } from '../protocols/protocol';
import type { KeptEntry, Shard } from '../types';
import { encodePack, encodeRequest } from './lines';
import { type Block, blockOf, type Packer, type SendableRow, type UnsentRow } from './packer';
import type { Oversize, ShardWriter } from './shards';

/** How the rows of a job are spread over requests. */
export interface PackTally {
	readonly requestCount: number;
	/** Requests that hold several rows, and those rows. */
	readonly packCount: number;
	readonly packedRowCount: number;
}

export interface RowTemplates {
	readonly single: LineTemplate;
	/** By the number of rows; absent when nothing is to be packed. */
	readonly packed?: (rows: number) => LineTemplate;
}

/** A row that no file can hold. */
export interface TooLarge extends Oversize {
	readonly rowIndex: number;
}

/**
 * Writes rows into shards, several to a request where that is wanted. The packer also runs where it is not, to
 * say what it would save.
 */
export class RowWriter {
	readonly #packs = new Map<number, LineTemplate>();
	readonly #sent = new Counter();
	readonly #wouldBeSent = new Counter();

	constructor(
		private readonly shards: ShardWriter,
		private readonly packer: Packer | undefined,
		private readonly templates: RowTemplates,
	) {}

	add(row: SendableRow): TooLarge | undefined {
		return this.#take(this.packer?.add(row), row);
	}

	skip(row: UnsentRow): TooLarge | undefined {
		return this.#take(this.packer?.skip(row), row);
	}

	finish(): {
		readonly shards: readonly Shard[];
		readonly kept?: readonly KeptEntry[];
		readonly sent: PackTally;
		/** With packing on; absent where it cannot be. */
		readonly packed?: PackTally;
		/** Of the rows that were still waiting for their request to fill up. */
		readonly tooLarge?: TooLarge;
	} {
		const tooLarge = this.#take(this.packer?.finish());
		return {
			...this.shards.finish(),
			sent: this.#sent.read(),
			...(this.packer === undefined ? {} : { packed: this.#wouldBeSent.read() }),
			...defined({ tooLarge }),
		};
	}

	#take(blocks: readonly Block[] = [], row?: SendableRow | UnsentRow): TooLarge | undefined {
		for (const block of blocks) this.#wouldBeSent.add(block);
		if (this.packer === undefined || this.templates.packed === undefined) {
			return row === undefined ? undefined : this.#write(blockOf(row));
		}
		for (const block of blocks) {
			const fault = this.#write(block);
			if (fault !== undefined) return fault;
		}
		return undefined;
	}

	#write(block: Block): TooLarge | undefined {
		const oversize = this.shards.write(this.#encodeAll(block), block);
		if (oversize === undefined) {
			this.#sent.add(block);
			return undefined;
		}
		const [row] = block.rows;
		if (block.rows.length === 1 && row !== undefined) {
			return { ...oversize, rowIndex: 'index' in row ? row.index : row.kept.rowIndex };
		}
		// Too large together: with long instructions, many lines are. Then each row is on its own.
		for (const own of block.rows) {
			const fault = this.#write(blockOf(own));
			if (fault !== undefined) return fault;
		}
		return undefined;
	}

	#encodeAll({ requests }: Block): readonly LinePart[] {
		const [only] = requests;
		return only !== undefined && requests.length === 1
			? this.#encode(only)
			: requests.flatMap((rows) => this.#encode(rows));
	}

	#encode(rows: readonly SendableRow[]): readonly LinePart[] {
		const [row] = rows;
		if (row === undefined) return [];
		return rows.length > 1
			? encodePack(this.#templateFor(rows.length), rows)
			: encodeRequest(this.templates.single, row.index, row.id, row.text);
	}

	#templateFor(rows: number): LineTemplate {
		const known = this.#packs.get(rows);
		if (known !== undefined) return known;
		const made = this.templates.packed?.(rows) ?? this.templates.single;
		this.#packs.set(rows, made);
		return made;
	}
}

class Counter {
	#requests = 0;
	#packs = 0;
	#packedRows = 0;

	add({ requests }: Block): void {
		for (const { length } of requests) {
			this.#requests += 1;
			if (length < 2) continue;
			this.#packs += 1;
			this.#packedRows += length;
		}
	}

	read(): PackTally {
		return {
			requestCount: this.#requests,
			packCount: this.#packs,
			packedRowCount: this.#packedRows,
		};
	}
}
