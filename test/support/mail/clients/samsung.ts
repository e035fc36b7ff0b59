import { fieldsInPlain, fieldsOf, type Field } from '../labels';
import { type Client, type Mail } from '../mail';
import { linesOver, signatureBlocks } from '../signature';
import { blocksOf, documentOf, escaped, partsInHtml, partsInPlain } from '../write';

export const SAMSUNG: Client = {
	name: 'Samsung Email',
	quotes: { plain: false, html: false },
	ambiguous: { plain: true, html: true },
	write: {
		plain: (mail) => {
			const head = [samsungMark(mail), ...fieldsInPlain(samsungFields(mail))];
			return [
				...linesOver(mail),
				mail.language.devices.samsung,
				'',
				...head.map((line) => `${line} `),
				'',
				...partsInPlain(mail.parts, { quotes: false }),
			].join('\n');
		},
		html: (mail) => {
			const head = [samsungMark(mail), ...fieldsInPlain(samsungFields(mail))];
			return documentOf(
				`${blocksOf(mail.above, (line) => `<div dir="auto">${line}</div>`)}${signatureBlocks(mail)}<div dir="auto"><br></div><div id="composer_signature" dir="auto"><div style="font-size:12px;color:#575757" dir="auto">${mail.language.devices.samsung}</div></div><div dir="auto"><br></div><div><br></div><div style="font-size:100%;color:#000000" dir="auto"><!-- originalMessage --><div>${head.map((line) => escaped(line)).join(' </div><div>')} </div><div><br></div></div>${partsInHtml(mail.parts, (quote) => quote)}`,
			);
		},
	},
};

function samsungMark({ language }: Mail): string {
	return `-------- ${language.marks.samsung} --------`;
}

function samsungFields(mail: Mail): readonly Field[] {
	return fieldsOf(mail, ['from', 'date', 'to', 'cc', 'subject'], {
		date: '{dd}/{mm}/{y} {H}:{M} (GMT+01:00)',
	});
}
