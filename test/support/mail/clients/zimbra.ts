import { fieldsInHtml, fieldsInPlain, fieldsOf, type Field } from '../labels';
import { type Client, type Mail } from '../mail';
import { linesOver, signatureBlocks } from '../signature';
import { blocksOf, documentOf, partsInHtml, partsInPlain } from '../write';

/** Text says whether it is a reply, HTML does not. */
export const ZIMBRA: Client = {
	name: 'Zimbra',
	quotes: { plain: false, html: false },
	ambiguous: { plain: false, html: true },
	write: {
		plain: (mail) => {
			const { yahooForward, zimbra } = mail.language.marks;
			return [
				...linesOver(mail),
				`----- ${mail.kind === 'forward' ? yahooForward : zimbra} -----`,
				...fieldsInPlain(zimbraFields(mail)),
				'',
				...partsInPlain(mail.parts, { quotes: false }),
			].join('\n');
		},
		html: (mail) =>
			documentOf(
				`<div style="font-family: arial, helvetica, sans-serif; font-size: 12pt; color: #000000">${blocksOf(mail.above)}${signatureBlocks(mail)}<div><br></div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__">${fieldsInHtml(zimbraFields(mail))}<br></div><div><br></div><div data-marker="__QUOTED_TEXT__">${partsInHtml(mail.parts, (quote) => quote)}</div></div>`,
			),
	},
};

function zimbraFields(mail: Mail): readonly Field[] {
	return fieldsOf(mail, ['from', 'to', 'cc', 'sent', 'subject'], {
		date: `${mail.language.dates.outlook}:{S}`,
		quotesNames: true,
	});
}
