import type { Entry } from './entries';
import { clip, keptField, showValue } from './fields';
import { groupBy, largestFirst, type NamedGroup } from './groups';
import type { CategoryCount, FieldReport, FieldTail } from './types';

export function groupByCategory(entries: readonly Entry[]): ReadonlyArray<NamedGroup<Entry>> {
	return largestFirst(groupBy(entries, ({ categories }) => categories));
}

export function countBy(answered: readonly Entry[], field: string, topValues: number): FieldReport {
	const read = valueReader(field);
	const groups = groupBy(answered, (entry) => read(entry)?.key);
	const values = largestFirst(
		[...groups.values()].map((own) => [read(own[0])?.name ?? '', own] as const),
	);
	const without = answered.filter((entry) => read(entry) === undefined);
	return {
		field,
		values: values.slice(0, topValues).map(([value, own]) => ({
			value,
			count: own.length,
			categories: countCategories(own),
		})),
		others: countTogether(values.slice(topValues).map(([, own]) => own)),
		without: countTogether(without.length === 0 ? [] : [without]),
	};
}

function countTogether(groups: ReadonlyArray<readonly Entry[]>): FieldTail {
	const entries = groups.flat();
	return { distinct: groups.length, count: entries.length, categories: countCategories(entries) };
}

function countCategories(entries: readonly Entry[]): readonly CategoryCount[] {
	return groupByCategory(entries).map(([name, own]) => ({ name, count: own.length }));
}

const VALUE_CHARACTERS = 60;
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
