import { type LinePart, LineWriter } from '../formats/bytes';
import { defined } from '../formats/defined';
import type { Provider } from '../providers';
import { encodeEntry, sideBytesOf, type SideWriter } from '../record/side-file';
import type { KeptEntry, Shard } from '../types';
import type { Block } from './packer';

/** What the rows keep: a file for each shard, or entries that ride in the handle. */
export type KeptStore =
	| { readonly carrier: 'handle' }
	| {
			readonly carrier: 'file';
			/** A new file, with its head, for the rows from there on. */
			readonly begin: (firstRow: number) => SideWriter;
			/** Whether a file is written although no row keeps anything: then its head is needed. */
			readonly isAlwaysWritten: boolean;
	  };

/** What one line cannot hold. */
export interface Oversize {
	readonly of: 'text' | 'kept fields';
	readonly bytes: number;
}

/** Fills shards up to the provider's limits on requests and bytes, for the lines and for the kept file. */
export class ShardWriter {
	readonly #shards: Shard[] = [];
	readonly #carried: KeptEntry[] = [];
	#input = new LineWriter();
	#kept: SideWriter | undefined;
	#requests = 0;
	#sentRows = 0;
	#firstRow = 0;
	#endRow = 0;
	#keptUsed = false;

	constructor(
		private readonly limits: Provider['limits'],
		private readonly store: KeptStore,
	) {
		this.#beginKept();
	}

	/** Writes a block: its lines, as pieces, into one file. What no shard could hold is not written, but told. */
	write(pieces: readonly LinePart[], block: Block): Oversize | undefined {
		const kept = block.rows.flatMap((row) => (row.kept === undefined ? [] : [row.kept]));
		const entries = this.#kept === undefined ? [] : kept.map(encodeEntry);
		const { requests, fileBytes, lineBytes } = this.limits;
		const most = Math.min(lineBytes, fileBytes);
		for (const entry of entries) {
			const bytes = sideBytesOf(entry, most);
			if (bytes > most) return { of: 'kept fields', bytes };
		}
		const lines = this.#input.writeLine(pieces);
		if (lines.byteLength > most) {
			this.#input.dropLast(lines);
			return { of: 'text', bytes: lines.byteLength };
		}
		const keptUnits = entries.reduce((sum, entry) => sum + entry.length, 0);
		const isFull =
			this.#requests + block.requests.length > requests ||
			this.#input.byteLength > fileBytes ||
			(this.#kept?.byteLength ?? 0) + keptUnits * 3 > fileBytes;
		if (isFull && this.#requests > 0 && block.requests.length > 0) {
			this.#input.dropLast(lines);
			this.#close();
			this.#input.writeLine([lines]);
		}
		this.#requests += block.requests.length;
		for (const { length } of block.requests) this.#sentRows += length;
		this.#endRow += block.rows.length;
		if (this.#kept === undefined) this.#carried.push(...kept);
		for (const entry of entries) {
			this.#kept?.add(entry);
			this.#keptUsed = true;
		}
		return undefined;
	}

	finish(): { readonly shards: readonly Shard[]; readonly kept?: readonly KeptEntry[] } {
		// A shard closes only when the next request needs room, so the open one always holds a request,
		// and rows that are skipped after it stay with it, so that their outcomes have a home.
		if (this.#endRow > this.#firstRow) this.#close();
		return {
			shards: this.#shards,
			...(this.store.carrier === 'handle' && this.#carried.length > 0
				? { kept: this.#carried }
				: {}),
		};
	}

	#close(): void {
		const input = this.#input.finish();
		const isWritten =
			this.#keptUsed || (this.store.carrier === 'file' && this.store.isAlwaysWritten);
		const kept = isWritten ? this.#kept?.finish() : undefined;
		this.#shards.push({
			index: this.#shards.length + 1,
			requestCount: this.#requests,
			...(this.#sentRows === this.#requests ? {} : { sentRows: this.#sentRows }),
			firstRow: this.#firstRow,
			endRow: this.#endRow,
			input,
			...defined({ kept }),
		});
		this.#firstRow = this.#endRow;
		this.#requests = 0;
		this.#sentRows = 0;
		this.#input = new LineWriter();
		this.#beginKept();
	}

	#beginKept(): void {
		this.#kept = this.store.carrier === 'file' ? this.store.begin(this.#firstRow) : undefined;
		this.#keptUsed = false;
	}
}
