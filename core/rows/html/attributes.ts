import type { Effect } from './elements';

/** Outlook, Thunderbird and Gmail name the head of what they quote or forward; Word draws a line above it. */
const HEAD_NAME = /divRplyFwdMsg|reference-message|OutlookMessageHeader|moz-cite-prefix|gmail_attr/;
const LINE_ABOVE = /border-top\s*:[^;]*solid/i;
const QUOTE_NAME = /\bcite\b|quote/i;
const KEEPS_LINES = /white-space\s*:\s*(?:pre|break-spaces)/i;
const IS_BLOCK = /display\s*:\s*(?:block|flex|grid|table(?!-cell)|list-item)/i;
const IS_APART = /display\s*:\s*(?:inline-block|table-cell)/i;

/** A start tag: its element's name and effect, and what of its attributes was read. */
export interface StartTag {
	readonly name: string;
	readonly effect: Effect;
	readonly attributes: ReadonlyMap<string, string>;
}

/** What attributes do. */
interface Does {
	/** They say that the head of something begins. */
	readonly isHead: boolean;
	readonly layout: 'quote' | 'lines' | 'block' | 'apart' | 'none';
}

export const NOTHING: Does = { isHead: false, layout: 'none' };

function layoutOf(name: string, names: string, style: string): Does['layout'] {
	if (name === 'div' && names.includes('yahoo_quoted')) return 'quote';
	if (KEEPS_LINES.test(style)) return 'lines';
	if (IS_BLOCK.test(style)) return 'block';
	return IS_APART.test(style) ? 'apart' : 'none';
}

/** What the attributes of a page's elements do; a page says the same of each of its paragraphs. */
export class AttributeReader {
	readonly #known = new Map<string, Does>();

	read(tag: StartTag): Does {
		const names = namesOf(tag);
		const style = tag.attributes.get('style') ?? '';
		const key = `${tag.name} ${names} ${style}`;
		const known = this.#known.get(key);
		if (known !== undefined) return known;
		const does = {
			isHead: HEAD_NAME.test(names) || LINE_ABOVE.test(style),
			layout: layoutOf(tag.name, names, style),
		};
		this.#known.set(key, does);
		return does;
	}
}

/** A quote of a mail program's, not one that its writer set apart. */
export function isMailQuote(tag: StartTag): boolean {
	return QUOTE_NAME.test(namesOf(tag));
}

function namesOf({ attributes }: StartTag): string {
	// Most elements have a style and nothing else.
	if (attributes.size === 0 || (attributes.size === 1 && attributes.has('style'))) return '';
	return ['type', 'class', 'id'].map((name) => attributes.get(name) ?? '').join(' ');
}
