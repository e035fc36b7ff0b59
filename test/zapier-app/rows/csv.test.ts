import fc from 'fast-check';
import { toCsv } from '../../../core';
import { readCsv } from '../../../zapier-app/src/rows/csv';

describe('readCsv', () => {
	it('reads what the core writes', () => {
		const cell = fc.string({ unit: fc.constantFrom(...'ab ü,;\t|"\n\\', '\r\n', '😀') });
		const row = fc.record({ id: fc.stringMatching(/^[a-z]{1,5}$/), text: cell });
		fc.assert(
			fc.property(fc.array(row, { minLength: 1 }), (rows) => {
				const safe = rows.map(({ id, text }) => ({ id, text: `x${text}` }));
				expect(readCsv(toCsv(safe))).toEqual(safe);
			}),
		);
	});

	it('names the file in what it refuses', () => {
		expect(() => readCsv('id,text\n1,a,b', 'mails.csv')).toThrow(
			'Row 2 of mails.csv has 3 cells, but there are names for 2 columns only.',
		);
	});

	it('reads nothing in a file without a cell', () => {
		for (const text of ['', '\n', '\uFEFF', ' \r\n;;\r\n', 'sep=;', 'sep=;\r\n']) {
			expect(readCsv(text)).toEqual([]);
		}
	});

	it('keeps a blank row between others, and none at the end', () => {
		expect(readCsv('id,text\n1,a\n,\n\n3,c\n,\n,\n')).toEqual([
			{ id: '1', text: 'a' },
			{ id: '', text: '' },
			{ id: '3', text: 'c' },
		]);
	});

	it('reads semicolons, tabs, line breaks in quotes and a byte order mark', () => {
		expect(readCsv('\uFEFFid;text\r\n1;"a ""b""\nc"\r\n\r\n')).toEqual([
			{ id: '1', text: 'a "b"\nc' },
		]);
		expect(readCsv('id\ttext\n1\tx')).toEqual([{ id: '1', text: 'x' }]);
	});
});
