import { parse } from 'papaparse';
import type { Dialect } from './quote-fault';

export type Cells = readonly string[];

/** The rows of a table whose quotation marks are in order. Its lines end in `\n`, the last one too. */
export function readCells(text: string, { separator, quotes }: Dialect): readonly Cells[] {
	const { data } = parse<string[]>(text, {
		delimiter: separator,
		newline: '\n',
		...(quotes === 'backslashed' ? { escapeChar: '\\' } : {}),
		// It looks for no quotation mark then.
		...(quotes === 'literal' ? { fastMode: true } : {}),
	});
	return data.slice(0, -1).map((cells) => {
		const last = cells.at(-1) ?? '';
		return last.endsWith('\r') ? [...cells.slice(0, -1), last.slice(0, -1)] : cells;
	});
}

export function isBlank(cells: Cells): boolean {
	return cells.every((cell) => cell.trim() === '');
}
