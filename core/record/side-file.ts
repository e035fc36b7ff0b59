import { encodeText, LineWriter } from '../formats/bytes';
import { escapeUnits, parseJson, readObject } from '../formats/json';
import { type Files, type LineTemplate, SIDE_ID } from '../protocols/protocol';
import type { Bytes } from '../types';

/** Servers count the lines of a file, and check each: so many entries share one. */
const ENTRIES_PER_LINE = 100;
/** No line of ours has more; what others left there is not read to its end. */
const MOST_ENTRIES = 1_000;
const CHARACTERS_PER_LINE = 32_000;
/** A UTF-16 code unit takes at most three UTF-8 bytes, a quote of JSON in JSON two. */
const BYTES_PER_CHARACTER = 3;

/** JSON leaves controls and other line ends as they are, and the text of a line may hold none: here all come back. */
const RAW = /[\x7f-\x9f\u2028\u2029]/g;

/** As it stands in a side file: one line of JSON. */
export function encodeEntry(value: unknown): string {
	return escapeUnits(JSON.stringify(value), RAW);
}

/**
 * Writes a side file: entries of ours, as JSON, inside lines that every server takes, for some check each line of
 * every file and refuse the job with it (litellm#37527). No batch is ever made of such a file.
 */
export class SideWriter {
	readonly #writer = new LineWriter();
	readonly #waiting: string[] = [];
	#waitingCharacters = 0;
	#lines = 0;

	/** `seed` tells the lines of two files apart that are put together. */
	constructor(
		private readonly template: LineTemplate,
		private readonly seed = 0,
	) {}

	/** At most, of what is written so far. */
	get byteLength(): number {
		const { head, middle, tail } = this.template;
		const frame = (head.length + middle.length + tail.length) * BYTES_PER_CHARACTER;
		return (
			this.#writer.byteLength +
			(this.#waiting.length === 0 ? 0 : frame + this.#waitingCharacters * BYTES_PER_CHARACTER)
		);
	}

	/** `entry`: as `encodeEntry` writes it. */
	add(entry: string): void {
		const isFull =
			this.#waiting.length >= ENTRIES_PER_LINE ||
			this.#waitingCharacters + entry.length > CHARACTERS_PER_LINE;
		if (isFull) this.#writeLine();
		this.#waiting.push(entry);
		this.#waitingCharacters += entry.length + 2;
	}

	finish(): Bytes {
		this.#writeLine();
		return this.#writer.finish();
	}

	#writeLine(): void {
		if (this.#waiting.length === 0) return;
		const { head, middle, tail } = this.template;
		const id = `${SIDE_ID}${this.seed}-${this.#lines}`;
		this.#writer.writeLine([head, id, middle, { inside: this.#waiting.join('\n') }, tail]);
		this.#lines += 1;
		this.#waiting.length = 0;
		this.#waitingCharacters = 0;
	}
}

/** The bytes of a line with this entry alone: exact where they may come near `limit`, at most so many elsewhere. */
export function sideBytesOf(entry: string, limit: number): number {
	const most = entry.length * BYTES_PER_CHARACTER;
	return most <= limit ? most : encodeText(JSON.stringify(entry)).byteLength;
}

/** The entries in a line of a side file; none in any other line. */
export function readSideEntries(files: Files | undefined, line: unknown): readonly unknown[] {
	const text = files?.readSideLine(line) ?? '';
	return text.split('\n', MOST_ENTRIES).flatMap((entry) => readObject(parseJson(entry)) ?? []);
}
