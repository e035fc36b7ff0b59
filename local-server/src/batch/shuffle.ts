/** A fixed mixing of 32 bits, so that a batch comes out in the same order on every machine. */
function mixed(n: number): number {
	let value = Math.imul(n + 1, 0x9e3779b1);
	value ^= value >>> 15;
	value = Math.imul(value, 0x85ebca77);
	return (value ^ (value >>> 13)) >>> 0;
}

/** Another order than the one given, always the same: OpenAI keeps no order, and whoever relies on it shall notice. */
export function shuffled(places: readonly number[]): number[] {
	const result = places.toSorted((a, b) => mixed(a) - mixed(b));
	const unchanged = result.every((place, index) => place === places[index]);
	return unchanged ? result.reverse() : result;
}
