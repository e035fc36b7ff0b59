import { OffpeakError, type Row } from '../../../core';
import { readKeptFields } from './kept-fields';
import { takeId } from './row-ids';

/**
 * A row begins at `=== id` (behind bars, what is kept) and ends at `=== end id`. Between the two everything is
 * text: who writes an e-mail does not know the ID that the mailbox gives it, so none can end or begin a row.
 */
// `s`: a line separator (U+2028) inside a subject does not end the line.
const BEGIN = /^===(?:\s(.*))?$/s;
const END = /^===\s+end(?:\s(.*))?$/is;

interface Beginning {
	readonly id: string;
	/** What stands behind the ID, with its bar. */
	readonly rest: string;
}

interface Entry extends Beginning {
	readonly hasEnd: boolean;
	readonly lines: string[];
}

/** One text with a row between each beginning and its end, as Digest by Zapier can put it together. */
export function splitText(text: string, names: readonly string[]): readonly Row[] {
	const entries = readEntries(text.replaceAll(/\r\n?/g, '\n').split('\n'));
	const fault = findFault(entries, names);
	if (fault !== undefined) throw fault;
	const taken = new Map<string, number>();
	return entries.map(({ id, rest, lines }) => ({
		// One ID may come twice, for Zapier may run Digest again: each row keeps one of its own.
		...(id === '' ? {} : { id: takeId(id, taken) }),
		...(names.length === 0 ? {} : { kept: readKeptFields(rest, names) }),
		text: lines.join('\n').trim(),
	}));
}

function readEntries(lines: readonly string[]): readonly Entry[] {
	const findEnd = endsOf(lines);
	const entries: Entry[] = [];
	let at = 0;
	while (at < lines.length) {
		const line = lines[at] ?? '';
		const begun = readBeginning(line);
		if (begun === undefined) {
			const last = entries.at(-1);
			if (last !== undefined) last.lines.push(line);
			else if (line.trim() !== '') throw noBeginning(lines.slice(at));
			at += 1;
			continue;
		}
		const end = findEnd(begun.id, at);
		const stop = end ?? nextWhole(lines, at, findEnd);
		entries.push({ ...begun, hasEnd: end !== undefined, lines: lines.slice(at + 1, stop) });
		at = end === undefined ? stop : stop + 1;
	}
	return entries;
}

type FindEnd = (id: string, after: number) => number | undefined;

function endsOf(lines: readonly string[]): FindEnd {
	const ends = lines.map(readEnd);
	const last = new Map(ends.map((id, at) => [id, at]));
	return (id, after) => ((last.get(id) ?? -1) > after ? ends.indexOf(id, after + 1) : undefined);
}

/** Where the end of a row was cut off, it goes on to the next row that has one. */
function nextWhole(lines: readonly string[], after: number, findEnd: FindEnd): number {
	for (let at = after + 1; at < lines.length; at += 1) {
		const begun = readBeginning(lines[at] ?? '');
		if (begun !== undefined && findEnd(begun.id, at) !== undefined) return at;
	}
	return lines.length;
}

function readBeginning(line: string): Beginning | undefined {
	const content = END.test(line) ? undefined : BEGIN.exec(line);
	if (content === undefined || content === null) return undefined;
	const text = content[1] ?? '';
	const bar = text.indexOf('|');
	return bar === -1
		? { id: text.trim(), rest: '' }
		: { id: text.slice(0, bar).trim(), rest: text.slice(bar) };
}

function readEnd(line: string): string | undefined {
	const end = END.exec(line);
	return end === null ? undefined : (end[1] ?? '').trim();
}

function findFault(entries: readonly Entry[], names: readonly string[]): OffpeakError | undefined {
	if (entries.length === 0) return noBeginning([]);
	if (!entries.some(({ hasEnd }) => hasEnd)) {
		return new OffpeakError('invalid_input', 'No row ends with a line "=== end id".', {
			hint: 'Put such a line behind each row, with the ID of its first line; in Digest by Zapier, at the end of the entry. Nothing was sent.',
		});
	}
	if (names.length === 0 && entries.every(({ rest }) => /\|[^|:]+:/.test(rest))) {
		return new OffpeakError(
			'invalid_input',
			'The rows have fields behind their IDs, but Fields to Keep is empty.',
			{ hint: 'Name them there, e.g. subject, or end the line after the ID. Nothing was sent.' },
		);
	}
	return undefined;
}

/** What stands at the place of the first beginning. */
function noBeginning(lines: readonly string[]): OffpeakError {
	return lines.some((line) => readBeginning(line) !== undefined)
		? new OffpeakError(
				'invalid_input',
				'Something stands before the first line that begins a row ("=== id").',
				{ hint: 'It would belong to no row. Nothing was sent.' },
			)
		: new OffpeakError('invalid_input', 'The text has no line that begins a row.', {
				hint: 'Put a line like "=== id" before each row and "=== end id" behind it; in Digest by Zapier, at the beginning and the end of the entry. Nothing was sent.',
			});
}
