import { isBlank, readCells, type Cells } from './cells';
import { findQuoteFault, type Dialect } from './quote-fault';

/** The rarer in texts and numbers, the earlier: it is taken where two fit alike (`Amount, net;Due`, `5,20;May`). */
const SEPARATORS = ['\t', ';', '|', ','] as const;
/** What no table has: then there is one column, and its commas are the texts' own. */
export const NO_SEPARATOR = '\uE000\uE001\uE000';
const SAMPLE_ROWS = 100;

/** How a table is written, told by its head and by how many of the rows below have as many cells. */
export function chooseDialect(text: string): Dialect {
	const [best] = SEPARATORS.flatMap((separator) => {
		const candidate = weigh(text, separator);
		return candidate === undefined ? [] : [candidate];
	}).toSorted((a, b) => b.fitting - a.fitting || b.columns - a.columns);
	return best?.dialect ?? { separator: separatorOfHead(text), quotes: 'doubled' };
}

interface Candidate {
	readonly dialect: Dialect;
	readonly columns: number;
	/** The share of rows with as many cells as the head. */
	readonly fitting: number;
}

function weigh(text: string, separator: string): Candidate | undefined {
	for (const quotes of ['doubled', 'backslashed'] as const) {
		const dialect = { separator, quotes };
		const { fault, end } = findQuoteFault(text, dialect, SAMPLE_ROWS);
		if (fault !== undefined) continue;
		const [head = [], ...rows] = readCells(text.slice(0, end), dialect).filter(
			(cells) => !isBlank(cells),
		);
		if (head.length < 2) return undefined;
		const fitting = rows.filter(({ length }) => length === head.length).length;
		return { dialect, columns: head.length, fitting: fitting / Math.max(1, rows.length) };
	}
	return undefined;
}

/** Where quotation marks are out of order under each separator: the one that the first line has most of. */
function separatorOfHead(text: string): string {
	const head = text.trimStart().split('\n', 1)[0] ?? '';
	const counts = new Map<string, number>();
	let isQuoted = false;
	for (const character of head) {
		if (character === '"') isQuoted = !isQuoted;
		else if (!isQuoted) counts.set(character, (counts.get(character) ?? 0) + 1);
	}
	const [best] = SEPARATORS.toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
	return best !== undefined && counts.has(best) ? best : NO_SEPARATOR;
}

/** Other ways to read a table that is out of order under its own, each only where it leaves no doubt. */
export function otherDialects(text: string, { separator }: Dialect): readonly Dialect[] {
	const dialects: Dialect[] = [];
	if (text.includes(`${separator} "`)) {
		dialects.push({ separator: `${separator} `, quotes: 'doubled' });
	}
	if (text.includes('\\"')) dialects.push({ separator, quotes: 'backslashed' });
	if (hasPairsOnly(text)) dialects.push({ separator, quotes: 'literal' });
	return dialects;
}

/** No quotation mark begins the table, and each line has an even number of them: none spans lines. */
function hasPairsOnly(text: string): boolean {
	if (text.trimStart().startsWith('"')) return false;
	return text.split('\n').every((line) => line.split('"').length % 2 === 1);
}

/** Each row has as many cells as the one with the names. */
export function fitsExactly(cells: readonly Cells[]): boolean {
	const [head = [], ...rows] = cells.filter((row) => !isBlank(row));
	return rows.every(({ length }) => length === head.length);
}
