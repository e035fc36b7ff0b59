/** What everything else counts with. */

/** At least one entry: a group is made by its first. */
type Group<T> = readonly [T, ...T[]];

/** Entries by key, in the order in which the keys first come. An entry has one key, several or none. */
export function groupBy<T>(
	entries: readonly T[],
	keysOf: (entry: T) => string | readonly string[] | undefined,
): ReadonlyMap<string, Group<T>> {
	const groups = new Map<string, [T, ...T[]]>();
	for (const entry of entries) {
		for (const key of [keysOf(entry) ?? []].flat()) {
			const group = groups.get(key);
			if (group === undefined) groups.set(key, [entry]);
			else group.push(entry);
		}
	}
	return groups;
}

export type NamedGroup<T> = readonly [name: string, entries: readonly T[]];

/** The largest first; of equals in the order of their names, so that a report never wavers. */
export function largestFirst<T>(groups: Iterable<NamedGroup<T>>): ReadonlyArray<NamedGroup<T>> {
	return [...groups].sort(([a, m], [b, n]) => n.length - m.length || (a < b ? -1 : 1));
}

export function sumOf(numbers: readonly number[]): number {
	return numbers.reduce((sum, number) => sum + number, 0);
}

/** `Math.min(...numbers)` for more numbers than a call takes. */
export function leastOf(numbers: readonly number[]): number {
	return numbers.reduce((least, number) => Math.min(least, number), Infinity);
}

export function mostOf(numbers: readonly number[]): number {
	return numbers.reduce((most, number) => Math.max(most, number), -Infinity);
}
