import { bare, fold, FORMS, isKind, numbered, plain, unwrapped } from './label-forms';

/**
 * The label that a model meant, where it wrote it in another way than it was listed: "Invoice.", "**invoice**",
 * "3. Invoice". Each form forgives more than the one before; the first that finds one label decides, and one that
 * finds two finds none.
 */
export class LabelMatcher {
	readonly #forms: readonly ReadonlyMap<string, ReadonlySet<number>>[];
	readonly #longest: number;

	/** All ways in which each label is listed; `isNumbered`: a number before a name is one of these. */
	constructor(
		private readonly labels: readonly (readonly string[])[],
		private readonly isNumbered: boolean,
	) {
		this.#forms = FORMS.map(({ listed }) => {
			const found = new Map<string, Set<number>>();
			labels.forEach((ways, at) => {
				for (const way of ways) {
					const key = listed(way);
					if (key !== '') found.set(key, (found.get(key) ?? new Set()).add(at));
				}
			});
			return found;
		});
		this.#longest = 2 * Math.max(...labels.flat().map(({ length }) => length), 0) + MOST_AROUND;
	}

	/** Its place in the list. */
	find(text: string): number | undefined {
		return text.length > this.#longest ? undefined : this.#meant(text, DEEPEST);
	}

	#meant(text: string, depth: number): number | undefined {
		const found = this.#find(text);
		// Whatever is taken off it, it means as many.
		if (found.length > 0) return only(found);
		if (depth === 0) return undefined;
		const place = this.#numbered(text, depth - 1) ?? this.#described(text);
		if (place !== undefined) return place;
		const inner = unwrapped(text);
		return inner === undefined ? undefined : this.#meant(inner, depth - 1);
	}

	#find(text: string): readonly number[] {
		for (const [at, { written }] of FORMS.entries()) {
			const found = this.#forms[at]?.get(written(text));
			if (found !== undefined) return [...found];
		}
		return [];
	}

	#numbered(text: string, depth: number): number | undefined {
		const parts = this.isNumbered ? undefined : numbered(text);
		if (parts === undefined) return undefined;
		const [ordinal, rest] = parts;
		const place = this.#meant(rest, depth);
		if (place === undefined) return undefined;
		const [own = ordinal] = numbered(this.labels[place]?.[0] ?? '') ?? [];
		// The number of one label before the name of another says nothing.
		return own === ordinal && this.#find(ordinal).every((named) => named === place)
			? place
			: undefined;
	}

	/** "Invoice: bills and payments", "Invoice - bills", "Invoice (0.9)". */
	#described(text: string): number | undefined {
		const typed = plain(text);
		for (const mark of [':', ' - ', ' (']) {
			for (const at of placesOf(mark, typed)) {
				const [head, rest] = [typed.slice(0, at), typed.slice(at)];
				if (mark === ' (' ? !SCORE.test(rest) : RANGE.test(typed.slice(at - 1))) continue;
				const found = isKind(head) ? [] : this.#find(head);
				if (found.length === 0) continue;
				const place = only(found);
				if (place === undefined || this.#names(rest, head + mark, place)) return undefined;
				return place;
			}
		}
		return undefined;
	}

	/** Whether it names another label than this one, or another begins as it does. */
	#names(rest: string, start: string, place: number): boolean {
		const [text, begin] = [fold(rest), fold(start)];
		return this.labels.some(
			(ways, at) =>
				at !== place && ways.some((way) => has(text, bare(way)) || fold(way).startsWith(begin)),
		);
	}
}

/** What a model may set around a label. */
const MOST_AROUND = 200;
/** A number within a sentence within a tag. */
const DEEPEST = 3;
/** "1 - 3", "1:30": no label with its description. */
const RANGE = /^\d(?::| - ) ?\d/;
const SCORE = /^ \((?:(?:confidence|score) ?[:=]? ?)?(?:[01]?[.,]\d+|\d{1,3} ?%)\)[.]?$/i;

/** The longest head first; no name has more of these marks, and each is a look-up. */
const MOST_MARKS = 8;

function placesOf(mark: string, text: string): readonly number[] {
	const places: number[] = [];
	for (let at = text.indexOf(mark, 1); at > 0; at = text.indexOf(mark, at + 1)) {
		if (places.unshift(at) === MOST_MARKS) break;
	}
	return places;
}

function only([place, ...more]: readonly number[]): number | undefined {
	return more.length === 0 ? place : undefined;
}

function has(text: string, name: string): boolean {
	return name !== '' && text.includes(name);
}
