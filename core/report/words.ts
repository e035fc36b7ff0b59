import type { OutcomeKind } from '../types';
import { MONTHS } from './days';
import type { Report, ReportNoun, TimeSpan } from './types';

/** How the report writes numbers, dates and names: the same in HTML, text and sentences. */
let decimal: Intl.NumberFormat | undefined;

export function formatNumber(value: number): string {
	return (decimal ??= new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })).format(value);
}

/** Never rounded to "all" or "none" where it is neither. */
export function formatPercent(share: number): string {
	if (share > 0 && share < 0.01) return '<1%';
	if (share < 1 && share > 0.99) return '>99%';
	return `${Math.round(share * 100)}%`;
}

export function countOf(count: number, { one, many }: ReportNoun): string {
	return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** "16–22 November 2026", and as much more as the two ends differ. */
export function formatSpan({ from, to }: Pick<TimeSpan, 'from' | 'to'>): string {
	const [a, b] = [readIso(from), readIso(to)];
	const end = `${b.date} ${b.month} ${b.year}`;
	if (from === to) return end;
	if (a.year !== b.year) return `${a.date} ${a.month} ${a.year} – ${end}`;
	return a.month === b.month ? `${a.date}–${end}` : `${a.date} ${a.month} – ${end}`;
}

function readIso(day: string): {
	readonly year: string;
	readonly month: string;
	readonly date: number;
} {
	const [year = '', month = '', date = ''] = day.split('-');
	return { year, month: MONTHS[Number(month) - 1] ?? '', date: Number(date) };
}

/** A field's name as a reader says it: `effortHours` is "effort hours", `from` is the sender. */
export function fieldName(field: string): string {
	const name = field.split('.').at(-1) ?? field;
	const words = name
		.replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
		.replaceAll(/[_\s-]+/g, ' ')
		.trim()
		.toLowerCase();
	return PLAIN_NAMES.get(words) ?? (words === '' ? field : words);
}

const PLAIN_NAMES: ReadonlyMap<string, string> = new Map([
	['from', 'sender'],
	['to', 'recipient'],
]);

export function capitalize(words: string): string {
	return words.charAt(0).toUpperCase() + words.slice(1);
}

export const KIND_WORDS: Record<Exclude<OutcomeKind, 'succeeded'>, string> = {
	failed: 'Failed',
	refused: 'Declined by the model',
	truncated: 'Answer cut off',
	invalid: 'Answer did not fit',
	expired: 'Not answered in time',
	cancelled: 'Cancelled',
	missing: 'No answer came',
};

/** "196 answered, 4 failed". */
export function summaryOf({ answered, failed }: Report): string {
	return failed === 0
		? `${formatNumber(answered)} answered, none failed`
		: `${formatNumber(answered)} answered, ${formatNumber(failed)} failed`;
}

export function titleOf({ labels }: Report): string {
	const [first, ...others] = labels;
	if (first === undefined) return 'Report';
	return others.length === 0 ? first : `${first} and ${others.length} more`;
}

/** Why a row needs a look. */
export function doubtOf(below: number | undefined): string {
	return below === undefined ? 'marked as uncertain' : `confidence below ${formatPercent(below)}`;
}
