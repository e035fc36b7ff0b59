import { OTHER } from '../tasks/categorize';
import { clip } from './fields';
import type { Report, ReportRow } from './types';
import {
	countOf,
	formatNumber,
	formatPercent,
	formatSpan,
	sourceOf,
	summaryOf,
	titleOf,
} from './words';

const SUBJECT_CHARACTERS = 120;

/** A subject line for the mail that carries the report: what came in, what leads, what is to do. */
export function reportSubject(report: Report): string {
	const { categories, review, failed, rows, noun } = report;
	const first = categories.find(({ name }) => name !== OTHER);
	const parts = [
		`${titleOf(report)}: ${countOf(rows, noun)}`,
		first === undefined ? '' : `${formatNumber(first.count)} ${first.name}`,
		review.count === 0 ? '' : `${formatNumber(review.count)} to look at`,
		failed === 0 ? '' : `${formatNumber(failed)} failed`,
	];
	// One line: a line break in a subject would start another header.
	return clip(parts.filter((part) => part !== '').join(', '), SUBJECT_CHARACTERS) ?? 'Report';
}

const MOST_CATEGORIES = 15;
const MOST_ITEMS = 10;

/** The report as short plain text, e.g. for a chat message. */
export function renderReportText(report: Report): string {
	const { span, rows, noun, highlights, categories, review, failures, failed } = report;
	const when = span === undefined ? '' : `, ${formatSpan(span)}`;
	const shares = categories.map(
		({ name, count, share }) =>
			`${formatNumber(count).padStart(6)}  ${formatPercent(share).padStart(4)}  ${name}`,
	);
	const reasons = failures.map(
		({ count, reason }) => `- ${formatNumber(count)} × ${oneLine(reason)}`,
	);
	return [
		[oneLine(titleOf(report)), `${countOf(rows, noun)}${when}: ${summaryOf(report)}.`],
		highlights.map((sentence) => `- ${oneLine(sentence)}`),
		section('Findings', describeFindings(report)),
		section('Categories', firstOf(shares, MOST_CATEGORIES)),
		section(
			`Needs a look (${formatNumber(review.count)})`,
			firstOf(review.items.map(describeRow), MOST_ITEMS, review.count),
		),
		section(`Failed (${formatNumber(failed)})`, firstOf(reasons, MOST_ITEMS)),
	]
		.filter((lines) => lines.length > 0)
		.map((lines) => lines.join('\n'))
		.join('\n\n');
}

function section(heading: string, lines: readonly string[]): readonly string[] {
	return lines.length === 0 ? [] : [heading, ...lines];
}

/** The first lines, and how many of `all` are not among them. */
function firstOf(lines: readonly string[], most: number, all = lines.length): readonly string[] {
	const shown = lines.slice(0, most);
	const hidden = all - shown.length;
	return hidden > 0 ? [...shown, `  and ${formatNumber(hidden)} more`] : shown;
}

function describeFindings({ findings }: Report): readonly string[] {
	if (findings === undefined) return [];
	if ('problem' in findings) return [findings.problem];
	const suggestions = findings.suggestions.map((text) => `- ${text}`);
	return [...findings.paragraphs, ...suggestions, sourceOf(findings)];
}

function describeRow({ title, category, confidence }: ReportRow): string {
	const facts = [category, confidence === undefined ? undefined : formatPercent(confidence)];
	const known = facts.filter((fact) => fact !== undefined).join(', ');
	return known === '' ? `- ${title}` : `- ${title} (${known})`;
}

function oneLine(text: string): string {
	return clip(text, 400) ?? '';
}
