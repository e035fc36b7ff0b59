/** How others read a file that says nothing of its separator: each gives the cells of each row. */
export type Sheet = (file: string, separator: string) => readonly (readonly string[])[];

/** By RFC 4180; behind a closing quotation mark, the rest of the cell is text (Python’s csv, Excel). */
export const lenient: Sheet = (file, separator) => {
	const rows: string[][] = [[]];
	let cell = '';
	let state: 'begin' | 'plain' | 'quoted' | 'closed' = 'begin';
	const close = (): void => {
		rows.at(-1)?.push(cell);
		cell = '';
		state = 'begin';
	};
	for (const character of file.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')) {
		if (state === 'quoted') {
			if (character === '"') state = 'closed';
			else cell += character;
		} else if (state === 'closed' && character === '"') {
			cell += character;
			state = 'quoted';
		} else if (character === separator) close();
		else if (character === '\n' || character === '\r') {
			close();
			rows.push([]);
		} else if (state === 'begin' && character === '"') state = 'quoted';
		else {
			cell += character;
			state = 'plain';
		}
	}
	return rows.slice(0, -1);
};

/** Quotation marks mean nothing: each line is cut at each separator, and they are dropped from its cells. */
export const crude: Sheet = (file, separator) =>
	file
		.replace(/^\uFEFF/, '')
		.split(/[\r\n\v\f\u0085\u2028\u2029]/)
		.map((line) => line.split(separator).map((cell) => cell.replaceAll('"', '')));
