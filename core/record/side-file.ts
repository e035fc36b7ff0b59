import { encodeText, LineWriter } from '../formats/bytes';
import { escapeUnits, parseJson } from '../formats/json';
import type { Files, LineTemplate } from '../protocols/protocol';
import type { Bytes } from '../types';

/** Servers count the lines of a file, and check each: so many entries share one. */
const ENTRIES_PER_LINE = 100;
const CHARACTERS_PER_LINE = 32_000;
/** A UTF-16 code unit takes at most three UTF-8 bytes, a quote of JSON in JSON two. */
const BYTES_PER_CHARACTER = 3;

/** JSON leaves them as they are, and some servers end a line at them (volcengine/OpenViking#3984). */
const LINE_ENDS = /[\u0085\u2028\u2029]/g;

/** As it stands in a side file. */
export function escapeLineEnds(json: string): string {
	return escapeUnits(json, LINE_ENDS);
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

	/** `json`: one line of JSON. */
	add(json: string): void {
		const entry = escapeLineEnds(json);
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
		const text = JSON.stringify(this.#waiting.join('\n')).slice(1, -1);
		this.#writer.writeLine([head, `offpeak-${this.seed}-${this.#lines}`, middle, text, tail]);
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
	return text.split('\n').flatMap((entry) => parseJson(entry) ?? []);
}
