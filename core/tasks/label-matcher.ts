/**
 * The label that a model meant, where it wrote it in another way than it was listed: "Invoice.", "**invoice**",
 * "3. Invoice". Each step forgives more than the one before; the first that finds one label decides, and one that
 * finds two finds none.
 */
export class LabelMatcher {
	readonly #steps: readonly ReadonlyMap<string, ReadonlySet<number>>[];
	readonly #longest: number;

	/** All ways in which each label is listed; `isNumbered`: a number before a name is one of these. */
	constructor(
		private readonly labels: readonly (readonly string[])[],
		private readonly isNumbered: boolean,
	) {
		this.#steps = STEPS.map((step) => {
			const found = new Map<string, Set<number>>();
			labels.forEach((ways, at) => {
				for (const way of ways) {
					const key = step(way);
					if (key !== '') found.set(key, (found.get(key) ?? new Set()).add(at));
				}
			});
			return found;
		});
		this.#longest = 2 * Math.max(...labels.flat().map(({ length }) => length), 0) + MOST_AROUND;
	}

	/** Its place in the list. */
	find(text: string): number | undefined {
		if (text.length > this.#longest) return undefined;
		return this.#find(text) ?? this.#numbered(text) ?? this.#described(text);
	}

	#find(text: string): number | undefined {
		for (const [at, step] of STEPS.entries()) {
			const [place, ...more] = this.#steps[at]?.get(step(text)) ?? [];
			if (place !== undefined) return more.length === 0 ? place : undefined;
		}
		return undefined;
	}

	#numbered(text: string): number | undefined {
		const name = bare(text).replace(/^[(#]?\d{1,3}[.):\]]+\s*/, '');
		return this.isNumbered ? undefined : this.#find(name);
	}

	/** "Invoice: bills and payments", "Category: Invoice". */
	#described(text: string): number | undefined {
		const parts = fold(text).split(':');
		for (let end = parts.length - 1; end > 0; end -= 1) {
			const [head, rest] = [parts.slice(0, end).join(':'), parts.slice(end).join(':')];
			if (KIND.test(bare(head))) return this.#find(rest);
			const place = this.#find(head);
			if (place !== undefined) return this.#names(rest, place) ? undefined : place;
		}
		return undefined;
	}

	/** Whether it names another label than this one. */
	#names(text: string, place: number): boolean {
		return this.labels.some((ways, at) => at !== place && ways.some((way) => has(text, bare(way))));
	}
}

/** What a model may set around a label. */
const MOST_AROUND = 200;
const KIND =
	/^(?:the )?(?:category|categories|label|class|classification|answer|tag|topic|kategorie|catégorie|categoría)$/;
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

const STEPS: readonly ((text: string) => string)[] = [
	(text) => text,
	fold,
	bare,
	spaced,
	unaccented,
];

/** By Unicode's compatibility forms, without case, controls and invisible characters. */
function fold(text: string): string {
	return text
		.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity)
		.normalize('NFKC')
		.replaceAll(/\s+/g, ' ')
		.replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
		.trim()
		.toUpperCase()
		.toLowerCase();
}

function bare(text: string): string {
	const characters = [...fold(text)];
	let [start, end] = [0, characters.length];
	while (start < end && AROUND.test(characters[start] ?? '')) start += 1;
	while (start < end && AROUND.test(characters[end - 1] ?? '')) end -= 1;
	const inner = characters.slice(start, end).join('');
	return /^[-–•] /.test(inner) ? bare(inner.slice(2)) : inner;
}

function spaced(text: string): string {
	return bare(text)
		.replaceAll(/[\s_\-‐‑–]+/g, ' ')
		.trim();
}

/** Without the accents of Latin, Greek and Cyrillic; vowel signs of other scripts are letters. */
function unaccented(text: string): string {
	return spaced(text)
		.normalize('NFD')
		.replaceAll(/[\u0300-\u036F]/g, '');
}

function has(text: string, name: string): boolean {
	return name !== '' && text.includes(name);
}
