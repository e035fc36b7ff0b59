/**
 * Clean text: what a model should read of an e-mail, a note or a page, and no more. Fewer tokens, and
 * the labels are about this message rather than the thread quoted below it.
 */

export interface CleanTextOptions {
	/** HTML to text, quoted replies off, white space tidied. */
	readonly clean: boolean;
	/** Cut after this many characters, with a mark that says so. */
	readonly maxCharacters?: number;
}

export const CUT_MARK = '\n[… cut]';

export function prepareText(text: string, { clean, maxCharacters }: CleanTextOptions): string {
	const prepared = clean ? cleanText(text) : text;
	if (maxCharacters === undefined || prepared.length <= maxCharacters) return prepared;
	// A cut between the halves of a surrogate pair would leave half a character.
	const end = /[\uD800-\uDBFF]/.test(prepared.charAt(maxCharacters - 1))
		? maxCharacters - 1
		: maxCharacters;
	return prepared.slice(0, end) + CUT_MARK;
}

const HTML_TAG =
	/<(?:!doctype html|html|body|head|div|p|br|table|tr|td|span|style|ul|ol|li|h[1-6]|blockquote|img|a)(?=[\s/>])[^<>]*>/i;

/** A known tag, not just any angle bracket: `Maya <maya@example.com>` is no HTML. */
export function looksLikeHtml(text: string): boolean {
	return HTML_TAG.test(text);
}

export function cleanText(text: string): string {
	const plain = looksLikeHtml(text) ? htmlToText(text) : text;
	return tidy(withoutQuotedReplies(plain));
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

/** Lines that start the history of a thread, in the words of the common mail programs. */
const REPLY_HEADS: readonly RegExp[] = [
	/^\s*-{2,}\s*(?:Original Message|Ursprüngliche Nachricht|Message d'origine|Mensaje original|Messaggio originale|Mensagem original|Ursprungligt meddelande|Oprindelig meddelelse|Oorspronkelijk bericht)\s*-{2,}\s*$/i,
	/^(?=.*[\d@])\s*(?:On|Am|Le|El|Il|Em|Den|Op|W dniu)\b.{6,200}(?:wrote|schrieb|a écrit|escribió|ha scritto|escreveu|skrev|schreef|napisał(?:\(a\))?)(?!\p{L}).{0,80}:\s*$/iu,
];
const OUTLOOK_FROM = /^\s*\*?(?:From|Von|De|Da|Från|Fra|Van|Od)\s*:\*?\s+\S/i;
const OUTLOOK_LINE = /^\s*_{20,}\s*$/;
const OUTLOOK_SENT =
	/^\s*\*?(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado|Inviato|Data|Skickat|Sendt|Verzonden|Wysłano)\s*:\*?\s+\S/i;

const OUTLOOK_TO = /^\s*\*?(?:To|Cc|An|À|Para|A|Till|Til|Aan|Do)\s*:\*?\s+\S/i;
const OUTLOOK_SUBJECT =
	/^\s*\*?(?:Subject|Betreff|Objet|Asunto|Oggetto|Assunto|Ämne|Emne|Onderwerp|Temat)\s*:/i;
/** Long lists of people break into several lines. */
const OUTLOOK_HEAD_LINES = 8;

/**
 * The newest message of a thread. When nothing would be left, or the mail is a forward (whose point is
 * what stands below), the text stays whole.
 */
export function withoutQuotedReplies(text: string): string {
	const lines = text.split(/\r\n|\r|\n/);
	if (lines.some((line) => FORWARD_HEAD.test(line))) return text;
	const end = lines.findIndex((line, index) => startsHistory(line, lines, index));
	const kept = (end < 0 ? lines : lines.slice(0, end)).filter((line) => !/^\s*>/.test(line));
	const newest = kept.join('\n');
	return newest.trim() === '' ? text : newest;
}

const FORWARD_WORDS =
	'(?:Forwarded message|Weitergeleitete Nachricht|Message transféré|Mensaje reenviado|Messaggio inoltrato|Mensagem encaminhada|Vidarebefordrat meddelande|Doorgestuurd bericht|Videresendt meddelelse|Treść przekazanej wiadomości)';
const FORWARD_HEAD = new RegExp(
	`^\\s*-{2,}\\s*${FORWARD_WORDS}\\s*-{2,}|^\\s*Begin forwarded message:`,
	'i',
);
/** The same anywhere in a page; one dash, or a line of dashes would be tried from each of them on. */
const FORWARD_MARK = new RegExp(`-\\s*${FORWARD_WORDS}\\s*-|Begin forwarded message:`, 'i');

function startsHistory(line: string, lines: readonly string[], index: number): boolean {
	if (line.length > 400 || line.trim() === '') return false;
	// Gmail breaks "On … <address>\nwrote:" over two lines.
	const pair = `${line} ${lines[index + 1] ?? ''}`;
	if (REPLY_HEADS.some((head) => head.test(line) || (pair.length <= 400 && head.test(pair))))
		return true;
	if (OUTLOOK_LINE.test(line)) {
		return [1, 2, 3].some((below) => startsOutlookHead(lines, index + below));
	}
	return startsOutlookHead(lines, index);
}

/** All four lines: a contact form and a booking have From and Date, too. */
function startsOutlookHead(lines: readonly string[], index: number): boolean {
	if (!OUTLOOK_FROM.test(lines[index] ?? '')) return false;
	const head = lines.slice(index + 1, index + OUTLOOK_HEAD_LINES);
	return [OUTLOOK_SENT, OUTLOOK_TO, OUTLOOK_SUBJECT].every((pattern) =>
		head.some((next) => pattern.test(next)),
	);
}

function tidy(text: string): string {
	return (
		text
			.replaceAll(/\r\n?/g, '\n')
			.replaceAll(/[\u200B\u2060\uFEFF\u00AD]|\u034F/g, '')
			// Single spaces and bare line ends are left alone: most of a text is these.
			.replaceAll(/[^\S\n]{2,}|[^\S\n ]/g, ' ')
			.replaceAll(/ \n ?|\n /g, '\n')
			.replaceAll(/\n{3,}/g, '\n\n')
			.trim()
	);
}
