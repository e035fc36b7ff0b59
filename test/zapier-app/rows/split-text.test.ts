import fc from 'fast-check';
import { splitText } from '../../../zapier-app/src/rows/split-text';

describe('splitText', () => {
	it('gives back what was put together, whatever the texts hold', () => {
		const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/);
		const body = fc
			.array(
				fc.stringMatching(/^[^\r\n]*$/).filter((line) => !/^=== +\S/.test(line)),
				{ maxLength: 5 },
			)
			.map((lines) => lines.join('\n').trim());
		fc.assert(
			fc.property(fc.array(fc.record({ id, text: body }), { minLength: 1 }), (rows) => {
				const text = rows.map((row) => `=== ${row.id}\n${row.text}`).join('\n');

				expect(splitText(text)).toEqual(rows);
			}),
		);
	});

	it('keeps what stands behind bars, and a bar inside a value', () => {
		expect(splitText('=== a | subject: Re: 1 | 2 | from: Anna\r\nText')).toEqual([
			{ id: 'a', kept: { subject: 'Re: 1 | 2', from: 'Anna' }, text: 'Text' },
		]);
	});

	it('is not misled by a ruler in an e-mail', () => {
		expect(splitText('=== a\nHello\n======\nBye ===\n===b')).toEqual([
			{ id: 'a', text: 'Hello\n======\nBye ===\n===b' },
		]);
	});

	it('loses no row to a line separator in a subject', () => {
		expect(splitText('=== a\nOne\n=== b | subject: Short\u2028one\nTwo')).toEqual([
			{ id: 'a', text: 'One' },
			{ id: 'b', kept: { subject: 'Short\u2028one' }, text: 'Two' },
		]);
	});

	it('refuses a text without rows, and one that begins with something else', () => {
		expect(() => splitText('just a text')).toThrow('The text has no line that begins a row.');
		expect(() => splitText('Hi\n=== a\nText')).toThrow('Something stands before the first line');
	});
});
