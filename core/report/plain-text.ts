import { OTHER } from '../tasks/categorize';
import { clip } from './fields';
import { findingsLines } from './findings-blocks';
import type { Report, ReportRow } from './types';
import { countOf, formatNumber, formatPercent, formatSpan, summaryOf, titleOf } from './words';

const SUBJECT_CHARACTERS = 120;

/** A subject line for the mail that carries the report: what came in, what leads, what is to do. */
export function reportSubject(report: Report): string {
	const { categories, review, failed, rows, noun } = report;
	const first = categories.find(({ name }) => name !== OTHER);
	const parts = [
		`${titleOf(report)}: ${countOf(rows, noun)}`,
		...(first === undefined ? [] : [`${formatNumber(first.count)} ${first.name}`]),
		...(review.count === 0 ? [] : [`${formatNumber(review.count)} to look at`]),
		...(failed === 0 ? [] : [`${formatNumber(failed)} failed`]),
	];
	// One line: a line break in a subject would start another header.
	return clip(parts.join(', '), SUBJECT_CHARACTERS) ?? 'Report';
}

const MOST_CATEGORIES = 15;
const MOST_ITEMS = 10;

/** The report as short plain text, e.g. for a chat message. */
export function renderReportText(report: Report): string {
	const { span, rows, noun, highlights, categories, review, failures, failed } = report;
	const when = span === undefined ? '' : `, ${formatSpan(span)}`;
	const shown = categories.slice(0, MOST_CATEGORIES);
	const hidden = categories.length - shown.length;
	return [
		[oneLine(titleOf(report)), `${countOf(rows, noun)}${when}: ${summaryOf(report)}.`],
		highlights.map((sentence) => `- ${oneLine(sentence)}`),
		section('Findings', findingsLines(report)),
		section('Categories', [
			...shown.map(
				({ name, count, share }) =>
					`${formatNumber(count).padStart(6)}  ${formatPercent(share).padStart(4)}  ${name}`,
			),
			...more(hidden),
		]),
		section(`Needs a look (${formatNumber(review.count)})`, [
			...review.items.slice(0, MOST_ITEMS).map((row) => `- ${describeRow(row)}`),
			...more(review.count - Math.min(review.items.length, MOST_ITEMS)),
		]),
		section(`Failed (${formatNumber(failed)})`, [
			...failures
				.slice(0, MOST_ITEMS)
				.map(({ count, reason }) => `- ${formatNumber(count)} × ${oneLine(reason)}`),
			...more(Math.max(0, failures.length - MOST_ITEMS)),
		]),
	]
		.filter((lines) => lines.length > 0)
		.map((lines) => lines.join('\n'))
		.join('\n\n');
}

function section(heading: string, lines: readonly string[]): readonly string[] {
	return lines.length === 0 ? [] : [heading, ...lines];
}

function more(count: number): readonly string[] {
	return count > 0 ? [`  and ${formatNumber(count)} more`] : [];
}

function describeRow({ title, category, confidence }: ReportRow): string {
	const facts = [category, confidence === undefined ? undefined : formatPercent(confidence)];
	const known = facts.filter((fact) => fact !== undefined).join(', ');
	return known === '' ? title : `${title} (${known})`;
}

function oneLine(text: string): string {
	return clip(text, 400) ?? '';
}
