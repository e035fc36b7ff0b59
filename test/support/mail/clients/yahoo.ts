import { fieldsInPlain, fieldsOf, type Field } from '../labels';
import { type Client, type Mail } from '../mail';
import { linesOver, signatureBlocks } from '../signature';
import {
	blocksOf,
	documentOf,
	escaped,
	headInHtml,
	headOf,
	partsInHtml,
	partsInPlain,
} from '../write';

/** Neither `>` nor a block; a forward's labels run together where they were blocks. */
export const YAHOO: Client = {
	name: 'Yahoo Mail',
	quotes: { plain: false, html: false },
	ambiguous: { plain: false, html: false },
	write: {
		plain: (mail) => {
			const head =
				mail.kind === 'forward'
					? `   ----- ${mail.language.marks.yahooForward} ----- ${fieldsInPlain(yahooFields(mail)).join('')}`
					: `    ${headOf(mail, mail.language.heads.yahoo)}  `;
			return [
				...linesOver(mail).map((line) => (line === '' ? ' ' : line)),
				head,
				' ',
				...partsInPlain(mail.parts, { quotes: false }),
				'  ',
			].join('\n');
		},
		html: (mail) => {
			const head =
				mail.kind === 'forward'
					? `<div>----- ${mail.language.marks.yahooForward} -----</div>${yahooFields(mail)
							.map(([label, value]) => `<div><b>${escaped(label)}</b> ${escaped(value)}</div>`)
							.join('')}`
					: `<div>${headInHtml(mail, mail.language.heads.yahoo)}</div>`;
			return documentOf(
				`<div class="ydp41c0yahoo-style-wrap" style="font-family:Helvetica Neue, Helvetica, Arial, sans-serif;font-size:13px;">${blocksOf(mail.above, (line) => `<div dir="ltr" data-setdir="false">${line}</div>`)}${signatureBlocks(mail)}<div><br></div></div><div id="yahoo_quoted_7351" class="yahoo_quoted"><div style="font-family:'Helvetica Neue', Helvetica, Arial, sans-serif;font-size:13px;color:#26282a;">${head}<div><br></div><div><br></div><div><div id="yiv4417">${partsInHtml(mail.parts, (quote) => quote)}</div></div></div></div>`,
			);
		},
	},
};

function yahooFields(mail: Mail): readonly Field[] {
	return fieldsOf(mail, ['from', 'to', 'cc', 'sent', 'subject'], {
		date: mail.language.dates.long,
	});
}
