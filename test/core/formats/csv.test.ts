import fc from 'fast-check';
import { toCsv } from '../../../core';

/** A reader of RFC 4180, as a spreadsheet has one. */
function readCsv(text: string): string[][] {
	const rows: string[][] = [];
	for (let at = 0; at < text.length; ) {
		const row: string[] = [];
		for (let isOpen = true; isOpen; ) {
			const quoted = /^"((?:[^"]|"")*)"/.exec(text.slice(at));
			const cell = quoted?.[0] ?? /^[^,\r\n]*/.exec(text.slice(at))?.[0] ?? '';
			row.push(quoted === null ? cell : (quoted[1] ?? '').replaceAll('""', '"'));
			at += cell.length;
			isOpen = text[at] === ',';
			at += isOpen ? 1 : 2;
		}
		rows.push(row);
	}
	return rows;
}

describe('toCsv', () => {
	it('gives every field of every record a column, nested ones by their path', () => {
		const records = [
			{ a: 1, _offpeak: { id: 'x', cost: null } },
			{ b: ['p', { q: 1 }], a: true },
		];
		expect(readCsv(toCsv(records))).toEqual([
			['a', '_offpeak.id', '_offpeak.cost', 'b'],
			['1', 'x', '', ''],
			['true', '', '', 'p; {"q":1}'],
		]);
	});

	it.each(['=HYPERLINK("https://evil.example")', '+1+cmd', '-2+3', '@SUM(A1)', '\t=1', '\r=1'])(
		'defuses %j, which a spreadsheet would run',
		(text) => {
			expect(readCsv(toCsv([{ text }]))).toEqual([['text'], [`'${text}`]]);
			expect(readCsv(toCsv([{ [text]: 1 }]))[0]).toEqual([`'${text}`]);
		},
	);

	it('leaves no cell that begins as a formula, and loses no character of any', () => {
		const text = fc.string({ unit: fc.constantFrom(...'=+-@,"\r\n\tab ü', '😀'), minLength: 1 });
		fc.assert(
			fc.property(fc.array(fc.record({ a: text, b: text }), { minLength: 1 }), (records) => {
				const [, ...rows] = readCsv(toCsv(records));
				expect(rows).toHaveLength(records.length);
				for (const [index, { a, b }] of records.entries()) {
					const cells = rows[index] ?? [];
					for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
					expect(cells.map((cell) => cell.replace(/^'(?=[=+\-@\t\r])/, ''))).toEqual([a, b]);
				}
			}),
		);
	});
});
