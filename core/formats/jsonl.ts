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
	let rest = '';
	let number = 0;
	let oversized = false;
	for await (const chunk of body) {
		const scanFrom = rest.length;
		rest += decoder.decode(chunk, { stream: true });
		let start = 0;
		for (let end = rest.indexOf('\n', scanFrom); end >= 0; end = rest.indexOf('\n', start)) {
			number += 1;
			const line = oversized ? bad(number) : readLine(rest.slice(start, end), number);
			oversized = false;
			if (line !== undefined) yield line;
			start = end + 1;
		}
		rest = rest.slice(start);
		if (rest.length > MAX_LINE_CHARACTERS) {
			rest = '';
			oversized = true;
		}
	}
	const last = oversized ? bad(number + 1) : readLine(rest + decoder.decode(), number + 1);
	if (last !== undefined) yield last;
}

function bad(number: number): JsonLine {
	return { number, bad: true };
}

function readLine(text: string, number: number): JsonLine | undefined {
	if (text.trim() === '') return undefined;
	try {
		return { number, value: JSON.parse(text) };
	} catch {
		return bad(number);
	}
}

/** One line of JSON, with its end. */
export function encodeLine(value: unknown): string {
	return `${JSON.stringify(value)}\n`;
}
