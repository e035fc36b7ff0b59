import type { JsonValue } from '../types';
import { Tally } from './counts';
import { showValue } from './fields';
import type { Entry, NumberSummary, ValueReport } from './types';

/** Told elsewhere in the report, or different for every row. */
const NO_NUMBERS: ReadonlySet<string> = new Set(['confidence']);
const NO_VALUES: ReadonlySet<string> = new Set([
	'category',
	'categories',
	'categoryValue',
	'categoryValues',
	'needsReview',
	'reason',
	'summary',
]);

/** Sums and averages of every number field of the answers, in the order of the fields. */
export function sumNumbers(entries: readonly Entry[]): readonly NumberSummary[] {
	const sums = new Map<string, { count: number; sum: number; min: number; max: number }>();
	for (const { outcome } of entries) {
		for (const [field, value] of Object.entries(outcome.answer)) {
			if (typeof value !== 'number' || NO_NUMBERS.has(field)) continue;
			const known = sums.get(field);
			if (known === undefined) {
				sums.set(field, { count: 1, sum: value, min: value, max: value });
				continue;
			}
			known.count += 1;
			known.sum += value;
			known.min = Math.min(known.min, value);
			known.max = Math.max(known.max, value);
		}
	}
	return [...sums].map(([field, { count, sum, min, max }]) => ({
		field,
		count,
		sum: tidy(sum),
		average: tidy(sum / count),
		min,
		max,
	}));
}

/** Without the dust of binary fractions: 0.1 + 0.2 is 0.3. */
function tidy(value: number): number {
	return Number(value.toPrecision(12));
}

const VALUE_CHARACTERS = 60;
const TOP = 8;
/** More different values than this share of the rows, and they are texts, not values. */
const REPEATS = 0.6;

/** The commonest values of the answers' short fields, where values come more than once. */
export function findCommonValues(
	answered: readonly Entry[],
	categoryField: string | undefined,
): readonly ValueReport[] {
	const tallies = new Map<string, { readonly tally: Tally; count: number; tooLong: boolean }>();
	for (const { outcome } of answered) {
		for (const [field, value] of Object.entries(outcome.answer)) {
			if (NO_VALUES.has(field) || field === categoryField) continue;
			const known = tallies.get(field) ?? { tally: new Tally(), count: 0, tooLong: false };
			tallies.set(field, known);
			for (const entry of entriesOf(value)) {
				known.tooLong ||= entry.length > VALUE_CHARACTERS;
				const shown = known.tooLong ? undefined : showValue(entry, VALUE_CHARACTERS);
				if (shown === undefined) continue;
				known.tally.add(shown);
				known.count += 1;
			}
		}
	}
	return [...tallies].flatMap(([field, { tally, count, tooLong }]) => {
		const sorted = tally.sorted();
		if (tooLong || count < 2 || sorted.length > count * REPEATS) return [];
		const top = sorted.slice(0, TOP).map(([value, times]) => ({ value, count: times }));
		const shown = top.reduce((sum, entry) => sum + entry.count, 0);
		return [{ field, count, distinct: sorted.length, top, others: count - shown }];
	});
}

function entriesOf(value: JsonValue): readonly string[] {
	if (typeof value === 'string') return [value];
	if (typeof value === 'boolean') return [value ? 'yes' : 'no'];
	if (!Array.isArray(value)) return [];
	return value.filter((entry: JsonValue) => typeof entry === 'string');
}
