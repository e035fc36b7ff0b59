import { parseJson } from './json';

const QUOTE = 0x22;
const SMART = { opening: 0x201c, closing: 0x201d } as const;
const BACKSLASH = 0x5c;
const SLASH = 0x2f;
const STAR = 0x2a;
const COMMA = 0x2c;
const BRACKETS = { opening: [0x5b, 0x7b], closing: [0x5d, 0x7d] } as const;
const LAST_CONTROL = 0x1f;
const BLANK = 0x20;
const LAST_ASCII = 0x7f;
const PYTHON = { None: 'null', True: 'true', False: 'false' } as const;
const PYTHON_WORD = /None|True|False/y;

/** Behind the bracket that closes the one at `from`; `undefined` where none does. */
export function endOf(text: string, from: number, comments = false): number | undefined {
	let depth = 0;
	for (let at = from; at < text.length; at += 1) {
		const unit = text.charCodeAt(at);
		const end = endOfString(text, at) ?? (comments ? endOfComment(text, at) : undefined);
		if (end !== undefined) {
			at = end - 1;
		} else if (unit === BRACKETS.opening[0] || unit === BRACKETS.opening[1]) {
			depth += 1;
		} else if (isClosing(unit)) {
			depth -= 1;
			if (depth === 0) return at + 1;
		}
	}
	return undefined;
}

function isClosing(unit: number): boolean {
	return unit === BRACKETS.closing[0] || unit === BRACKETS.closing[1];
}

/** Behind the string that begins here, or the text where it does not end; `undefined` where none begins. */
function endOfString(text: string, from: number): number | undefined {
	const opening = text.charCodeAt(from);
	if (opening !== QUOTE && opening !== SMART.opening) return undefined;
	const closing = opening === QUOTE ? QUOTE : SMART.closing;
	for (let at = from + 1; at < text.length; at += 1) {
		const unit = text.charCodeAt(at);
		if (unit === BACKSLASH) at += 1;
		else if (unit === closing) return at + 1;
	}
	return text.length;
}

function endOfComment(text: string, from: number): number | undefined {
	if (text.charCodeAt(from) !== SLASH) return undefined;
	const next = text.charCodeAt(from + 1);
	if (next !== SLASH && next !== STAR) return undefined;
	const closing = next === SLASH ? '\n' : '*/';
	const end = text.indexOf(closing, from + 2);
	return end === -1 ? text.length : end + closing.length;
}

/**
 * JSON with a comma before a closing bracket, or with line breaks inside its strings, as small models write it
 * (mem0ai/mem0#5623, #4420, 2026); with comments, other blanks, other quotes, Python's words: none of these can mean
 * anything else. `undefined` for all other faults.
 */
export function parseLoosely(json: string): unknown {
	return parseJson(json) ?? parseJson(mended(json));
}

/** An object of which the last brace alone is missing, behind a value that ends (mangiucugna/json_repair#59, 2024). */
export function parseUnclosed(text: string): unknown {
	const trimmed = text.trimEnd();
	const json = trimmed.endsWith('```') ? trimmed.slice(0, -3).trimEnd() : trimmed;
	if (!json.startsWith('{') || !/(?:["”}\]]|true|false|null|none)$/i.test(json.slice(-5)))
		return undefined;
	return endOf(`${json}}`, 0) === json.length + 1 ? parseLoosely(`${json}}`) : undefined;
}

function mended(json: string): string {
	const written: string[] = [];
	let from = 0;
	let comma: number | undefined;
	const write = (at: number, end: number, text: string): void => {
		written.push(json.slice(from, at), text);
		from = end;
	};
	for (let at = 0; at < json.length; at += 1) {
		const unit = json.charCodeAt(at);
		const isBlank = unit <= BLANK || (unit > LAST_ASCII && /\s/.test(json.charAt(at)));
		const string = endOfString(json, at);
		const comment = endOfComment(json, at);
		if (string !== undefined) {
			write(at, string, escaped(json.slice(at, string)));
		} else if (comment !== undefined) {
			write(at, comment, ' ');
		} else if (isBlank) {
			if (unit > BLANK) write(at, at + 1, ' ');
		} else if (unit === COMMA) {
			write(at, at + 1, ',');
			comma = written.length - 1;
		} else if (comma !== undefined && isClosing(unit)) {
			written[comma] = '';
		} else {
			const word = pythonWordAt(json, at);
			if (word !== undefined) write(at, at + word.length, PYTHON[word]);
		}
		if (!isBlank && comment === undefined && unit !== COMMA) comma = undefined;
		at = Math.max(at, from - 1);
	}
	written.push(json.slice(from));
	return written.join('');
}

function pythonWordAt(json: string, at: number): keyof typeof PYTHON | undefined {
	PYTHON_WORD.lastIndex = at;
	switch (PYTHON_WORD.exec(json)?.[0]) {
		case 'None':
			return 'None';
		case 'True':
			return 'True';
		case 'False':
			return 'False';
		default:
			return undefined;
	}
}

function escaped(string: string): string {
	const isSmart = string.charCodeAt(0) === SMART.opening;
	const inside = isSmart ? `"${string.slice(1, -1)}"` : string;
	const apostrophes = inside.includes("\\'")
		? inside.replaceAll(/\\[^]/g, (pair) => (pair === "\\'" ? "'" : pair))
		: inside;
	for (let at = 0; at < apostrophes.length; at += 1) {
		if (apostrophes.charCodeAt(at) <= LAST_CONTROL) {
			return apostrophes.split('').map(escapedUnit).join('');
		}
	}
	return apostrophes;
}

function escapedUnit(unit: string): string {
	return unit.charCodeAt(0) <= LAST_CONTROL ? JSON.stringify(unit).slice(1, -1) : unit;
}
