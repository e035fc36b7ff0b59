/** The same label as others write it: each form forgives more than the one before. */

const ENTITIES: Readonly<Record<string, string>> = {
	'&amp;': '&',
	'&lt;': '<',
	'&gt;': '>',
	'&quot;': '"',
	'&#39;': "'",
};
/** Quotation marks, brackets, Markdown, marks at the end, emoji: none of them tells one label from another. */
const AROUND =
	/[\s"'`´‘’‚“”„«»‹›「」『』【】()[\]{}<>*_~.,;:!?¡¿…。、．，！？\p{Extended_Pictographic}\uFE0F]/u;
/** A digit's next sign would make "1.5" or "1:1" of it; a letter's, a short word. */
const ORDINAL =
	/^[(#[]?(?:(\d{1,3})(?:[.:]\s+|[.:)\]]+(?=[^\d\s])|[)\]]+[.:]?\s*)|([a-z])(?:[.:]\s+|\)[.:]?\s*))(?=\S)/i;
const NAMES_A_KIND =
	/^(?:the )?(?:final |best |predicted )?(?:category|categories|label|class|classification|answer|tag|topic|kategorie|catégorie|categoría|categoria|分类|分類|类别|類別|标签|標籤|カテゴリー?|카테고리)$/;
const MARKUP = /^(?:b|i|u|p|em|strong|code|mark|span|li|result|output|final_answer)$/;
const TAGGED = /^<([\p{L}_]{1,40})>([^<]*)<\/([\p{L}_]{1,40})>$/u;
/** A minus before a number is part of it, one before a name a bullet. */
const ARROW = /^(?:(?:[→⇒➜➔➡▶►]|[-=]?>|#{1,6})\s*(?=\S)|-+(?=\p{L}))/u;
const IS = /^(\S+(?: \S+){0,2}?)(?: ?= ?| (?:is|ist|est|es|è|é) ?:? )(?=\S)/;

export interface Form {
	/** Of a label as it is listed; empty where it has none. */
	readonly listed: (label: string) => string;
	/** Of what a model wrote. */
	readonly written: (text: string) => string;
}

export const FORMS: readonly Form[] = [
	...[(text: string) => text, fold, bare, whole, spaced, unaccented].map((form) => ({
		listed: form,
		written: form,
	})),
	// What the user numbered, without its number; a number that was written is held against it.
	{
		listed: (label) => {
			const [, rest] = numbered(label) ?? [];
			return rest === undefined ? '' : unaccented(rest);
		},
		written: unaccented,
	},
];

/** By Unicode's compatibility forms, without controls and invisible characters, with one minus and hyphen for all. */
export function plain(text: string): string {
	return text
		.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity)
		.normalize('NFKC')
		.replaceAll(/\s+/g, ' ')
		.replaceAll(/[\p{Cc}\p{Cf}\uFE0E\uFE0F]/gu, '')
		.replaceAll(/[‐‒–—−]/g, '-')
		.trim();
}

export function fold(text: string): string {
	return plain(text).toUpperCase().toLowerCase();
}

export function bare(text: string): string {
	return within(fold(text));
}

/** Its number or letter, and what stands behind: "3. Invoice", "b) Invoice". */
export function numbered(text: string): readonly [ordinal: string, rest: string] | undefined {
	const inner = within(plain(text));
	const [all, digits, letter] = ORDINAL.exec(inner) ?? [];
	if (all === undefined) return undefined;
	return [fold(digits ?? letter ?? ''), inner.slice(all.length)];
}

export function isKind(text: string): boolean {
	return NAMES_A_KIND.test(bare(text));
}

/** Without what only introduces it: "→ Invoice", "The category is Invoice", a tag around it. */
export function unwrapped(text: string): string | undefined {
	const typed = plain(text);
	const [, open = '', tagged, close] = TAGGED.exec(typed) ?? [];
	if (tagged !== undefined && open === close && (isKind(open) || MARKUP.test(fold(open)))) {
		return tagged;
	}
	const [arrow] = ARROW.exec(typed) ?? [];
	if (arrow !== undefined) return typed.slice(arrow.length);
	const colon = typed.indexOf(':');
	if (colon > 0 && isKind(typed.slice(0, colon))) return typed.slice(colon + 1);
	const [is, kind = ''] = IS.exec(typed) ?? [];
	return is !== undefined && isKind(kind) ? typed.slice(is.length) : undefined;
}

function within(text: string): string {
	const characters = [...text];
	let [start, end] = [0, characters.length];
	const isAround = (at: number): boolean => AROUND.test(characters[at] ?? '');
	const isBullet = (at: number): boolean =>
		at + 1 < end && /[-•]/.test(characters[at] ?? '') && characters[at + 1] === ' ';
	while (start < end && isAround(end - 1)) end -= 1;
	while (start < end && (isAround(start) || isBullet(start))) start += 1;
	return characters.slice(start, end).join('');
}

/** A whole number without the places that it has not. */
function whole(text: string): string {
	return bare(text).replace(/^([-+]?\d+)\.0+$/, '$1');
}

/** A sign at either end is part of the name: "A-" is no "A", "-1" no "1". */
function spaced(text: string): string {
	return bare(text)
		.replaceAll(/(?<=.)[\s_-]+(?=.)/g, ' ')
		.replaceAll(/ ?([&/|+]) ?/g, '$1');
}

/** Without the accents of Latin, Greek and Cyrillic; vowel signs of other scripts are letters. */
function unaccented(text: string): string {
	return spaced(text)
		.normalize('NFD')
		.replaceAll(/[\u0300-\u036F]/g, '');
}
