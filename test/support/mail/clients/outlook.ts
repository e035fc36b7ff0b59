import { fieldsInHtml, fieldsInPlain, fieldsOf, type Field } from '../labels';
import { type Client, type Mail } from '../mail';
import { signatureBlocks, signatureLines } from '../signature';
import { blocksOf, documentOf, linesOf, partsInHtml, partsInPlain } from '../write';

/** None of them marks what it quotes, and a forward looks as a reply does. */
const UNMARKED = {
	quotes: { plain: false, html: false },
	ambiguous: { plain: true, html: true },
};

function fields(mail: Mail): readonly Field[] {
	return fieldsOf(mail, ['from', 'sent', 'to', 'cc', 'subject'], {
		date: mail.language.dates.outlook,
	});
}

function plain(mail: Mail, between: readonly string[], head: readonly Field[]): string {
	const above = [...linesOf(mail.above), ...signatureLines(mail)];
	return [
		...above,
		...(above.length === 0 && between.length === 0 ? [] : ['']),
		...between,
		...fieldsInPlain(head),
		'',
		...partsInPlain(mail.parts, { quotes: false }),
	].join('\n');
}

const STYLE =
	'\n<style><!--\n/* Font Definitions */\n@font-face\n\t{font-family:"Cambria Math";}\np.MsoNormal, li.MsoNormal, div.MsoNormal\n\t{margin:0cm;font-size:11.0pt;}\n@page WordSection1\n\t{size:612.0pt 792.0pt;}\n--></style><!--[if gte mso 9]><xml>\n<o:shapedefaults v:ext="edit" spidmax="1026" />\n</xml><![endif]-->';

function word(html: string): string {
	return html === '<br>'
		? '<p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
		: `<p class="MsoNormal">${html}<o:p></o:p></p>`;
}

/** Answers between the lines are in another color, or Word would not tell whose they are. */
function colored(paragraphs: Parameters<typeof blocksOf>[0]): string {
	return blocksOf(paragraphs, (line) => word(`<span style="color:#0070C0">${line}</span>`));
}

function wordHtml(mail: Mail, head: string): string {
	const name = mail.signature === undefined ? '' : blocksOf([mail.signature.lines], word);
	return documentOf(
		`<div class="WordSection1">${blocksOf(mail.above, word)}${word('<br>')}${name}${head}${word('<br>')}${partsInHtml(mail.parts, (quote) => quote, colored)}</div>`,
		STYLE,
	);
}

/** Windows; the two dashes' lines stand where the answered mail is plain text itself. */
export const OUTLOOK_DESKTOP: Client = {
	name: 'Outlook desktop',
	...UNMARKED,
	write: {
		plain: (mail) => plain(mail, [], fields(mail)),
		html: (mail) =>
			wordHtml(
				mail,
				`<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">${fieldsInHtml(fields(mail))}<o:p></o:p></p></div></div>`,
			),
	},
};

export const OUTLOOK_PLAIN: Client = {
	...OUTLOOK_DESKTOP,
	name: 'Outlook desktop, plain mail',
	write: {
		...OUTLOOK_DESKTOP.write,
		plain: (mail) => plain(mail, [`-----${mail.language.marks.original}-----`], fields(mail)),
	},
};

const UNDERSCORES = '_'.repeat(32);

function webHead(mail: Mail): string {
	return `<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt" color="#000000">${fieldsInHtml(fields(mail))}</font><div>&nbsp;</div></div>`;
}

const PROOF =
	'<div class="elementToProof" style="font-family: Aptos, Calibri, Helvetica, sans-serif; font-size: 12pt; color: rgb(0, 0, 0);">';

export const OUTLOOK_WEB: Client = {
	name: 'Outlook on the web',
	...UNMARKED,
	write: {
		plain: (mail) => plain(mail, [UNDERSCORES], fields(mail)),
		html: (mail) => {
			const block = (line: string) => `${PROOF}${line}</div>`;
			const name =
				mail.signature === undefined
					? ''
					: `<div id="Signature">${blocksOf([mail.signature.lines])}</div>`;
			return documentOf(
				`${blocksOf(mail.above, block)}${block('<br>')}${name}<div id="appendonsend"></div>${webHead(mail)}<div>${partsInHtml(
					mail.parts,
					(quote) => quote,
					(paragraphs) =>
						blocksOf(paragraphs, (line) => `<div style="color: rgb(200, 38, 19);">${line}</div>`),
				)}</div>`,
				'\n<style type="text/css" style="display:none;"> P {margin-top:0;margin-bottom:0;} </style>',
			);
		},
	},
};

/** On iOS many write inside the block of the signature. */
export const OUTLOOK_MOBILE: Client = {
	name: 'Outlook mobile',
	...UNMARKED,
	write: {
		plain: (mail) =>
			plain(
				mail,
				[`${mail.language.devices.outlook}<https://aka.ms/o0ukef>`, UNDERSCORES],
				fields(mail),
			),
		html: (mail) =>
			documentOf(
				`<div id="ms-outlook-mobile-signature" dir="auto">${blocksOf(mail.above, (line) => `<div dir="auto">${line}</div>`)}${signatureBlocks(mail)}<div><br></div><a href="https://aka.ms/o0ukef">${mail.language.devices.outlook}</a></div><div id="mail-editor-reference-message-container" class="ms-outlook-mobile-reference-message">${webHead(mail)}${partsInHtml(mail.parts, (quote) => quote)}</div>`,
			),
	},
};

function macFields(mail: Mail): readonly Field[] {
	return fieldsOf(mail, ['from', 'date', 'to', 'cc', 'subject'], {
		date: mail.language.dates.long,
	});
}

export const OUTLOOK_MAC: Client = {
	name: 'Outlook for Mac',
	...UNMARKED,
	write: {
		plain: (mail) => plain(mail, [], macFields(mail)),
		html: (mail) =>
			wordHtml(
				mail,
				`<div id="mail-editor-reference-message-container"><div><div><div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal" style="margin-bottom:12.0pt">${fieldsInHtml(macFields(mail))}<o:p></o:p></p></div>`,
			).replace(/<\/div><\/body>/, '</div></div></div></div></body>'),
	},
};
