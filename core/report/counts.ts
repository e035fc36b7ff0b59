import type { JsonValue } from '../types';
import type { Entry } from './entries';
import { clip, keptField, showValue } from './fields';
import { groupBy, largestFirst, type NamedGroup, rangeOf, sumOf } from './groups';
import type { CategoryReport, FieldReport, FieldTail, NumberSummary, ValueReport } from './types';

/** A longer value is a text. */
const VALUE_CHARACTERS = 60;

export function groupByCategory(entries: readonly Entry[]): ReadonlyArray<NamedGroup<Entry>> {
	return largestFirst(groupBy(entries, ({ categories }) => categories));
}

export function countBy(answered: readonly Entry[], field: string, topValues: number): FieldReport {
	const read = valueReader(field);
	const groups = groupBy(answered, (entry) => read(entry)?.key);
	const values = largestFirst(
		[...groups.values()].map((own) => [read(own[0])?.name ?? '', own] as const),
	);
	const rest = values.slice(topValues);
	const without = answered.filter((entry) => read(entry) === undefined);
	return {
		field,
		values: values.slice(0, topValues).map(([value, own]) => ({ value, ...countTogether(own) })),
		others: { distinct: rest.length, ...countTogether(rest.flatMap(([, own]) => own)) },
		without: { distinct: Math.min(1, without.length), ...countTogether(without) },
	};
}

function countTogether(entries: readonly Entry[]): Omit<FieldTail, 'distinct'> {
	const categories = groupByCategory(entries).map(([name, own]) => ({ name, count: own.length }));
	return { count: entries.length, categories };
}

const MAIL_ADDRESS = /^([^<>]{0,200})<([^<>\s]{1,200}@[^<>\s]{1,200})>$/;

/** One sender writes his name in several ways: a mail address counts, and its first name is shown. */
function valueReader(
	field: string,
): (entry: Entry) => { readonly key: string; readonly name: string } | undefined {
	const read = keptField(field);
	return ({ outcome }) => {
		const full = showValue(read(outcome), 500);
		if (full === undefined) return undefined;
		const [, written = '', address] = full.endsWith('>') ? (MAIL_ADDRESS.exec(full) ?? []) : [];
		const name = clip(address === undefined ? full : written.replaceAll('"', ''), VALUE_CHARACTERS);
		return { key: (address ?? name ?? full).toLowerCase(), name: name ?? address ?? full };
	};
}

type AnswerField = readonly [field: string, value: JsonValue];

/** Sums and averages of every number field of the answers, in the order of the fields. */
export function sumNumbers(entries: readonly Entry[]): readonly NumberSummary[] {
	const found = fieldsOf(entries).filter(isCounted);
	return [...groupBy(found, ([field]) => field)].map(([field, own]) => {
		const numbers = own.map(([, value]) => value);
		const [min, max] = rangeOf(numbers);
		const count = numbers.length;
		const sum = sumOf(numbers);
		return { field, count, sum: tidy(sum), average: tidy(sum / count), min, max };
	});
}

function fieldsOf(entries: readonly Entry[]): readonly AnswerField[] {
	return entries.flatMap(({ outcome }) => Object.entries(outcome.answer));
}

function isCounted(field: AnswerField): field is readonly [field: string, value: number] {
	return typeof field[1] === 'number' && field[0] !== 'confidence';
}

/** Without the dust of binary fractions: 0.1 + 0.2 is 0.3. */
function tidy(value: number): number {
	return Number(value.toPrecision(12));
}

/** One number field in the categories that have it. */
export function numbersByCategory(
	categories: readonly CategoryReport[],
	field: string,
): ReadonlyArray<NumberSummary & { readonly name: string }> {
	return categories.flatMap(({ name, numbers }) =>
		numbers.filter((own) => own.field === field).map((own) => ({ name, ...own })),
	);
}

const TOP = 8;
/** More different values than this share of the rows, and they are texts, not values. */
const REPEATS = 0.6;
/** Answer fields that the report tells as categories and as rows to look at. */
export const CATEGORY_FIELDS: readonly string[] =
	'category categories categoryValue categoryValues needsReview'.split(' ');
/** Told elsewhere in the report, or different for every row. */
const NO_VALUES: readonly string[] = [...CATEGORY_FIELDS, 'reason', 'summary'];

/** The commonest values of the answers' short fields, where values come more than once. */
export function findCommonValues(
	answered: readonly Entry[],
	categoryField: string | undefined,
): readonly ValueReport[] {
	return [...groupBy(fieldsOf(answered), ([field]) => field)].flatMap(([field, own]) => {
		if (NO_VALUES.includes(field) || field === categoryField) return [];
		const texts = own.flatMap(([, value]) => textsOf(value));
		if (texts.some((text) => text.length > VALUE_CHARACTERS)) return [];
		const shown = texts.flatMap((text) => showValue(text, VALUE_CHARACTERS) ?? []);
		const values = largestFirst(groupBy(shown, (text) => text));
		if (shown.length < 2 || values.length > shown.length * REPEATS) return [];
		const top = values.slice(0, TOP).map(([value, times]) => ({ value, count: times.length }));
		const others = shown.length - sumOf(top.map(({ count }) => count));
		return [{ field, count: shown.length, distinct: values.length, top, others }];
	});
}

function textsOf(value: JsonValue): readonly string[] {
	if (typeof value === 'string') return [value];
	if (typeof value === 'boolean') return [value ? 'yes' : 'no'];
	if (!Array.isArray(value)) return [];
	return value.filter((entry: JsonValue) => typeof entry === 'string');
}
