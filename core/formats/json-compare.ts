import { readList, readObject } from './json';

/** How JSON values compare: by what they hold, whatever the order of their keys. */

export function isAmong(value: unknown, list: readonly unknown[]): boolean {
	if (!isStructure(value)) return list.includes(value);
	const text = sortedText(value);
	return list.some((entry) => isStructure(entry) && rememberedText(entry) === text);
}

export function hasTwins(list: readonly unknown[]): boolean {
	const structures = list.filter(isStructure);
	const texts = new Set(structures.map(sortedText));
	const scalars = new Set(list.filter((entry) => !isStructure(entry)));
	return texts.size + scalars.size < list.length;
}

function isStructure(value: unknown): value is object {
	return typeof value === 'object' && value !== null;
}

/** Of what a schema lists: it is compared with every entry of a long answer. */
const remembered = new WeakMap<object, string>();

function rememberedText(value: object): string {
	const text = remembered.get(value) ?? sortedText(value);
	remembered.set(value, text);
	return text;
}

/** Equal for equal values. Keeps a list of what is still to be written: a value may be nested deeper than the stack. */
function sortedText(value: unknown): string {
	const written: string[] = [];
	const rest: unknown[] = [value];
	while (rest.length > 0) {
		const next = rest.pop();
		const list = readList(next);
		const object = readObject(next);
		if (list !== undefined) {
			written.push(`[${list.length}:`);
			for (const entry of list) rest.push(entry);
		} else if (object !== undefined) {
			const names = Object.keys(object).sort();
			written.push(`{${JSON.stringify(names)}:`);
			for (const name of names) rest.push(object[name]);
		} else written.push(`${JSON.stringify(next)},`);
	}
	return written.join('');
}

/** By their decimals, as they are written: in binary, 19.99 is no multiple of 0.01. */
export function isMultiple(value: number, of: number): boolean {
	const [a, b] = [decimalOf(value), decimalOf(of)];
	const places = Math.max(a.places, b.places);
	const whole = ({ digits, places: own }: Decimal): bigint => digits * 10n ** BigInt(places - own);
	return whole(a) % whole(b) === 0n;
}

interface Decimal {
	readonly digits: bigint;
	/** How many of the digits stand behind the point. */
	readonly places: number;
}

function decimalOf(value: number): Decimal {
	const [mantissa = '', exponent = '0'] = String(value).split('e');
	const [whole = '', fraction = ''] = mantissa.split('.');
	return { digits: BigInt(whole + fraction), places: fraction.length - Number(exponent) };
}
