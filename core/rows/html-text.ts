import { FORWARD_MARK } from './quoted-replies';

const HTML_TAG =
	/<(?:!doctype html|html|body|head|div|p|br|table|tr|td|span|style|ul|ol|li|h[1-6]|blockquote|img|a)(?=[\s/>])[^<>]*>/i;

/** A known tag, not just any angle bracket: `Maya <maya@example.com>` is no HTML. */
export function looksLikeHtml(text: string): boolean {
	return HTML_TAG.test(text);
}

/** Work stays linear even for hostile input: no pattern below can run to the end and fail again and again. */
export function htmlToText(html: string): string {
	const visible = withoutHiddenBlocks(html);
	const quoteAt = visible.search(QUOTE_BLOCK);
	// Gmail puts a forward into the same element as a quoted reply.
	if (quoteAt < 0 || FORWARD_MARK.test(visible)) return withoutTags(visible);
	const newest = withoutTags(visible.slice(0, quoteAt));
	return newest.trim() === '' ? withoutTags(visible) : newest;
}

const QUOTE_BLOCK = /<(?:div|span)[^<>]*class="?(?:gmail_quote|yahoo_quoted|moz-cite-prefix)/i;

function withoutTags(html: string): string {
	const text = html
		.replaceAll(/\s+/g, ' ')
		.replaceAll(/<li\b[^<>]*>/gi, '\n- ')
		.replaceAll(/<\/?(?:td|th)\b[^<>]*>/gi, ' ')
		.replaceAll(/<br\b[^<>]*>/gi, '\n')
		.replaceAll(PARAGRAPH_TAG, '\n\n')
		.replaceAll(/<\/?(?:div|tr|dl|dt|dd|pre)\b[^<>]*>/gi, '\n')
		.replaceAll(/<\/?[a-z!?][^<>]*>/gi, '');
	return decodeEntities(text);
}

const PARAGRAPH_TAG =
	/<\/?(?:p|h[1-6]|table|ul|ol|blockquote|hr|section|article|header|footer)\b[^<>]*>/gi;

const HIDDEN_BLOCK = /<(!--|(?:script|style|head|title|template|noscript|svg)\b)/gi;

/** Comments, scripts, styles and the like; one that never closes takes the rest with it, as in a browser. */
function withoutHiddenBlocks(html: string): string {
	// ASCII only: elsewhere a letter may change its length with its case, and the places would shift.
	const lower = html.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
	let text = '';
	let position = 0;
	for (const match of html.matchAll(HIDDEN_BLOCK)) {
		if (match.index < position) continue;
		text += `${html.slice(position, match.index)} `;
		const name = match[1]?.toLowerCase() ?? '';
		const close = name === '!--' ? '-->' : `</${name}`;
		const closeAt = lower.indexOf(close, match.index + 1);
		const end = closeAt < 0 ? -1 : lower.indexOf('>', closeAt);
		if (end < 0) return text;
		position = end + 1;
	}
	return text + html.slice(position);
}

const ENTITIES: Readonly<Record<string, string>> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: ' ',
	ensp: ' ',
	emsp: ' ',
	thinsp: ' ',
	copy: '©',
	reg: '®',
	trade: '™',
	hellip: '…',
	mdash: '—',
	ndash: '–',
	lsquo: '‘',
	rsquo: '’',
	ldquo: '“',
	rdquo: '”',
	sbquo: '‚',
	bdquo: '„',
	laquo: '«',
	raquo: '»',
	bull: '•',
	middot: '·',
	euro: '€',
	pound: '£',
	yen: '¥',
	cent: '¢',
	sect: '§',
	deg: '°',
	times: '×',
	plusmn: '±',
	frac12: '½',
	frac14: '¼',
	szlig: 'ß',
	iexcl: '¡',
	iquest: '¿',
	ordm: 'º',
	ordf: 'ª',
	shy: '',
	larr: '←',
	rarr: '→',
	check: '✓',
	star: '☆',
	auml: 'ä',
	ouml: 'ö',
	uuml: 'ü',
	Auml: 'Ä',
	Ouml: 'Ö',
	Uuml: 'Ü',
	euml: 'ë',
	iuml: 'ï',
	eacute: 'é',
	egrave: 'è',
	ecirc: 'ê',
	Eacute: 'É',
	Egrave: 'È',
	aacute: 'á',
	agrave: 'à',
	acirc: 'â',
	aring: 'å',
	Aring: 'Å',
	atilde: 'ã',
	aelig: 'æ',
	AElig: 'Æ',
	ccedil: 'ç',
	Ccedil: 'Ç',
	iacute: 'í',
	igrave: 'ì',
	icirc: 'î',
	ntilde: 'ñ',
	Ntilde: 'Ñ',
	oacute: 'ó',
	ograve: 'ò',
	ocirc: 'ô',
	otilde: 'õ',
	oslash: 'ø',
	Oslash: 'Ø',
	oelig: 'œ',
	uacute: 'ú',
	ugrave: 'ù',
	ucirc: 'û',
};

function decodeEntities(text: string): string {
	return text.replaceAll(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]+[0-9]*);/gi, (entity, name: string) => {
		if (!name.startsWith('#')) {
			return Object.hasOwn(ENTITIES, name) ? (ENTITIES[name] ?? entity) : entity;
		}
		const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
		const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
		return isCharacter ? String.fromCodePoint(code) : '';
	});
}
