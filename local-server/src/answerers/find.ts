import { words } from './words';

/** Values that can be picked out of a text by their look, or by a line `Name: value`. */

const NUMBER = /(?<![\p{L}\p{N}])[-−]?\d+(?:[ .,'’]\d{3})*(?:[.,]\d+)?/u;
export function findEmail(text: string): string | undefined {
	return /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/u.exec(
		text,
	)?.[0];
}

export function findUrl(text: string): string | undefined {
	return /https?:\/\/[^\s<>"')\]]+/.exec(text)?.[0];
}

/** Reads both 1,234.50 and 1.234,50: the last sign before one or two digits, or the only one not before three, is the decimal. */
export function findNumber(text: string): number | undefined {
	const match = NUMBER.exec(text)?.[0];
	if (match === undefined) return undefined;
	const plain = match.replace('−', '-').replace(/[ '’]/g, '');
	const decimal = /[.,](\d{1,2}|\d{4,})$/.exec(plain);
	const whole = (decimal ? plain.slice(0, decimal.index) : plain).replace(/[.,]/g, '');
	const value = Number(decimal ? `${whole}.${decimal[1] ?? '0'}` : whole);
	return Number.isFinite(value) ? value : undefined;
}

/** The rest of a line that begins with the property's name and a colon. */
export function findLabelled(text: string, name: string): string | undefined {
	const wanted = words(splitName(name))
		.map((word) => word.stem)
		.join(' ');
	if (wanted === '') return undefined;
	for (const line of text.split('\n')) {
		const colon = line.indexOf(':');
		if (colon === -1 || colon > 60) continue;
		const label = words(line.slice(0, colon))
			.map((word) => word.stem)
			.join(' ');
		const value = line.slice(colon + 1).trim();
		if (label === wanted && value !== '') return value;
	}
	return undefined;
}

/** `orderNumber` and `order_number` as words. */
export function splitName(name: string): string {
	return name.replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2').replace(/[_-]+/g, ' ');
}
