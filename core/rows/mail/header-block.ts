import type { Line } from '../line';
import { shown } from './shown';
import { LABELS } from './words';

type Role = keyof typeof LABELS;

/** The head that a mail program copies over a mail: From, Sent, To, Subject. */
export interface HeaderBlock {
	/** The first line behind it. */
	readonly to: number;
	readonly sender: string;
	readonly subject: string;
}

const ROLES: ReadonlyMap<string, Role> = new Map(
	(Object.keys(LABELS) as readonly Role[]).flatMap((role) =>
		LABELS[role].split('|').map((label) => [label, role] as const),
	),
);
const MAX_LABEL_CHARACTERS = 30;
const MAX_LINES = 16;
/** Long lists of people break into several lines. */
const MAX_CONTINUED = 4;

interface HeaderLine {
	readonly role: Role;
	readonly value: string;
}

export function readHeaderLine(text: string): HeaderLine | undefined {
	const line = shown(text);
	const at = line.slice(0, MAX_LABEL_CHARACTERS + 2).search(/[:：]/);
	const role = at <= 0 ? undefined : roleOf(line.slice(0, at));
	return role === undefined ? undefined : { role, value: line.slice(at + 1).trim() };
}

/** What the words before a line's colon stand for. */
export function roleOf(label: string): Role | undefined {
	return ROLES.get(label.trim().toLowerCase());
}

/**
 * The header block that begins in this line. With `isSetOff`, where something else says that a head stands here,
 * two of its lines are enough; else all four must be there.
 */
export function readHeaderBlock(
	lines: readonly Line[],
	from: number,
	isSetOff: boolean,
): HeaderBlock | undefined {
	const first = readHeaderLine(lines[from]?.text ?? '');
	if (first === undefined || first.role === 'other') return undefined;
	const found = new Map<Role, string>();
	let to = from;
	let continued = 0;
	let role: Role = first.role;
	for (let at = from; at < lines.length && at < from + MAX_LINES; at += 1) {
		const line = lines[at];
		if (line === undefined || line.depth !== lines[from]?.depth) break;
		const header = readHeaderLine(line.text);
		if (header !== undefined) {
			// What is named twice begins another head.
			if (header.role !== 'other' && found.has(header.role)) break;
			found.set(header.role, header.value);
			role = header.role;
			to = at + 1;
			continued = 0;
		} else if (line.text.trim() === '') {
			// Pages set their lines apart; the body never begins with a header.
			if (readHeaderLine(lines[at + 1]?.text ?? '') === undefined) break;
		} else {
			// A long list of people goes on in the next line; a copy's label may be in a language of its own.
			const isList = role === 'to' || role === 'other';
			const isPeople = /[;,]/.test(line.text) && !/[:：]/.test(line.text);
			const goesOn = line.text.includes('@') || (isList && isPeople);
			continued += 1;
			if (!goesOn || continued > MAX_CONTINUED) break;
		}
	}
	if (!isSetOff && isFormField(lines[to]?.text ?? '')) return undefined;
	const wanted: readonly Role[] = ['from', 'sent', 'to', 'subject'];
	const count = wanted.filter((role) => found.has(role)).length;
	if (!found.has('from') || count < (isSetOff ? 2 : wanted.length)) return undefined;
	return { to, sender: found.get('from') ?? '', subject: found.get('subject') ?? '' };
}

/** Below the four lines of a form stand more of its kind; below a mail's stands nothing, then the mail. */
function isFormField(text: string): boolean {
	return /^\p{L}[\p{L} ]{1,24}[:：]\s?\S/u.test(shown(text)) && readHeaderLine(text) === undefined;
}

/** Whether lines begin with three labels of whatever language, as only a copied head does. */
export function looksLikeHeader(lines: readonly Line[], from: number): boolean {
	const next = lines.slice(from, from + 6).filter(({ text }) => text.trim() !== '');
	const labelled = next
		.slice(0, 3)
		.filter(({ text }) => /^[^\s:：][^:：]{0,25}[:：]\s*\S/u.test(shown(text)));
	const values = next
		.slice(0, 4)
		.map(({ text }) => text)
		.join(' ');
	return labelled.length === 3 && /@|\d{4}|\d{1,2}[:.]\d{2}/.test(values);
}
