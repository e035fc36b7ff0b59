import fc from 'fast-check';
import {
	cleanText,
	CUT_MARK,
	htmlToText,
	prepareText,
	withoutQuotedReplies,
} from '../../core/text';

describe('prepareText', () => {
	it('leaves a text as it is when cleaning is off', () => {
		const raw = '<p>Hi</p>\r\n';
		expect(prepareText(raw, { clean: false })).toBe(raw);
		expect(prepareText(raw, { clean: true })).toBe('Hi');
	});

	it('cuts a long text and says so', () => {
		expect(prepareText('abcdef', { clean: true, maxCharacters: 3 })).toBe(`abc${CUT_MARK}`);
		expect(prepareText('abc', { clean: true, maxCharacters: 3 })).toBe('abc');
	});

	it('never cuts a character in half', () => {
		expect(prepareText('ab😀cd', { clean: false, maxCharacters: 3 })).toBe(`ab${CUT_MARK}`);
		const text = fc.string({ unit: 'grapheme-composite' });
		fc.assert(
			fc.property(text, fc.nat({ max: 30 }), (given, maxCharacters) => {
				const cut = prepareText(given, { clean: false, maxCharacters });
				expect(cut).not.toMatch(/\p{Surrogate}/u);
				expect(cut.length).toBeLessThanOrEqual(maxCharacters + CUT_MARK.length);
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

	it('takes the rest out behind a block that never closes, as a browser does', () => {
		expect(htmlToText('<p>a</p><script>b')).toBe('\n\na\n\n ');
		expect(htmlToText('<p>a</p><STYLE>x</Style >b')).toContain('b');
	});

	it('leaves a header element standing although its name begins like a hidden one', () => {
		expect(cleanText('<header>Top</header><p>Body</p>')).toBe('Top\n\nBody');
	});

	it.each([
		['&lt;b&gt; &quot;x&quot; &apos;y&apos;', '<b> "x" \'y\''],
		['&#8364; &#x20AC; &#X20ac;', '€ € €'],
		['&auml;&Ouml;&szlig; &frac12;', 'äÖß ½'],
		['&unknown; &amp', '&unknown; &amp'],
		['&#0; &#55296; &#1114112;', ''],
		['AT&T &toString; &constructor;', 'AT&T &toString; &constructor;'],
	])('decodes the entities of %j', (entities, text) => {
		expect(cleanText(`<p>${entities}</p>`)).toBe(text);
	});

	it('never throws, and never answers more than came in', () => {
		const piece = fc.oneof(
			fc.string({ unit: 'binary' }),
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
	])('stays fast on a megabyte of %j', (piece) => {
		const hostile = [piece, '<p>', 'On '].map(
			(start) => start + piece.repeat(Math.ceil(1_000_000 / piece.length)),
		);
		for (const text of hostile) {
			// The time of this process, not of the clock: other work on the machine does not count.
			const start = process.cpuUsage();
			cleanText(text);
			const { user, system } = process.cpuUsage(start);
			expect((user + system) / 1000).toBeLessThan(500);
		}
	});
});

describe('withoutQuotedReplies', () => {
	it.each([
		['English', 'On Mon, Nov 3, 2025 at 10:00 AM Ann Lee <ann@example.com> wrote:'],
		[
			'English, over two lines',
			'On Mon, Nov 3, 2025 at 10:00 AM Ann Lee <\nann@example.com> wrote:',
		],
		['German', 'Am Mo., 3. Nov. 2025 um 10:00 Uhr schrieb Ann Lee <ann@example.com>:'],
		['French', 'Le lun. 3 nov. 2025 à 10:00, Ann Lee <ann@example.com> a écrit :'],
		['Spanish', 'El lun, 3 nov 2025 a las 10:00, Ann Lee (<ann@example.com>) escribió:'],
		['Italian', 'Il giorno lun 3 nov 2025 alle ore 10:00 Ann Lee <ann@example.com> ha scritto:'],
		['Portuguese', 'Em seg., 3 de nov. de 2025 às 10:00, Ann Lee <ann@example.com> escreveu:'],
		['Swedish', 'Den mån 3 nov. 2025 kl 10:00 skrev Ann Lee <ann@example.com>:'],
		['Dutch', 'Op ma 3 nov 2025 om 10:00 schreef Ann Lee <ann@example.com>:'],
		['Polish', 'W dniu 3.11.2025 o 10:00, Ann Lee pisze lub Ann Lee napisał(a):'],
		['Polish, of a man', 'W dniu 3.11.2025 o 10:00, Jan Kowalski napisał:'],
		[
			'an Outlook line',
			'________________________________\n\nFrom: Ann Lee\nSent: Monday\nTo: Ben\nSubject: Lunch',
		],
		[
			'an Outlook head',
			'From: Ann Lee\nSent: Monday, November 3, 2025\nTo: Ben\nCc: Cid\nSubject: Lunch',
		],
		[
			'a German Outlook head',
			'*Von:* Ann Lee\n*Gesendet:* Montag, 3. November 2025\n*An:* Ben\n*Betreff:* Essen',
		],
		[
			'a French Outlook head',
			'De : Ann Lee\nEnvoyé : lundi 3 novembre 2025\nÀ : Ben\nObjet : Repas',
		],
		['a marked line', '-----Original Message-----'],
		['a marked line in German', '-----Ursprüngliche Nachricht-----'],
	])('takes the history off behind %s', (_, head) => {
		const mail = `Yes, fine.\n\n${head}\nCould we meet?`;
		expect(withoutQuotedReplies(mail).trim()).toBe('Yes, fine.');
		expect(withoutQuotedReplies(mail.replaceAll('\n', '\r\n')).trim()).toBe('Yes, fine.');
	});

	it('takes quoted lines out from between answers', () => {
		expect(withoutQuotedReplies('> Monday?\nYes.\n> Noon?\n  > Still quoted\nNo.')).toBe(
			'Yes.\nNo.',
		);
	});

	it.each([
		'---------- Forwarded message ---------\nFrom: Ann\nDate: Mon\nSubject: Lunch\n\nText',
		'FYI\n\nBegin forwarded message:\n\nFrom: Ann\nDate: Mon\n\nText',
		'-------- Weitergeleitete Nachricht --------\nVon: Ann\nDatum: Mo\n\nText',
		'---------- Message transféré ---------\nDe : Ann\nDate : lun.\n\nText',
		'-------- Doorgestuurd bericht --------\nVan: Ann\nDatum: ma\n\nText',
		'-------- Videresendt meddelelse --------\nFra: Ann\nDato: man\n\nText',
		'-------- Treść przekazanej wiadomości --------\nOd: Ann\nData: pon\n\nText',
	])('leaves a forward whole: %j', (text) => {
		expect(withoutQuotedReplies(`See below\n\n${text}`)).toBe(`See below\n\n${text}`);
	});

	it('leaves the text whole when nothing but history is there', () => {
		const text = 'On Mon, Nov 3, 2025, Ann Lee wrote:\n> Could we meet?';
		expect(withoutQuotedReplies(text)).toBe(text);
	});

	it.each([
		'On Monday we wrote: nothing.',
		'From: the desk of Ann\nHello',
		'He wrote:',
		'On Monday the customer wrote the following:',
		'Il cliente ha scritto quanto segue:',
		'________________________________\nSecond half of the notes',
		'From: Jane\nDate: 3 November 2025\nMessage: I want a refund',
		'From: Berlin\nTo: Hamburg\nDate: 3 November 2025\nSeat: 12',
		'Am Montag schrieb ich dir.',
		`On ${'very '.repeat(100)} long lines somebody wrote:`,
	])('leaves a text alone that only looks like a head: %j', (text) => {
		expect(withoutQuotedReplies(`Hi\n${text}\nBye`)).toBe(`Hi\n${text}\nBye`);
	});
});

describe('htmlToText', () => {
	const quote =
		'<div class="gmail_quote"><div dir="ltr">On Monday, Ann wrote:<br></div>Meet?</div>';

	it('takes the quoted thread of a reply off', () => {
		expect(cleanText(`<div dir="ltr">Yes.</div>${quote}`)).toBe('Yes.');
		expect(
			cleanText(`<div>Yes.</div><div class="moz-cite-prefix">Am 3.11. schrieb Ann:</div>x`),
		).toBe('Yes.');
	});

	it('leaves a Gmail forward whole although it stands in the same element as a quote', () => {
		const head =
			'---------- Forwarded message ---------<br>From: <b>Ann</b><br>Date: Mon<br>Subject: Lunch<br>';
		const forward = `<div class="gmail_quote gmail_quote_container"><div dir="ltr">${head}</div><div>Noon?</div></div>`;
		for (const own of ['', '<div dir="ltr">See below</div>']) {
			expect(cleanText(`${own}<br>${forward}`)).toContain('Noon?');
		}
	});

	it('keeps the quote when nothing else is there', () => {
		expect(cleanText(`<div dir="ltr"><br></div>${quote}`)).toContain('Meet?');
	});
});
