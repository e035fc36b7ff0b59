import fc from 'fast-check';
import { cleanText, CUT_NOTICE, prepareText } from '../../../core/rows/clean-text';

import { anyText } from '../../support/any-text';
import { findGrowth } from '../../support/growth';

const SIZE = 200_000;

describe('prepareText', () => {
	it('leaves a text as it is when cleaning is off', () => {
		const raw = '<p>Hi</p>\r\n';
		expect(prepareText(raw, { clean: false })).toBe(raw);
		expect(prepareText(raw, { clean: true })).toBe('Hi');
	});

	it('cuts a long text and says so', () => {
		expect(prepareText('abcdef', { clean: true, maxCharacters: 3 })).toBe(`abc${CUT_NOTICE}`);
		expect(prepareText('abc', { clean: true, maxCharacters: 3 })).toBe('abc');
	});

	it('never cuts a character in half', () => {
		expect(prepareText('ab😀cd', { clean: false, maxCharacters: 3 })).toBe(`ab${CUT_NOTICE}`);
		const text = fc.string({ unit: 'grapheme-composite' });
		fc.assert(
			fc.property(text, fc.nat({ max: 30 }), (given, maxCharacters) => {
				const cut = prepareText(given, { clean: false, maxCharacters });
				expect(cut).not.toMatch(/\p{Surrogate}/u);
				expect(cut.length).toBeLessThanOrEqual(maxCharacters + CUT_NOTICE.length);
			}),
		);
	});
});

describe('cleanText', () => {
	it('reads an HTML mail as a person would', () => {
		const html = `<!DOCTYPE html><html><head><title>T</title><style>p { color: red }</style></head><body>
			<!-- preheader --><p>Hello&nbsp;Ann,</p><p>your <b>invoice</b>:</p>
			<ul><li>Item&#160;1</li><li>Item 2</li></ul>
			<table><tr><td>Sum</td><td>40&nbsp;&euro;</td></tr></table>
			<script>alert("x")</script>Bye<br>Ben &amp; Co</body></html>`;
		expect(cleanText(html)).toBe(
			'Hello Ann,\n\nyour invoice:\n\n- Item 1\n- Item 2\n\nSum 40 €\n\nBye\nBen & Co',
		);
	});

	it('leaves a plain text with pointed brackets alone', () => {
		const text = 'If a < b and b > c, mail ann@example.com <ann@example.com>.';
		expect(cleanText(text)).toBe(text);
	});

	it('tidies white space and takes invisible characters out', () => {
		expect(cleanText(' a\u00A0\t b \r\n\r\n\r\n\r\nc\u200B\u00ADd\uFEFF ')).toBe('a b\n\ncd');
	});

	it('takes a hidden block out at the right place, whatever letters stand before it', () => {
		expect(cleanText('<p>İİİİ</p><style>x</style>Istanbul')).toBe('İİİİ\n\nIstanbul');
	});

	it('hides nothing behind a block that never closes: in doubt it is text', () => {
		expect(cleanText('<p>a</p><script>b')).toBe('a\n\n<script>b');
		expect(cleanText('<p>a</p><!-- b')).toBe('a\n\n<!-- b');
		expect(cleanText('<p>a</p><STYLE>x</Style >b')).toBe('a\n\nb');
	});

	it('leaves a header element standing although its name begins like a hidden one', () => {
		expect(cleanText('<header>Top</header><p>Body</p>')).toBe('Top\n\nBody');
	});

	it.each([
		['&lt;b&gt; &quot;x&quot; &apos;y&apos;', '<b> "x" \'y\''],
		['&#8364; &#x20AC; &#X20ac;', '€ € €'],
		['&auml;&Ouml;&szlig; &frac12;', 'äÖß ½'],
		['&unknown; &amp', '&unknown; &'],
		['&#0; &#55296; &#1114112;', ''],
		['AT&T &toString; &constructor;', 'AT&T &toString; &constructor;'],
	])('decodes the entities of %j', (entities, text) => {
		expect(cleanText(`<p>${entities}</p>`)).toBe(text);
	});

	it('never throws, and never answers more than came in', () => {
		const piece = fc.oneof(
			anyText(),
			fc.constantFrom(
				'<!--',
				'-->',
				'<div',
				'>',
				'<style>',
				'</style>',
				'&',
				'&#x',
				';',
				'\n',
				'> ',
				'On 1 May, Ann wrote:',
				'<li>',
				'<p>',
			),
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
				const text = pieces.join('');
				// A list mark and a paragraph's end may be longer than `<li>` and `<p>`, by no more than this.
				expect(cleanText(text).length).toBeLessThanOrEqual(text.length * 2 + 2);
			}),
		);
	});

	it.each([
		'<!--',
		'<div',
		'<div ',
		'<div class="',
		'<div class=',
		'<p>',
		'<li',
		'<style>',
		'<style></style>',
		'<svg><style>',
		'</',
		'<',
		'&',
		'&a',
		'&#',
		'&#x',
		'-',
		'--',
		'_',
		'> ',
		'\n',
		'\r\n',
		' ',
		'\u00A0',
		'On ',
		'On 1 May\n',
		'From: a\n',
		'From: ',
		'<br>',
		'<a ',
		'<div class="gmail_quote',
		'-- Forwarded message',
		'- Forwarded message ',
		'<!---->',
		'Sent: x\n',
		'a',
		'&amp;',
	])('takes twice the time for twice as much: %j', (piece) => {
		for (const start of ['', '<p>']) {
			const growth = findGrowth((length) => {
				const text = start + piece.repeat(Math.ceil(length / piece.length));
				return () => cleanText(text);
			}, SIZE);
			expect(growth).toBeUndefined();
		}
	});
});
