/**
 * Entries by key, in the order in which the keys first come. An entry has one key, several or none; a group
 * is made by its first entry, so that none is empty.
 */
export function groupBy<T>(
	entries: readonly T[],
	keysOf: (entry: T) => string | readonly string[] | undefined,
): ReadonlyMap<string, readonly [T, ...T[]]> {
	const groups = new Map<string, [T, ...T[]]>();
	for (const entry of entries) {
		const keys = keysOf(entry) ?? [];
		for (const key of typeof keys === 'string' ? [keys] : keys) {
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

/** Every other entry, or every third and so on: at least `least` of them, spread over all. */
export function sampleOf<T>(entries: readonly T[], least: number): readonly T[] {
	const step = Math.max(1, Math.floor(entries.length / least));
	return entries.filter((_, index) => index % step === 0);
}

export function sumOf(numbers: readonly number[]): number {
	return numbers.reduce((sum, number) => sum + number, 0);
}

/** Both ends of the numbers, which may be more than `Math.min` takes. */
export function rangeOf(numbers: readonly number[]): readonly [least: number, most: number] {
	const least = numbers.reduce((known, number) => Math.min(known, number), Infinity);
	return [least, numbers.reduce((known, number) => Math.max(known, number), -Infinity)];
}
