import { cleanText } from '../../../core/rows/clean-text';

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
