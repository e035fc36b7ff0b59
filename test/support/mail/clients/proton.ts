import { fieldsInPlain, fieldsOf } from '../labels';
import { type Client, type Mail } from '../mail';
import { linesOver, signatureBlocks } from '../signature';
import { blocksOf, documentOf, escaped, headOf, partsInHtml, partsInPlain } from '../write';

export const PROTON: Client = {
	name: 'Proton Mail',
	quotes: { plain: true, html: true },
	ambiguous: { plain: false, html: false },
	write: {
		plain: (mail) =>
			[
				...linesOver(mail),
				...protonHead(mail),
				'',
				...partsInPlain(mail.parts, { quotes: true }),
			].join('\n'),
		html: (mail) => {
			const enclose = (quote: string) =>
				`<blockquote class="protonmail_quote" type="cite">${quote}</blockquote><br>`;
			const head = protonHead(mail)
				.map((line) => escaped(line))
				.join('<br>\n');
			return documentOf(
				`${blocksOf(mail.above, (line) => `<div style="font-family: Arial, sans-serif; font-size: 14px;">${line}</div>`)}<div class="protonmail_signature_block">${signatureBlocks(mail)}<div class="protonmail_signature_block-proton protonmail_signature_block-empty"></div></div><div class="protonmail_quote">${head}<br>${partsInHtml(mail.parts, enclose)}</div>`,
			);
		},
	},
};

function protonHead(mail: Mail): readonly string[] {
	if (mail.kind === 'reply') return [headOf(mail, mail.language.heads.proton)];
	return [
		`------- ${mail.language.marks.thunderbirdForward} -------`,
		...fieldsInPlain(
			fieldsOf(mail, ['from', 'date', 'subject', 'to', 'cc'], { date: mail.language.dates.long }),
		),
		'',
	];
}
