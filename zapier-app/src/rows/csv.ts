/** Reads comma-separated values (RFC 4180): quotes, line breaks inside them, any of three separators. */
const SEPARATORS = [',', ';', '\t'] as const;

export function readCsv(text: string): ReadonlyArray<Readonly<Record<string, string>>> {
	const content = text.replace(/^\uFEFF/, '');
	const [header = [], ...rows] = readCells(content, separatorOf(content));
	// A blank row between others stays: the position of those behind it may be their id.
	const end = rows.findLastIndex((cells) => cells.some((cell) => cell !== '')) + 1;
	return rows
		.slice(0, end)
		.filter((cells) => cells.length > 1 || header.length === 1 || cells[0] !== '')
		.map((cells) =>
			Object.fromEntries(header.map((name, index) => [name.trim(), cells[index] ?? ''])),
		);
}

/** The separator that the header has most of: spreadsheets of half of Europe write semicolons. */
function separatorOf(text: string): string {
	const header = text.split(/\r?\n/, 1)[0] ?? '';
	const counted = SEPARATORS.map(
		(separator) => [separator, header.split(separator).length] as const,
	);
	return counted.reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

function readCells(text: string, separator: string): readonly (readonly string[])[] {
	const rows: string[][] = [[]];
	let cell = '';
	let quoted = false;
	const closeCell = (): void => {
		rows.at(-1)?.push(cell);
		cell = '';
	};
	for (let at = 0; at < text.length; at += 1) {
		const character = text.charAt(at);
		if (quoted) {
			if (character !== '"') cell += character;
			else if (text.charAt(at + 1) === '"') {
				cell += '"';
				at += 1;
			} else quoted = false;
		} else if (character === '"' && cell === '') quoted = true;
		else if (character === separator) closeCell();
		else if (character === '\n') {
			closeCell();
			rows.push([]);
		} else if (character !== '\r') cell += character;
	}
	closeCell();
	return rows;
}
