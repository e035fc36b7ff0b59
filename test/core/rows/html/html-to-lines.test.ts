import { htmlToLines } from '../../../../core/rows/html/html-to-lines';
import { writeLine } from '../../../../core/rows/line';

function textOf(html: string): string {
	return htmlToLines(html).map(writeLine).join('\n');
}

describe('htmlToLines', () => {
	it('knows how deep a line is quoted, and marks what a mail program quoted', () => {
		const html =
			'<div>Yes.</div><blockquote type="cite">one<blockquote type="cite">two</blockquote></blockquote>';
		expect(htmlToLines(html).filter(({ text }) => text !== '')).toEqual([
			{ text: 'Yes.', depth: 0 },
			{ text: 'one', depth: 1 },
			{ text: 'two', depth: 2 },
		]);
		expect(textOf(html)).toBe('Yes.\n\n> one\n>\n>> two');
	});

	it('sets no marks before what the writer set apart', () => {
		expect(textOf('<p>Our motto:</p><blockquote>Never late.</blockquote><p>Ann</p>')).toBe(
			'Our motto:\n\nNever late.\n\nAnn',
		);
	});

	it('ends the quote of Yahoo where its container ends', () => {
		const html =
			'<div>Top</div><div class="yahoo_quoted"><div>Old</div><div><div>older</div></div></div><div>Below</div>';
		const depths = htmlToLines(html).map(({ text, depth }) => `${depth} ${text}`);
		expect(depths).toEqual(['0 Top', '0 ', '1 Old', '1 older', '0 ', '0 Below']);
	});

	it.each([
		'<div id="divRplyFwdMsg">From: Ann</div>',
		'<div style="border:none;border-top:solid #E1E1E1 1.0pt">From: Ann</div>',
		'<hr>From: Ann',
	])('knows that a mail program drew a line above the head: %s', (head) => {
		expect(htmlToLines(`<p>Yes.</p>${head}`).at(-1)).toEqual({
			text: 'From: Ann',
			depth: 0,
			isRuled: true,
		});
	});

	it('reads on behind each of many tags whose quotes do not close', () => {
		const torn = Array.from({ length: 40 }, (_, at) => `<p>word${at} <a href="x>link${at}</a></p>`);
		const text = textOf(torn.join('\n'));
		for (let at = 0; at < 40; at += 1) {
			expect(text).toContain(`word${at}`);
			expect(text).toContain(`link${at}`);
		}
	});

	it('ends, however many tags do not close', () => {
		expect(textOf('<p>a</p>' + '<a href="x></a>'.repeat(1_001))).toContain('a');
	});

	it('shows the words of pictures: a sentence always, a name where there is hardly any text', () => {
		const letter = `<p>${'Long words of a letter. '.repeat(20)}</p>`;
		const sale = '<img alt="Sale: all lamps half price" src="a.png">';
		const logo = '<img alt="Acme logo" src="b.png">';
		expect(textOf(sale + logo)).toBe('Sale: all lamps half price\nAcme logo');
		expect(textOf(letter + sale + logo)).toContain('Sale: all lamps half price');
		expect(textOf(letter + sale + logo)).not.toContain('Acme logo');
		expect(textOf(`${letter}<p>Sale: all lamps half price</p>${sale}`).split('Sale:')).toHaveLength(
			2,
		);
	});

	it('ends a quote that nobody closed with what it stands in', () => {
		const html =
			'<div>Top</div><div>Head:<blockquote class="gmail_quote">Old</div><div>Below</div>';
		expect(htmlToLines(html).at(-1)).toEqual({ text: 'Below', depth: 0 });
	});

	it('sets apart what a style sets apart', () => {
		const apart = (style: string): string =>
			textOf(`<p><span style="${style}">a</span><span style="${style}">b</span></p>`);
		expect(apart('display:block')).toBe('a\nb');
		expect(apart('display: inline-block')).toBe('a b');
		expect(apart('color: red')).toBe('ab');
	});

	it('numbers lists as they are numbered, and sets inner ones in', () => {
		const html = '<ol start="3"><li>three<ul><li>inner</li></ul></li><li><p>four</p></li></ol>';
		expect(textOf(html)).toBe('3. three\n  - inner\n4. four');
	});
});
