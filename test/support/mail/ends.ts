import { type Format, type Paragraph } from './mail';

/** What stands at the ends of a mail: a signature below the history, and what no person wrote. */
export const ENDS = ['none', 'banner', 'signature', 'list', 'disclaimer'] as const;

export type End = (typeof ENDS)[number];

const BANNER =
	'CAUTION: This email originated from outside of the organization. Do not click links unless you recognize the sender.';
const DISCLAIMER =
	'This message and its attachments are confidential. If you are not the intended recipient, please delete it.';
const LIST = [
	'_______________________________________________',
	'Lamps mailing list -- lamps@lists.example',
	'To unsubscribe send an email to lamps-leave@lists.example',
];

/** What gateways and lists add. */
export function withEnd(text: string, end: End, format: Format): string {
	const add = (lines: Paragraph, isAbove: boolean) => {
		if (format === 'plain') {
			return isAbove ? [...lines, '', text].join('\n') : [text, '', ...lines].join('\n');
		}
		const html = isAbove
			? `<table border="0" width="100%"><tr><td style="background:#ffeb9c">${lines.join('<br>')}</td></tr></table><br>`
			: `<br><div style="font-size:9px">${lines.join('<br>')}</div>`;
		return isAbove
			? text.replace(/<body[^>]*>/, (body) => body + html)
			: text.replace('</body>', () => `${html}</body>`);
	};
	if (end === 'banner') return add([BANNER], true);
	if (end === 'disclaimer') return add([DISCLAIMER], false);
	return end === 'list' ? add(LIST, false) : text;
}
