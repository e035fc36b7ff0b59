import { tidy } from '../../../core/rows/tidy';

describe('tidy', () => {
	it('keeps the indentation of code and of lists, and the empty cells of a table', () => {
		for (const text of ['if a:\n    return b', '- one\n  - two', 'a\t\tb', 'a\n\tb']) {
			expect(tidy(text)).toBe(text);
		}
	});

	it('makes one blank of several, none at a line’s end, and one blank line of many', () => {
		expect(tidy(' a\u00A0\t b \r\n\r\n\r\n\r\nc \n d ')).toBe('a b\n\nc\nd');
	});

	it('takes characters off that nobody sees, and keeps those that spell or join', () => {
		expect(tidy('off\u200Bpeak\u00AD\uFEFF')).toBe('offpeak');
		expect(tidy('Sale\u200C \u200C \u034F \u200C now')).toBe('Sale now');
		for (const text of ['می‌خواهم', '👩‍👧', 'क्‍ष']) expect(tidy(text)).toBe(text);
	});

	it('finds each blank and each unseen character wherever it stands alone', () => {
		const all = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));
		const blanks = all.filter((one) => /[^\S\n\r\t \u2028\u2029\uFEFF]/.test(one));
		expect(blanks.map((one) => tidy(`a${one}b`))).toEqual(blanks.map(() => 'a b'));
		const unseen = all.filter((one) => /[\p{Default_Ignorable_Code_Point}\u2800]/u.test(one));
		// Without variation selectors and what no script uses.
		const used = unseen.filter((one) => !/\p{Variation_Selector}|[\u2065\uFFF0-\uFFF8]/u.test(one));
		expect(used.filter((one) => tidy(`a ${one} b`) !== 'a b')).toEqual([]);
	});

	it('keeps the separators of lines and paragraphs', () => {
		expect(tidy('a\u2028b\u2029c\u0085d')).toBe('a\u2028b\u2029c\u0085d');
	});
});
