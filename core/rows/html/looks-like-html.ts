import { TELLING } from './elements';

const XML = /^\s*<\?xml\s/i;
const XHTML = /<(?:!doctype\s+html|html)[\s>]/i;
const BEGINS_WITH_TAG = new RegExp(
	`^\\s*(?:<!--[^>]{0,200}>\\s*)?<(?:${TELLING}|br|hr|img|meta|head|style|section|article|header|main)(?:[\\s>]|/>)`,
	'i',
);
const TAG = new RegExp(`<(/?)(${TELLING}|br|!doctype html)(?=[\\s>/])`, 'iy');
const MAX_BREAKS_SPOKEN_OF = 1;

/**
 * Whether a text is written in HTML rather than speaking of it: it is a page, begins with a tag, has an element
 * that is opened and closed, or breaks its lines with tags.
 */
export function looksLikeHtml(text: string): boolean {
	let at = text.indexOf('<');
	if (at < 0) return false;
	if (XML.test(text)) return XHTML.test(text);
	if (BEGINS_WITH_TAG.test(text)) return true;
	const opened = new Set<string>();
	let breaks = 0;
	for (; at >= 0; at = text.indexOf('<', at + 1)) {
		TAG.lastIndex = at;
		const [, slash, written] = TAG.exec(text) ?? [];
		if (written === undefined) continue;
		const name = written.toLowerCase();
		const isWhole = slash === '' ? /^(?:html|!doctype)/ : /^(?:html|body)/;
		if (isWhole.test(name)) return true;
		if (name === 'br') breaks += 1;
		else if (slash === '') opened.add(name);
		else if (opened.has(name)) return true;
		if (breaks > MAX_BREAKS_SPOKEN_OF) return true;
	}
	return false;
}
