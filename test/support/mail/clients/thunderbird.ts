import { fieldsInPlain, fieldsOf, type Field } from '../labels';
import { type Language } from '../language';
import { type Client, type Mail } from '../mail';
import {
	blocksOf,
	documentOf,
	escaped,
	headOf,
	linesOf,
	partsInHtml,
	partsInPlain,
	wrap,
} from '../write';

/** Where Mozilla's translators chose other words than Microsoft's. */
const LABELS: Readonly<Record<string, Partial<Language['labels']>>> = {
	de: { cc: 'Kopie (CC)' },
	fr: { subject: 'Sujet', to: 'Pour', cc: 'Copie à' },
	it: { from: 'Mittente' },
	pl: { from: 'Nadawca', to: 'Adresat', cc: 'Kopia' },
	ja: { from: 'From', to: 'To', date: 'Date', subject: 'Subject' },
};

function fields(mail: Mail): readonly Field[] {
	const { labels, code } = mail.language;
	return fieldsOf(
		{ ...mail, language: { ...mail.language, colon: ':' } },
		['subject', 'date', 'from', 'to', 'cc'],
		{ date: '{rfc}', labels: { ...labels, ...LABELS[code] } },
	);
}

function mark({ language }: Mail): string {
	const dashes = '-'.repeat(language.code === 'pl' ? 3 : 8);
	return `${dashes} ${language.marks.thunderbirdForward} ${dashes}`;
}

export const THUNDERBIRD: Client = {
	name: 'Thunderbird',
	quotes: { plain: true, html: true },
	ambiguous: { plain: false, html: false },
	write: {
		plain: (mail) => {
			const isForward = mail.kind === 'forward';
			const above = linesOf(mail.above, 72);
			const name = mail.signature === undefined ? [] : ['', '-- ', ...mail.signature.lines];
			return [
				...above,
				...(mail.signature?.at === 'above' ? name : []),
				...(above.length === 0 ? [] : ['']),
				...(isForward
					? ['', mark(mail), ...fieldsInPlain(fields(mail), ' \t'), '', '', '']
					: wrap(headOf(mail, mail.language.heads.thunderbird), 72)),
				...partsInPlain(mail.parts, { quotes: !isForward, width: 72 }),
				...(mail.signature?.at === 'below' ? name : []),
			].join('\n');
		},
		html: (mail) => {
			const name =
				mail.signature === undefined
					? ''
					: `<div class="moz-signature">-- <br>${mail.signature.lines.map((line) => escaped(line)).join('<br>')}</div>`;
			const above = `${mail.above.map((lines) => `<p>${lines.map((line) => escaped(line)).join('<br>\n')}</p>`).join('\n')}${mail.signature?.at === 'above' ? name : ''}`;
			if (mail.kind === 'forward') {
				const rows = fields(mail).map(
					([label, value]) =>
						`<tr><th valign="BASELINE" nowrap="nowrap" align="RIGHT">${escaped(label)} </th><td>${escaped(value)}</td></tr>`,
				);
				return documentOf(
					`${above}<div class="moz-forward-container"><br><br>${escaped(mark(mail))}<table class="moz-email-headers-table" cellspacing="0" cellpadding="0" border="0"><tbody>${rows.join('\n')}</tbody></table><br><br>${partsInHtml(mail.parts, (quote) => quote)}</div>${mail.signature?.at === 'below' ? name : ''}`,
				);
			}
			const enclose = (quote: string) =>
				`<blockquote type="cite" cite="mid:7f3a.20417@mail.example">${quote}</blockquote>`;
			return documentOf(
				`${above}<div class="moz-cite-prefix">${escaped(headOf(mail, mail.language.heads.thunderbird))}<br></div>${partsInHtml(mail.parts, enclose, (paragraphs) => blocksOf(paragraphs, (line) => `<p>${line}</p>`))}${mail.signature?.at === 'below' ? name : ''}`,
			);
		},
	},
};
