/**
 * What an element does to the text around it. What is not in this table is no element: `<ann@example.com>` and
 * `List<String>` are text. HTML Living Standard and what mail programs still write, read 2026-11-29.
 */
export type Effect =
	/** Nothing: bold, a link, a font. */
	| 'inline'
	/** On lines of its own. */
	| 'block'
	/** With a blank line above and below. */
	| 'paragraph'
	/** What a page does not show. */
	| 'hidden'
	| 'break'
	| 'rule'
	| 'cell'
	| 'list'
	| 'item'
	| 'quote'
	| 'preformatted'
	| 'picture'
	| 'raised'
	/** Words that would else run into those beside them, as an old price into the new one. */
	| 'apart'
	| 'quotation';

const NAMES: Readonly<Record<Effect, string>> = {
	inline:
		'a abbr acronym area audio b base basefont bdi bdo big blink canvas cite code clippath col colgroup datalist dfn em embed font form frame frameset head i input ins kbd label legend lineargradient link main map mark marquee meta meter nobr noframes noscript object optgroup output param path picture progress rp rt ruby samp search select slot small source span strong sub svg tbody tfoot thead time track tt u var video wbr g circle ellipse polygon polyline defs',
	block:
		'address article aside body caption center dd details dialog dir div dl dt fieldset figcaption figure footer header hgroup html menu nav option section summary tr',
	paragraph: 'h1 h2 h3 h4 h5 h6 p table',
	hidden: 'script style template title iframe noembed',
	break: 'br',
	rule: 'hr',
	cell: 'td th',
	list: 'ul ol',
	item: 'li',
	quote: 'blockquote',
	preformatted: 'pre listing xmp plaintext textarea',
	picture: 'img image',
	raised: 'sup',
	apart: 'button s strike del',
	quotation: 'q',
};

const EFFECTS: ReadonlyMap<string, Effect> = new Map(
	(Object.keys(NAMES) as readonly Effect[]).flatMap((effect) =>
		NAMES[effect].split(' ').map((name) => [name, effect] as const),
	),
);

/** `<https://example.com>` and `<ann@example.com>`, whatever stands behind. */
export const LINK = /^(?:https?|mailto|ftp|tel|sip|file|urn):|@|^www\./;

/** `undefined` for what is no element. Office writes `o:p`, web components have a hyphen. */
export function effectOf(name: string): Effect | undefined {
	const effect = EFFECTS.get(name);
	if (effect !== undefined) return effect;
	return /^(?:(?:o|v|w|m|x|st\d|xsl|svg|fb|g|mso):[a-z-]+|[a-z][a-z\d]*-[a-z\d-]+)$/.test(name) &&
		!LINK.test(name)
		? 'inline'
		: undefined;
}

/** Of these an element that is opened and closed says that a text is a page; an alternative of a pattern. */
export const TELLING =
	'a|b|blockquote|body|center|div|em|font|h[1-6]|html|i|li|ol|p|pre|small|span|strong|table|t[dhr]|u|ul';
