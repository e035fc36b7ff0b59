import type { JsonValue } from '../types';

const WRITTEN = /^~?(\d{0,9}[.,]?\d{1,20}) ?(%?)$/;

/** From 0 to 1, also where it was written in percent or as text; `null` where it says nothing of the kind. */
export function confidenceOf(value: JsonValue | undefined): number | null {
	if (typeof value === 'number') return value < 0 || value > 100 ? null : shareOf(value);
	if (typeof value !== 'string' || value.length > 60) return null;
	const [, digits, percent] = WRITTEN.exec(value.normalize('NFKC').trim()) ?? [];
	if (digits === undefined) return null;
	const number = Number(digits.replace(',', '.'));
	if (number > 100) return null;
	return percent === '%' ? number / 100 : shareOf(number);
}

/** Some models answer in percent although asked for 0 to 1. */
function shareOf(number: number): number {
	return number > 1 ? number / 100 : number;
}
