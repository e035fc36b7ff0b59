import { endOf, parseLoosely, parseUnclosed } from './mend-json';

/** What begins like an object with a name in it, or like a list of objects or texts: not `{this}`, not `[1]`. */
const BEGINNING = /\{\s{0,400}(?:["“]|\/[/*])|\[\s{0,400}[{"“]/g;
/** Of objects, of what cannot be read, and of what has no end: each of these last is read to the end of the text. */
const MOST = { found: 32, unread: 8, endless: 3 };

interface Found {
	readonly end: number | undefined;
	readonly value?: unknown;
}

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
		const { end, value } = readAt(text, from, names);
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
	return names.some(
		(name) => before.includes(JSON.stringify(name)) || before.includes(`“${name}”`),
	);
}

/** What begins at `from`, and where it ends; no value where it cannot be read. */
function readAt(text: string, from: number, names: readonly string[]): Found {
	const end = endOf(text, from);
	const value = end === undefined ? undefined : parseLoosely(text.slice(from, end));
	if (value !== undefined) return { end, value };
	const behindComments = text.indexOf('/', from) === -1 ? end : endOf(text, from, true);
	if (behindComments !== undefined && behindComments !== end) {
		const commented = parseLoosely(text.slice(from, behindComments));
		if (commented !== undefined) return { end: behindComments, value: commented };
	}
	if (end !== undefined || names.length === 0) return { end };
	return { end, value: parseUnclosed(text.slice(from)) };
}
