import { toCsv } from '../../../core';
import { lenient } from '../../support/sheets';

describe('toCsv', () => {
	it('gives every field of every record a column, nested ones by their path', () => {
		const records = [
			{ a: 1, _offpeak: { id: 'x', cost: null } },
			{ b: ['p', { q: 1 }], a: true },
		];
		expect(lenient(toCsv(records), ',')).toEqual([
			['a', '_offpeak.id', '_offpeak.cost', 'b'],
			['1', 'x', '', ''],
			['true', '', '', 'p; {"q":1}'],
		]);
	});

	it.each([
		['comma', ','],
		['semicolon', ';'],
		['tab', '\t'],
	] as const)('separates by a %s, and quotes what holds any separator', (name, separator) => {
		const file = toCsv([{ a: 'x', b: 'p,q', c: 'p;q', d: 'p\tq', e: 'p|q' }], name);
		const lines = file.split('\r\n');
		expect(lines[0]).toBe(['a', 'b', 'c', 'd', 'e'].join(separator));
		expect(lines[1]).toBe(['x', '"p,q"', '"p;q"', '"p\tq"', '"p|q"'].join(separator));
	});

	it.each(['=HYPERLINK("https://evil.example")', '+1+cmd', '-2+3', '@SUM(A1)'])(
		'defuses %j, which a spreadsheet would run',
		(text) => {
			expect(lenient(toCsv([{ text }]), ',')).toEqual([['text'], [`'${text}`]]);
			expect(lenient(toCsv([{ [text]: 1 }]), ',')[0]).toEqual([`'${text}`]);
		},
	);

	it('puts what is deeper than any record into one cell, as JSON', () => {
		const deep = (levels: number): object => (levels === 0 ? {} : { a: deep(levels - 1) });
		const [head = []] = lenient(toCsv([JSON.parse(JSON.stringify(deep(200)))]), ',');
		expect(head).toEqual(['a.a.a.a.a.a.a.a.a.a']);
	});

	it('of no records is a line without a name', () => {
		expect(toCsv([])).toBe('\r\n');
	});
});
