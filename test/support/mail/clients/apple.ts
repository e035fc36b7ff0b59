import { fieldsInPlain, fieldsOf, type Field } from '../labels';
import { type Client, type Mail } from '../mail';
import { signatureBlocks, signatureLines } from '../signature';
import {
	blocksOf,
	documentOf,
	escaped,
	headInHtml,
	headOf,
	linesOf,
	partsInHtml,
	partsInPlain,
	quoted,
} from '../write';

const CLEAR = {
	quotes: { plain: true, html: true },
	ambiguous: { plain: false, html: false },
};

function forwardFields(mail: Mail, order: 'macOS' | 'iOS'): readonly Field[] {
	return fieldsOf(
		mail,
		order === 'macOS'
			? ['from', 'subject', 'date', 'to', 'cc']
			: ['from', 'date', 'to', 'cc', 'subject'],
		{ date: mail.language.dates.long },
	);
}

function fieldsInDivs(fields: readonly Field[]): string {
	return fields
		.map(
			([label, value]) =>
				`<div style="margin-top: 0px; margin-right: 0px; margin-bottom: 0px; margin-left: 0px;"><span style="font-family: -webkit-system-font, Helvetica Neue, Helvetica, sans-serif; color:rgba(0, 0, 0, 1.0);"><b>${escaped(label)} </b></span><span>${escaped(value)}<br></span></div>`,
		)
		.join('');
}

/** The head itself is quoted, and so is the mark of a forward. */
function plain(mail: Mail, order: 'macOS' | 'iOS'): string {
	const { above, language, kind, parts } = mail;
	const device = order === 'iOS' ? ['', language.devices.iPhone] : [];
	const [first, ...others] = parts;
	const head =
		kind === 'forward'
			? [
					...(order === 'iOS'
						? [language.marks.appleForward, '']
						: quoted([language.marks.appleForward, ''])),
					...quoted([...fieldsInPlain(forwardFields(mail, order)), '']),
				]
			: quoted([headOf(mail, language.heads.apple), '']);
	return [
		...linesOf(above),
		...signatureLines(mail),
		...device,
		...(above.length === 0 ? [] : ['']),
		...head,
		...partsInPlain(first === undefined ? [] : [first], { quotes: true }),
		...(others.length === 0 ? [] : ['', ...partsInPlain(others, { quotes: true })]),
	].join('\n');
}

export const APPLE_MAIL: Client = {
	name: 'Apple Mail',
	...CLEAR,
	write: {
		plain: (mail) => plain(mail, 'macOS'),
		html: (mail) => {
			const head =
				mail.kind === 'forward'
					? `<div>${escaped(mail.language.marks.appleForward)}</div><br class="Apple-interchange-newline">${fieldsInDivs(forwardFields(mail, 'macOS'))}<br>`
					: `<div>${headInHtml(mail, mail.language.heads.apple)}</div><br class="Apple-interchange-newline">`;
			const [first, ...others] = mail.parts;
			const enclose = (quote: string) => `<blockquote type="cite"><div>${quote}</div></blockquote>`;
			const start = partsInHtml(first === undefined ? [] : [first], (quote) => quote);
			return documentOf(
				`<div style="overflow-wrap: break-word; -webkit-nbsp-mode: space; line-break: after-white-space;">${blocksOf(mail.above)}${signatureBlocks(mail)}<div><br><blockquote type="cite">${head}<div>${start}</div></blockquote></div>${partsInHtml(others, enclose)}</div>`,
			);
		},
	},
};

/** The head stands in a quote of its own, before the quote. */
export const IOS_MAIL: Client = {
	name: 'iOS Mail',
	...CLEAR,
	write: {
		plain: (mail) => plain(mail, 'iOS'),
		html: (mail) => {
			const { language } = mail;
			const enclose = (quote: string) =>
				`<blockquote type="cite"><div dir="ltr">\ufeff${quote}</div></blockquote>`;
			const head =
				mail.kind === 'forward'
					? `${escaped(language.marks.appleForward)}<br><br></div><blockquote type="cite"><div dir="ltr">${fieldsInDivs(forwardFields(mail, 'iOS'))}<br></div></blockquote>`
					: `<blockquote type="cite">${headInHtml(mail, language.heads.apple)}<br><br></blockquote></div>`;
			return documentOf(
				`<div dir="ltr">${blocksOf(mail.above)}${signatureBlocks(mail)}</div><div dir="ltr"><br>${language.devices.iPhone}</div><div dir="ltr"><br>${head}${partsInHtml(mail.parts, enclose)}`,
			).replace('<body>', '<body dir="auto">');
		},
	},
};
