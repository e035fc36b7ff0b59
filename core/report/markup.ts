/**
 * HTML that is escaped by construction: `markup` escapes every text and number that is put into it, and
 * only what `markup` itself has made goes in as it is. Rows are strangers' text.
 */
export interface Markup {
	readonly markup: string;
}

type Part = string | number | Markup | readonly Markup[];

export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
	const literals = strings.map((literal) => literal.replaceAll(/\n\s*/g, '\n'));
	return { markup: String.raw({ raw: literals }, ...parts.map(write)) };
}

export const NOTHING: Markup = { markup: '' };

function write(part: Part): string {
	if (typeof part === 'string') return escapeHtml(part);
	if (typeof part === 'number') return String(part);
	return 'markup' in part ? part.markup : part.map((entry) => entry.markup).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

function escapeHtml(text: string): string {
	return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
