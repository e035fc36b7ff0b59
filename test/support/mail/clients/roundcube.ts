import { fieldsInPlain, fieldsOf, type Field } from '../labels';
import { type Client, type Mail } from '../mail';
import { linesOver, signatureBlocks } from '../signature';
import { blocksOf, documentOf, escaped, headOf, partsInHtml, partsInPlain } from '../write';

export const ROUNDCUBE: Client = {
	name: 'Roundcube',
	quotes: { plain: true, html: true },
	ambiguous: { plain: false, html: false },
	write: {
		plain: (mail) => {
			const isForward = mail.kind === 'forward';
			const head = isForward
				? [
						`-------- ${mail.language.marks.zimbra} --------`,
						...fieldsInPlain(roundcubeFields(mail)),
						'',
					]
				: [headOf(mail, mail.language.heads.roundcube)];
			return [
				...linesOver(mail),
				...head,
				...partsInPlain(mail.parts, { quotes: !isForward, width: 72 }),
			].join('\n');
		},
		html: (mail) => {
			const head =
				mail.kind === 'forward'
					? `<p>-------- ${escaped(mail.language.marks.zimbra)} --------</p><table border="0" cellspacing="0" cellpadding="0"><tbody>${roundcubeFields(
							mail,
						)
							.map(
								([label, value]) =>
									`<tr><th align="right" valign="baseline" nowrap="nowrap">${escaped(label)}</th><td>${escaped(value)}</td></tr>`,
							)
							.join('')}</tbody></table>`
					: `<p id="reply-intro">${escaped(headOf(mail, mail.language.heads.roundcube))}</p>`;
			const enclose = (quote: string) =>
				mail.kind === 'forward'
					? quote
					: `<blockquote type="cite" style="padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0"><div id="replybody1">${quote}</div></blockquote>`;
			return documentOf(
				`${blocksOf(mail.above, (line) => `<p>${line}</p>`)}${signatureBlocks(mail)}${head}${partsInHtml(mail.parts, enclose, (paragraphs) => blocksOf(paragraphs, (line) => `<p>${line}</p>`))}`,
			);
		},
	},
};

function roundcubeFields(mail: Mail): readonly Field[] {
	return fieldsOf(mail, ['subject', 'date', 'from', 'to', 'cc'], { date: '{y}-{mm}-{dd} {H}:{M}' });
}
