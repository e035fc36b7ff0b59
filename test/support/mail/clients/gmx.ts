import { fieldsInHtml, fieldsInPlain, fieldsOf, type Field } from '../labels';
import { type Client, type Mail } from '../mail';
import { linesOver, signatureBlocks } from '../signature';
import { blocksOf, partsInHtml, partsInPlain, quoted } from '../write';

/** A bar instead of a block, and labels for replies and forwards alike. */
export const GMX: Client = {
	name: 'GMX',
	quotes: { plain: true, html: false },
	ambiguous: { plain: true, html: true },
	write: {
		plain: (mail) =>
			[
				...linesOver(mail),
				...quoted([...fieldsInPlain(gmxFields(mail)), '']),
				...partsInPlain(mail.parts, { quotes: true }),
			].join('\n'),
		html: (mail) =>
			`<html><head></head><body><div style="font-family: Verdana;font-size: 12.0px;">${blocksOf(mail.above)}${signatureBlocks(mail)}<div> &nbsp; <div name="quote" style="margin:10px 5px 5px 10px; padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5; word-wrap: break-word; -webkit-nbsp-mode: space;"><div style="margin:0 0 10px 0;">${fieldsInHtml(gmxFields(mail), '<br/>\n')}</div><div name="quoted-content">${partsInHtml(mail.parts, (quote) => quote)}</div></div></div></div></body></html>`,
	},
};

function gmxFields(mail: Mail): readonly Field[] {
	return fieldsOf(mail, ['sent', 'from', 'to', 'cc', 'subject'], {
		date: mail.language.dates.long,
		quotesNames: true,
	});
}
