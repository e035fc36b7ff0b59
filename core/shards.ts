import { LineWriter } from './bytes';
import type { Provider } from './providers';
import type { Bytes, Shard } from './types';

/** Fills shards up to the provider's limits on requests and bytes, for the lines and for the kept file. */
export class ShardWriter {
	readonly #shards: Shard[] = [];
	#input = new LineWriter();
	#kept = new LineWriter();
	#requests = 0;
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

	/** The size in bytes of a line that no shard could hold; otherwise the line is written. */
	write(parts: readonly string[], kept: string | undefined): number | undefined {
		const line = this.#input.writeLine(parts);
		const { requests, fileBytes, lineBytes } = this.limits;
		if (line.byteLength > Math.min(lineBytes, fileBytes)) return line.byteLength;
		const isFull =
			this.#requests >= requests ||
			this.#input.byteLength > fileBytes ||
			this.#kept.byteLength + (kept?.length ?? 0) * 3 > fileBytes;
		if (isFull && this.#requests > 0) {
			this.#input.dropLast(line);
			this.#close();
			this.#input.writeLine([line]);
		}
		this.#requests += 1;
		this.#keep(kept);
		return undefined;
	}

	/** A skipped row takes part in the shard that is open, so that its outcome has a home. */
	skip(kept: string): void {
		this.#keep(kept);
	}

	finish(): readonly Shard[] {
		// A shard closes only when the next request needs room, so the open one always holds a request,
		// and rows that are skipped after it stay with it.
		if (this.#endRow > this.#firstRow) this.#close();
		return this.#shards;
	}

	#keep(kept: string | undefined): void {
		this.#endRow += 1;
		if (kept === undefined) return;
		this.#kept.writeLine([kept]);
		this.#keptUsed = true;
	}

	#close(): void {
		const input = this.#input.finish();
		const kept: Bytes | undefined =
			this.#keptUsed || this.keepsHeader === 'always' ? this.#kept.finish() : undefined;
		this.#shards.push({
			index: this.#shards.length + 1,
			requestCount: this.#requests,
			firstRow: this.#firstRow,
			endRow: this.#endRow,
			input,
			...(kept === undefined ? {} : { kept }),
		});
		this.#firstRow = this.#endRow;
		this.#requests = 0;
		this.#keptUsed = false;
		this.#input = new LineWriter();
		this.#kept = new LineWriter();
		this.#kept.writeLine([this.keptHeader]);
	}
}
