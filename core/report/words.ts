import { formatUsd } from '../formats/amounts';
import type { OutcomeKind } from '../types';
import { MONTHS } from './days';
import type { Report, TimeSpan, WrittenFindings } from './types';

/** How the report writes numbers, dates and names: the same in HTML, text and sentences. */
let decimal: Intl.NumberFormat | undefined;

export function formatNumber(value: number): string {
	// No "-0": a model may answer -0, and -0.001 rounds to it.
	return (decimal ??= new Intl.NumberFormat('en-US', {
		maximumFractionDigits: 2,
		signDisplay: 'negative',
	})).format(value);
}

/** Never rounded to "all" or "none" where it is neither. */
export function formatPercent(share: number): string {
	if (share > 0 && share < 0.01) return '<1%';
	if (share < 1 && share > 0.99) return '>99%';
	return `${Math.round(share * 100)}%`;
}

export function countOf(count: number, { one, many }: Report['noun']): string {
	return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** "16–22 November 2026", and as much more as the two ends differ. */
export function formatSpan({ from, to }: Pick<TimeSpan, 'from' | 'to'>): string {
	const [end, endMonth, endYear] = datePartsOf(to);
	const [start, month, year] = datePartsOf(from);
	const last = `${end} ${endMonth} ${endYear}`;
	if (from === to) return last;
	if (year !== endYear) return `${start} ${month} ${year} – ${last}`;
	return month === endMonth ? `${start}–${last}` : `${start} ${month} – ${last}`;
}

function datePartsOf(day: string): readonly [date: number, month: string, year: string] {
	const [year = '', month = '', date = ''] = day.split('-');
	return [Number(date), MONTHS[Number(month) - 1] ?? '', year];
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

const PLAIN_NAMES = new Map(Object.entries({ from: 'sender', to: 'recipient' }));

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
	return `${formatNumber(answered)} answered, ${failed === 0 ? 'none' : formatNumber(failed)} failed`;
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

/** Who wrote the findings, from what and at what cost. */
export function sourceOf({ model, usd }: WrittenFindings): string {
	const written = `Written by ${model} from the counts and answers of this report: it may be wrong.`;
	if (usd === null) return `${written} What it cost is not known.`;
	return `${written} It cost ${usd === 0 ? 'nothing' : formatUsd(usd)}.`;
}
