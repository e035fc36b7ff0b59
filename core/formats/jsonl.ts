import { encodeJson } from './well-formed';

/**
 * Reads JSON Lines as they arrive. A bad line is data, not a throw: one torn line must not cost
 * the thousands of good ones beside it (BerriAI/litellm#37457).
 */
export type JsonLine =
	| { readonly number: number; readonly value: unknown }
	| { readonly number: number; readonly bad: true };

/** A single line above this is not kept in memory but reported as bad. The AI SDK caps at the same size. */
const MAX_LINE_CHARACTERS = 64 * 1024 * 1024;

export async function* readJsonLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<JsonLine> {
	// `stream: true` keeps a character whole that is split between two chunks; a BOM is dropped.
	const decoder = new TextDecoder('utf-8');
	const begun = new BegunLine();
	let number = 0;
	for await (const chunk of body) {
		const text = decoder.decode(chunk, { stream: true });
		let start = 0;
		for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
			number += 1;
			begun.add(text.slice(start, end));
			const line = readLine(begun.take(), number);
			if (line !== undefined) yield line;
			start = end + 1;
		}
		begun.add(text.slice(start));
	}
	begun.add(decoder.decode());
	const last = readLine(begun.take(), number + 1);
	if (last !== undefined) yield last;
}

/** Put together once for each so many pieces: a line that comes in small chunks is not copied with each of them. */
const PIECES_TOGETHER = 1024;

/** A line as far as it has come, in pieces; of one that is too long, nothing. */
class BegunLine {
	#blocks: string[] = [];
	#pieces: string[] = [];
	#length = 0;

	add(piece: string): void {
		if (piece === '') return;
		this.#length += piece.length;
		if (this.#length > MAX_LINE_CHARACTERS) {
			this.#blocks = [];
			this.#pieces = [];
			return;
		}
		this.#pieces.push(piece);
		if (this.#pieces.length < PIECES_TOGETHER) return;
		this.#blocks.push(this.#pieces.join(''));
		this.#pieces = [];
	}

	/** `undefined`: it is too long. */
	take(): string | undefined {
		const isTooLong = this.#length > MAX_LINE_CHARACTERS;
		const [only = ''] = this.#pieces;
		const isOne = this.#blocks.length === 0 && this.#pieces.length < 2;
		const line = isOne ? only : [...this.#blocks, ...this.#pieces].join('');
		this.#blocks = [];
		this.#pieces = [];
		this.#length = 0;
		return isTooLong ? undefined : line;
	}
}

function bad(number: number): JsonLine {
	return { number, bad: true };
}

function readLine(text: string | undefined, number: number): JsonLine | undefined {
	if (text === undefined) return bad(number);
	if (text.trim() === '') return undefined;
	try {
		return { number, value: JSON.parse(text) };
	} catch {
		return bad(number);
	}
}

/** One line of JSON, with its end. */
export function encodeLine(value: unknown): string {
	return `${encodeJson(value)}\n`;
}
