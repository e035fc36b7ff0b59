import { readList } from '../formats/json';
import type { CustomTask, JsonObject, Outcome } from '../types';
import { type Entries, readEntries } from './entries';
import { clip, showValue } from './fields';
import { renderReportText } from './plain-text';
import type {
	Entry,
	FieldReport,
	Report,
	ReportOptions,
	ReportPart,
	Trend,
	WrittenFindings,
} from './types';
import { fieldName, formatNumber } from './words';

export const FINDINGS_TASK: CustomTask = {
	kind: 'custom',
	prompt: [
		'You are given a report: what many texts were found to be about, as counts, sums and trends, and then a line for each text. Tell a busy reader what it shows, in plain words and full sentences, without headings, lists or markup, on one page at most.',
		'findings: three to seven short paragraphs. What stands out, what belongs together, what has changed, what is unusual. Give the numbers that show it, but only numbers that stand in the report: never count or calculate yourself.',
		'suggestions: up to five sentences, each with one thing that could be done next. None where nothing is called for.',
		'Write in the language in which most of the texts are written. Write nothing about what the report cost.',
	].join('\n\n'),
	schema: {
		type: 'object',
		properties: {
			findings: { type: 'array', items: { type: 'string' } },
			suggestions: { type: 'array', items: { type: 'string' } },
		},
		required: ['findings', 'suggestions'],
		additionalProperties: false,
	},
};

/** Some 15,000 tokens: a page needs no more to be written from. */
const MAX_ROW_CHARACTERS = 60_000;
const ROW_CHARACTERS = 240;

/** All that the findings are written from: the report's tables, then a line for each answered row. */
export function describeForFindings(
	report: Report,
	parts: readonly ReportPart[],
	options: ReportOptions,
): string {
	const { answered, toRow } = readEntries(parts, options);
	const lines = drawLines(answered, toRow);
	const tables = [
		renderReportText(report),
		...(report.trend === undefined ? [] : [describeTrend(report.trend)]),
		...report.by.map(describeField),
		...describeNumbers(report),
	].join('\n\n');
	return [
		cutTables(tables),
		[
			lines.length < answered.length
				? `${lines.length} of ${answered.length} texts, drawn evenly:`
				: 'The texts:',
			...lines,
		].join('\n'),
	].join('\n\n');
}

/** Categories that a model made up may be as many as the rows; after the first ones each says little. */
const MOST_GROUPS = 15;
const MAX_TABLE_CHARACTERS = 40_000;

function cutTables(tables: string): string {
	if (tables.length <= MAX_TABLE_CHARACTERS) return tables;
	const end = tables.lastIndexOf('\n', MAX_TABLE_CHARACTERS);
	return `${tables.slice(0, end)}\n- and more, left out here`;
}

/** "Invoice 3, Spam 2 and 40 others". */
function listGroups(groups: readonly string[]): string {
	const others = groups.length - MOST_GROUPS;
	const shown = groups.slice(0, MOST_GROUPS).join(', ');
	return others > 0 ? `${shown} and ${others} others` : shown;
}

/** Every row, or as many as fit, drawn evenly from the first to the last. */
function drawLines(answered: readonly Entry[], toRow: Entries['toRow']): readonly string[] {
	const most = Math.floor(MAX_ROW_CHARACTERS / ROW_CHARACTERS);
	const step = Math.max(1, answered.length / most);
	const count = Math.min(answered.length, most);
	return Array.from({ length: count }, (_, index) => answered[Math.floor(index * step)]).flatMap(
		(entry) => (entry === undefined ? [] : [describeRow(entry, toRow)]),
	);
}

/** Told by the category, or of no use to a reader. */
const UNTOLD: ReadonlySet<string> = new Set([
	'category',
	'categories',
	'categoryValue',
	'categoryValues',
	'confidence',
	'needsReview',
]);

function describeRow(entry: Entry, toRow: Entries['toRow']): string {
	const facts = [entry.categories.join(', '), toRow(entry).title, describeAnswer(entry.outcome)];
	return `- ${clip(facts.filter((fact) => fact !== '').join(' | '), ROW_CHARACTERS - 3) ?? ''}`;
}

function describeAnswer({ answer }: Outcome): string {
	return Object.entries(answer)
		.filter(([name]) => !UNTOLD.has(name))
		.flatMap(([name, value]) => {
			const shown = showValue(value, ROW_CHARACTERS);
			if (shown === undefined) return [];
			return [name === 'summary' || name === 'answer' ? shown : `${fieldName(name)}: ${shown}`];
		})
		.join('; ');
}

function describeTrend({ unit, periods, rows, categories }: Trend): string {
	const lines = periods.map(({ label, complete }, index) => {
		const own = categories
			.filter(({ counts }) => (counts[index] ?? 0) > 0)
			.map(({ name, counts }) => `${name} ${counts[index] ?? 0}`);
		return `- ${label}${complete ? '' : ` (not a whole ${unit})`}: ${rows[index] ?? 0} in all; ${listGroups(own)}`;
	});
	return [`By ${unit}`, ...lines].join('\n');
}

function describeField({ field, values }: FieldReport): string {
	const lines = values.map(({ value, count, categories }) => {
		const own = categories.map(({ name, count: times }) => `${name} ${times}`);
		return `- ${value}: ${count} in all; ${listGroups(own)}`;
	});
	return [`By ${fieldName(field)}`, ...lines].join('\n');
}

function describeNumbers({ numbers, categories }: Report): readonly string[] {
	return numbers.map(({ field, sum, average }) => {
		const own = categories.flatMap(({ name, numbers: sums }) => {
			const found = sums.find((entry) => entry.field === field);
			return found === undefined ? [] : [`${name} ${formatNumber(found.sum)}`];
		});
		return `${fieldName(field)}: ${formatNumber(sum)} in all, ${formatNumber(average)} on average; ${listGroups(own)}`;
	});
}

const MOST_PARAGRAPHS = 10;
const MOST_SUGGESTIONS = 6;
const PARAGRAPH_CHARACTERS = 1500;

/** The answer to the task; `undefined` where nothing was written. */
export function readFindings({
	findings,
	suggestions,
}: JsonObject): Pick<WrittenFindings, 'paragraphs' | 'suggestions'> | undefined {
	const paragraphs = readTexts(findings).slice(0, MOST_PARAGRAPHS);
	return paragraphs.length === 0
		? undefined
		: { paragraphs, suggestions: readTexts(suggestions).slice(0, MOST_SUGGESTIONS) };
}

function readTexts(value: unknown): readonly string[] {
	return (readList(value) ?? []).flatMap((text) =>
		typeof text === 'string' ? (clip(text, PARAGRAPH_CHARACTERS) ?? []) : [],
	);
}
