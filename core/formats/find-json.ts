import { parseJson } from './json';

/** What begins like an object with a name in it, or like a list of objects or texts: not `{this}`, not `[1]`. */
const BEGINNING = /\{\s{0,400}"|\[\s{0,400}[{"]/g;
/** Of objects, of what cannot be read, and of what has no end: each of these last is read to the end of the text. */
const MOST = { found: 32, unread: 8, endless: 3 };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const BRACKETS = { opening: [0x5b, 0x7b], closing: [0x5d, 0x7d] } as const;
const LAST_CONTROL = 0x1f;
const BLANK = 0x20;

/**
 * Every object and list that stands in a text, whatever stands around it: words, code fences, each other. What
 * cannot be read and has one of these names, or any where none is known, is not looked into: a part is not the whole.
 */
export function* findJson(text: string, names: readonly string[]): Generator<unknown, void> {
	const beginnings = new RegExp(BEGINNING);
	let broken = { from: 0, end: 0 };
	const left = { ...MOST };
	while (left.found > 0 && left.unread > 0 && left.endless > 0) {
		const from = beginnings.exec(text)?.index;
		if (from === undefined) return;
		// What was taken for a beginning may hold the next one: `[{"`.
		beginnings.lastIndex = from + 1;
		if (from < broken.end && isPart(text.slice(broken.from, from), names)) {
			left.unread -= 1;
			continue;
		}
		const end = endOf(text, from);
		const value = end === undefined ? undefined : parseLoosely(text.slice(from, end));
		if (value !== undefined) {
			yield value;
			left.found -= 1;
			beginnings.lastIndex = end ?? text.length;
			continue;
		}
		left[end === undefined ? 'endless' : 'unread'] -= 1;
		if (from >= broken.end) broken = { from, end: end ?? text.length };
	}
}

/** What goes before is a list that has begun, or an object that has one of the names. */
function isPart(before: string, names: readonly string[]): boolean {
	if (names.length === 0 || before.startsWith('[')) return true;
	return names.some((name) => before.includes(JSON.stringify(name)));
}

/** Behind the bracket that closes the one at `from`; `undefined` where none does. */
function endOf(text: string, from: number): number | undefined {
	let depth = 0;
	for (let at = from; at < text.length; at += 1) {
		const unit = text.charCodeAt(at);
		if (unit === QUOTE) {
			at = endOfString(text, at);
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

/** Where the quote stands that ends the string at `from`; the length of the text where none does. */
function endOfString(text: string, from: number): number {
	for (let at = from + 1; at < text.length; at += 1) {
		const unit = text.charCodeAt(at);
		if (unit === BACKSLASH) at += 1;
		else if (unit === QUOTE) return at;
	}
	return text.length;
}

/**
 * JSON with a comma before a closing bracket, or with line breaks inside its strings, as small models write it
 * (mem0ai/mem0#5623, #4420, 2026): neither can mean anything else. `undefined` for all other faults.
 */
function parseLoosely(json: string): unknown {
	return parseJson(json) ?? parseJson(mended(json));
}

function mended(json: string): string {
	const written: string[] = [];
	let from = 0;
	let comma: number | undefined;
	for (let at = 0; at < json.length; at += 1) {
		const unit = json.charCodeAt(at);
		if (unit === QUOTE) {
			const end = endOfString(json, at);
			written.push(json.slice(from, at), escaped(json.slice(at, end + 1)));
			from = end + 1;
			at = end;
			comma = undefined;
		} else if (unit === COMMA) {
			comma = at;
		} else if (comma !== undefined && isClosing(unit)) {
			written.push(json.slice(from, comma));
			from = comma + 1;
			comma = undefined;
		} else if (unit > BLANK) {
			comma = undefined;
		}
	}
	written.push(json.slice(from));
	return written.join('');
}

function escaped(inside: string): string {
	for (let at = 0; at < inside.length; at += 1) {
		if (inside.charCodeAt(at) <= LAST_CONTROL) return inside.split('').map(escapedUnit).join('');
	}
	return inside;
}

function escapedUnit(unit: string): string {
	return unit.charCodeAt(0) <= LAST_CONTROL ? JSON.stringify(unit).slice(1, -1) : unit;
}
