import type { Bytes } from '../types';
import { insideOf, type JsonInside, MAX_BYTES_PER_UNIT, plainInside } from './json-inside';

/** Small jobs are many, and memory is handed out zeroed: a chunk is twice as long as the one before, up to the longest. */
const FIRST_CHUNK_BYTES = 1 << 14;
const LONGEST_CHUNK_BYTES = 1 << 20;
const encoder = new TextEncoder();

export function encodeText(text: string): Uint8Array {
	return encoder.encode(text);
}

export function bytesOf(...chunks: readonly Uint8Array[]): Bytes {
	return { chunks, byteLength: chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0) };
}

export function concatBytes(...parts: readonly Bytes[]): Bytes {
	return bytesOf(...parts.flatMap((part) => part.chunks));
}

export type LinePart = string | Uint8Array | JsonInside;

function textOf(part: string | JsonInside): string {
	return typeof part === 'string' ? part : part.inside;
}

/**
 * Grows in chunks and never copies what it holds. Lines are written whole or taken back: a line is
 * always contiguous, so the last one can move to the next shard when it does not fit.
 */
export class LineWriter {
	readonly #done: Uint8Array[] = [];
	#chunk = new Uint8Array(0);
	#used = 0;
	#doneBytes = 0;
	#nextBytes = FIRST_CHUNK_BYTES;

	get byteLength(): number {
		return this.#doneBytes + this.#used;
	}

	/** Writes one line from parts (text is encoded, bytes are copied) and answers a view of it. */
	writeLine(parts: readonly LinePart[]): Uint8Array {
		let room = 0;
		for (const part of parts) {
			if (part instanceof Uint8Array) room += part.byteLength;
			else room += textOf(part).length * MAX_BYTES_PER_UNIT;
		}
		this.#reserve(room);
		const start = this.#used;
		for (const part of parts) {
			if (typeof part === 'string') {
				this.#used += encoder.encodeInto(part, this.#chunk.subarray(this.#used)).written;
			} else if (part instanceof Uint8Array) {
				this.#chunk.set(part, this.#used);
				this.#used += part.byteLength;
			} else {
				const plain = plainInside(part.inside);
				if (plain === undefined) {
					this.#used = start;
					return this.writeLine(parts.map((one) => (one === part ? insideOf(part.inside) : one)));
				}
				this.#chunk.set(plain, this.#used);
				this.#used += plain.byteLength;
			}
		}
		return this.#chunk.subarray(start, this.#used);
	}

	/** Takes the last line back. Only the line that was written last may be dropped, and only once. */
	dropLast(line: Uint8Array): void {
		this.#used -= line.byteLength;
	}

	finish(): Bytes {
		this.#seal();
		return bytesOf(...this.#done);
	}

	#reserve(room: number): void {
		if (this.#chunk.byteLength - this.#used >= room) return;
		this.#seal();
		this.#chunk = new Uint8Array(Math.max(this.#nextBytes, room));
		this.#nextBytes = Math.min(2 * this.#nextBytes, LONGEST_CHUNK_BYTES);
	}

	#seal(): void {
		if (this.#used > 0) {
			this.#done.push(this.#chunk.subarray(0, this.#used));
			this.#doneBytes += this.#used;
		}
		this.#used = 0;
		this.#chunk = new Uint8Array(0);
	}
}
