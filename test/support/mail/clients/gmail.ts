import { fieldsInPlain, fieldsOf } from '../labels';
import { type Client, type Mail } from '../mail';
import {
	blocksOf,
	documentOf,
	escaped,
	headInHtml,
	headOf,
	linesOf,
	partsInHtml,
	partsInPlain,
	wrap,
} from '../write';

const FORWARD = '---------- Forwarded message ---------';

/** Only `From` is in the reader's language. */
function forwardHead(mail: Mail): readonly string[] {
	const { from } = mail.language.labels;
	const english = { from, sent: 'Date', date: 'Date', to: 'To', cc: 'Cc', subject: 'Subject' };
	return fieldsInPlain(
		fieldsOf(mail, ['from', 'date', 'subject', 'to', 'cc'], {
			date: mail.language.dates.long,
			labels: english,
		}),
	);
}

/** Text is wrapped at 78 columns, the head too. */
function plain(mail: Mail, template: string): string {
	const { signature, parts } = mail;
	const name = signature === undefined ? [] : ['', '-- ', ...signature.lines];
	const isForward = mail.kind === 'forward';
	const above = linesOf(mail.above, 78);
	return [
		...above,
		...(signature?.at === 'above' ? name : []),
		...(above.length === 0 ? [] : ['']),
		...(isForward
			? [FORWARD, ...forwardHead(mail), '', '']
			: [...wrap(headOf(mail, template), 78), '']),
		...partsInPlain(parts, { quotes: !isForward, width: 78 }),
		...(signature?.at === 'below' ? name : []),
	].join('\n');
}

function html(mail: Mail, template: string, direction: string): string {
	const { signature } = mail;
	const name =
		signature === undefined
			? ''
			: `<br clear="all"><div><br></div><span class="gmail_signature_prefix">-- </span><br><div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature">${blocksOf([signature.lines])}</div>`;
	const head =
		mail.kind === 'forward'
			? `${[FORWARD, ...forwardHead(mail)].map((line) => escaped(line)).join('<br>')}<br></div><br><br>`
			: `${headInHtml(mail, template)}<br></div>`;
	const enclose = (quote: string) =>
		mail.kind === 'forward'
			? quote
			: `<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">${quote}</blockquote>`;
	return documentOf(
		`<div dir="${direction}">${blocksOf(mail.above)}${signature?.at === 'above' ? name : ''}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">${head}${partsInHtml(mail.parts, enclose)}</div>${signature?.at === 'below' ? name : ''}`,
	);
}

const CLEAR = {
	quotes: { plain: true, html: true },
	ambiguous: { plain: false, html: false },
};

export const GMAIL_WEB: Client = {
	name: 'Gmail web',
	...CLEAR,
	write: {
		plain: (mail) => plain(mail, mail.language.heads.gmail),
		html: (mail) => html(mail, mail.language.heads.gmail, 'ltr'),
	},
};

export const GMAIL_APP: Client = {
	name: 'Gmail app',
	...CLEAR,
	write: {
		plain: (mail) => plain(mail, mail.language.heads.gmailApp),
		html: (mail) => html(mail, mail.language.heads.gmailApp, 'auto'),
	},
};
