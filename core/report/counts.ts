import type { OutcomeKind } from '../types';
import { clip, keptField, showValue } from './fields';
import type {
	CategoryCount,
	Entry,
	FieldReader,
	FieldReport,
	FieldTail,
	JobCounts,
	ReportPart,
} from './types';

/** A map that counts. */
export class Tally {
	private readonly counts = new Map<string, number>();

	add(key: string, count = 1): void {
		this.counts.set(key, (this.counts.get(key) ?? 0) + count);
	}

	/** The commonest first; of equals in the order of their names, so that a report never wavers. */
	sorted(): ReadonlyArray<readonly [key: string, count: number]> {
		return [...this.counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
	}
}

export function countKinds(entries: readonly Entry[]): Readonly<Record<OutcomeKind, number>> {
	const counts: Record<OutcomeKind, number> = {
		succeeded: 0,
		failed: 0,
		refused: 0,
		truncated: 0,
		invalid: 0,
		expired: 0,
		cancelled: 0,
		missing: 0,
	};
	for (const { outcome } of entries) counts[outcome.outcome] += 1;
	return counts;
}

export function countJobs(parts: readonly ReportPart[]): readonly JobCounts[] {
	return parts.map(({ label, outcomes }) => {
		const answered = outcomes.filter(({ outcome }) => outcome === 'succeeded').length;
		return { label, rows: outcomes.length, answered, failed: outcomes.length - answered };
	});
}

/** Entries of every category, the largest first. */
export function groupByCategory(
	answered: readonly Entry[],
): ReadonlyArray<readonly [name: string, entries: readonly Entry[]]> {
	const groups = new Map<string, Entry[]>();
	for (const entry of answered) {
		for (const name of entry.categories) {
			const group = groups.get(name);
			if (group === undefined) groups.set(name, [entry]);
			else group.push(entry);
		}
	}
	return [...groups].sort(([a, m], [b, n]) => n.length - m.length || (a < b ? -1 : 1));
}

/** Answered rows by the values of one kept field. */
export function countBy(answered: readonly Entry[], field: string, topValues: number): FieldReport {
	const groups = new Map<string, { readonly name: string; readonly entries: Entry[] }>();
	const without: Entry[] = [];
	const read = valueReader(field);
	for (const entry of answered) {
		const value = read(entry);
		if (value === undefined) {
			without.push(entry);
			continue;
		}
		const group = groups.get(value.key);
		if (group === undefined) groups.set(value.key, { name: value.name, entries: [entry] });
		else group.entries.push(entry);
	}
	const sorted = [...groups.values()].sort(
		(a, b) => b.entries.length - a.entries.length || (a.name < b.name ? -1 : 1),
	);
	return {
		field,
		values: sorted.slice(0, topValues).map(({ name, entries }) => ({
			value: name,
			count: entries.length,
			categories: countCategories(entries),
		})),
		others: tailOf(sorted.slice(topValues).map(({ entries }) => entries)),
		without: tailOf(without.length === 0 ? [] : [without]),
	};
}

function tailOf(groups: ReadonlyArray<readonly Entry[]>): FieldTail {
	const entries = groups.flat();
	return {
		distinct: groups.length,
		count: entries.length,
		categories: countCategories(entries),
	};
}

function countCategories(entries: readonly Entry[]): readonly CategoryCount[] {
	const tally = new Tally();
	for (const { categories } of entries) for (const name of categories) tally.add(name);
	return tally.sorted().map(([name, count]) => ({ name, count }));
}

const VALUE_CHARACTERS = 60;
const MAIL_ADDRESS = /^([^<>]{0,200})<([^<>\s]{1,200}@[^<>\s]{1,200})>$/;

/** One sender writes his name in several ways: a mail address counts, and its first name is shown. */
function valueReader(
	field: string,
): (entry: Entry) => { readonly key: string; readonly name: string } | undefined {
	const read: FieldReader = keptField(field);
	return ({ outcome }) => {
		const full = showValue(read(outcome), 500);
		const name = full === undefined ? undefined : clip(full, VALUE_CHARACTERS);
		if (full === undefined || name === undefined) return undefined;
		const [, written = '', address] = full.endsWith('>') ? (MAIL_ADDRESS.exec(full) ?? []) : [];
		if (address === undefined) return { key: name.toLowerCase(), name };
		return {
			key: address.toLowerCase(),
			name: clip(written.replaceAll('"', ''), VALUE_CHARACTERS) ?? address,
		};
	};
}
