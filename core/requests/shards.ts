import { LineWriter } from '../formats/bytes';
import { defined } from '../formats/defined';
import type { Provider } from '../providers';
import type { Bytes, Shard } from '../types';
import type { Block } from './packer';

/** Fills shards up to the provider's limits on requests and bytes, for the lines and for the kept file. */
export class ShardWriter {
	readonly #shards: Shard[] = [];
	#input = new LineWriter();
	#kept = new LineWriter();
	#requests = 0;
	#sentRows = 0;
	#firstRow = 0;
	#endRow = 0;
	#keptUsed = false;

	constructor(
		private readonly limits: Provider['limits'],
		private readonly keptHeader: string,
		private readonly keepsHeader: 'always' | 'when-used',
	) {
		this.#kept.writeLine([keptHeader]);
	}

	/**
	 * Writes a block: its lines, as parts, into one file. The size in bytes of a block that no shard could hold;
	 * nothing is written then.
	 */
	write(parts: readonly string[], block: Block): number | undefined {
		const lines = this.#input.writeLine(parts);
		const { requests, fileBytes, lineBytes } = this.limits;
		if (lines.byteLength > Math.min(lineBytes, fileBytes)) {
			this.#input.dropLast(lines);
			return lines.byteLength;
		}
		let keptUnits = 0;
		for (const { kept } of block.rows) keptUnits += kept?.length ?? 0;
		const isFull =
			this.#requests + block.requests.length > requests ||
			this.#input.byteLength > fileBytes ||
			this.#kept.byteLength + keptUnits * 3 > fileBytes;
		if (isFull && this.#requests > 0 && block.requests.length > 0) {
			this.#input.dropLast(lines);
			this.#close();
			this.#input.writeLine([lines]);
		}
		this.#requests += block.requests.length;
		for (const { length } of block.requests) this.#sentRows += length;
		this.#endRow += block.rows.length;
		for (const { kept } of block.rows) {
			if (kept === undefined) continue;
			this.#kept.writeLine([kept]);
			this.#keptUsed = true;
		}
		return undefined;
	}

	finish(): readonly Shard[] {
		// A shard closes only when the next request needs room, so the open one always holds a request,
		// and rows that are skipped after it stay with it, so that their outcomes have a home.
		if (this.#endRow > this.#firstRow) this.#close();
		return this.#shards;
	}

	#close(): void {
		const input = this.#input.finish();
		const kept: Bytes | undefined =
			this.#keptUsed || this.keepsHeader === 'always' ? this.#kept.finish() : undefined;
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
		this.#keptUsed = false;
		this.#input = new LineWriter();
		this.#kept = new LineWriter();
		this.#kept.writeLine([this.keptHeader]);
	}
}
