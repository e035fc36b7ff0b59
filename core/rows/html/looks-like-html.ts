import { TELLING } from './elements';

const XML = /^\s*<\?xml\s/i;
const XHTML = /<(?:!doctype\s+html|html)[\s>]/i;
const BEGINS_WITH_TAG = new RegExp(
	`^\\s*(?:<!--[^>]{0,200}>\\s*)?<(?:${TELLING}|br|hr|img|meta|head|style|section|article|header|main)(?:[\\s>]|/>)`,
	'i',
);
const TAG = new RegExp(`<(/?)(${TELLING}|br|img|!doctype html)(?=[\\s>/])`, 'iy');
/** `<p> and </p>` are spoken of. */
const SPOKEN_OF = /^\s*(?:and|or|und|oder|et|ou|y|e|o|en|of|och|og|i|и|или)\s*$/iu;
const MAX_SPOKEN = 10;
const ENTITY = /&(?:#\d{1,6}|#x[\da-f]{1,6}|[a-z]{2,8});/i;
const MAX_BREAKS_SPOKEN_OF = 1;

function isPair(text: string, from: number | undefined, to: number): boolean {
	if (from === undefined) return false;
	const start = text.indexOf('>', from) + 1;
	return start > to || to - start > MAX_SPOKEN || !SPOKEN_OF.test(text.slice(start, to));
}

/** Code between backticks is shown, not meant. */
function withoutCode(text: string): string {
	if (!text.includes('`')) return text;
	const outside = (parts: readonly string[]): string =>
		parts.filter((_, at) => at % 2 === 0).join(' ');
	return outside(outside(text.split('```')).split('`'));
}

/**
 * Whether a text is written in HTML rather than speaking of it: it is a page, begins with a tag, has an element
 * that is opened and closed, or breaks its lines with tags.
 */
export function looksLikeHtml(whole: string): boolean {
	if (!whole.includes('<')) return false;
	if (XML.test(whole)) return XHTML.test(whole);
	if (BEGINS_WITH_TAG.test(whole)) return true;
	const text = withoutCode(whole);
	let at = text.indexOf('<');
	const opened = new Map<string, number>();
	let breaks = 0;
	for (; at >= 0; at = text.indexOf('<', at + 1)) {
		TAG.lastIndex = at;
		const [, slash, written] = TAG.exec(text) ?? [];
		if (written === undefined) continue;
		const name = written.toLowerCase();
		const isWhole = slash === '' ? /^(?:html|!doctype)/ : /^(?:html|body)/;
		if (isWhole.test(name)) return true;
		if (name === 'img') return true;
		if (name === 'br') breaks += 1;
		else if (slash === '') opened.set(name, at);
		else if (isPair(text, opened.get(name), at)) return true;
		if (breaks > MAX_BREAKS_SPOKEN_OF) return true;
	}
	return breaks > 0 && ENTITY.test(text);
}
