import fc from 'fast-check';
import { toCsv } from '../../../core';
import { readCsv } from '../../../zapier-app/src/rows/csv';

describe('readCsv', () => {
	it('reads what the core writes', () => {
		const cell = fc.string().filter((text) => !/^[=+\-@\t\r]/.test(text) && !text.includes('\r'));
		const row = fc.record({ id: fc.stringMatching(/^[a-z]{1,5}$/), text: cell });
		fc.assert(
			fc.property(fc.array(row, { minLength: 1 }), (rows) => {
				expect(readCsv(toCsv(rows))).toEqual(rows);
			}),
		);
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
