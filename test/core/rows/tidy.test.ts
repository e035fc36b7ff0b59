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

	it('keeps the separators of lines and paragraphs', () => {
		expect(tidy('a\u2028b\u2029c\u0085d')).toBe('a\u2028b\u2029c\u0085d');
	});
});
