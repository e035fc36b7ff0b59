import { readList } from '../formats/json';
import type { CustomTask, JsonObject, Outcome } from '../types';
import { readEntries } from './entries';
import { clip, showValue } from './fields';
import { CATEGORY_FIELDS, numbersByCategory } from './counts';
import { renderReportText } from './plain-text';
import type { FieldTail, Report, ReportOptions, ReportPart, WrittenFindings } from './types';
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

/** All that the findings are written from: the report's tables, then a line for each answered row. */
export function describeForFindings(
	report: Report,
	parts: readonly ReportPart[],
	options: ReportOptions,
): string {
	const { answered } = readEntries(parts, options);
	const rows = drawEvenly(answered, MOST_ROWS);
	const drawn = `${rows.length} of ${answered.length} texts, drawn evenly:`;
	const heading = rows.length < answered.length ? drawn : 'The texts:';
	const lines = rows.map(({ categories, row, outcome }) => {
		const facts = [categories.join(', '), row.title, describeAnswer(outcome)];
		const line = facts.filter((fact) => fact !== '').join(' | ');
		return `- ${clip(line, ROW_CHARACTERS - 3) ?? ''}`;
	});
	return `${describeTables(report)}\n\n${[heading, ...lines].join('\n')}`;
}

const ROW_CHARACTERS = 240;
/** Some 15,000 tokens: a page needs no more to be written from. */
const MOST_ROWS = 60_000 / ROW_CHARACTERS;

/** All entries, or as many as fit, drawn evenly from the first to the last. */
function drawEvenly<T>(entries: readonly T[], most: number): readonly T[] {
	const step = Math.max(1, entries.length / most);
	const drawn = new Set(Array.from({ length: most }, (_, index) => Math.floor(index * step)));
	return entries.filter((_, index) => drawn.has(index));
}

/** Told by the category, or of no use to a reader. */
const UNTOLD: readonly string[] = [...CATEGORY_FIELDS, 'confidence'];

function describeAnswer({ answer }: Outcome): string {
	const facts = Object.entries(answer).flatMap(([name, value]) => {
		const shown = UNTOLD.includes(name) ? undefined : showValue(value, ROW_CHARACTERS);
		if (shown === undefined) return [];
		return [name === 'summary' || name === 'answer' ? shown : `${fieldName(name)}: ${shown}`];
	});
	return facts.join('; ');
}

const MAX_TABLE_CHARACTERS = 40_000;

function describeTables(report: Report): string {
	const { by, numbers, categories } = report;
	const tables = [
		renderReportText(report),
		...describeTrend(report),
		...by.map(({ field, values }) => {
			const lines = values.map((own) => describeCounts(own.value, own));
			return [`By ${fieldName(field)}`, ...lines].join('\n');
		}),
		...numbers.map(({ field, sum, average }) => {
			const own = numbersByCategory(categories, field);
			const sums = own.map((group) => `${group.name} ${formatNumber(group.sum)}`);
			return `${fieldName(field)}: ${formatNumber(sum)} in all, ${formatNumber(average)} on average; ${listGroups(sums)}`;
		}),
	].join('\n\n');
	if (tables.length <= MAX_TABLE_CHARACTERS) return tables;
	const end = tables.lastIndexOf('\n', MAX_TABLE_CHARACTERS);
	return `${tables.slice(0, end)}\n- and more, left out here`;
}

function describeTrend({ trend }: Report): readonly string[] {
	if (trend === undefined) return [];
	const { unit, periods, rows, categories } = trend;
	const lines = periods.map(({ label, complete }, index) => {
		const sign = complete ? '' : ` (not a whole ${unit})`;
		return describeCounts(`${label}${sign}`, {
			count: rows[index] ?? 0,
			categories: categories.map(({ name, counts }) => ({ name, count: counts[index] ?? 0 })),
		});
	});
	return [[`By ${unit}`, ...lines].join('\n')];
}

/** "- week 47: 5 in all; Invoice 3, Spam 2". */
function describeCounts(name: string, { count, categories }: Omit<FieldTail, 'distinct'>): string {
	const own = categories.filter((category) => category.count > 0);
	const groups = own.map((category) => `${category.name} ${category.count}`);
	return `- ${name}: ${count} in all; ${listGroups(groups)}`;
}

/** Categories that a model made up may be as many as the rows; after the first ones each says little. */
const MOST_GROUPS = 15;

/** "Invoice 3, Spam 2 and 40 others". */
function listGroups(groups: readonly string[]): string {
	const others = groups.length - MOST_GROUPS;
	const shown = groups.slice(0, MOST_GROUPS).join(', ');
	return others > 0 ? `${shown} and ${others} others` : shown;
}

const MOST_PARAGRAPHS = 10;
const MOST_SUGGESTIONS = 6;
const PARAGRAPH_CHARACTERS = 1500;

/** The answer to the task; `undefined` where nothing was written. */
export function readFindings(
	answer: JsonObject,
): Pick<WrittenFindings, 'paragraphs' | 'suggestions'> | undefined {
	const paragraphs = readTexts(answer['findings']).slice(0, MOST_PARAGRAPHS);
	const suggestions = readTexts(answer['suggestions']).slice(0, MOST_SUGGESTIONS);
	return paragraphs.length === 0 ? undefined : { paragraphs, suggestions };
}

function readTexts(value: unknown): readonly string[] {
	return (readList(value) ?? []).flatMap((text) =>
		typeof text === 'string' ? (clip(text, PARAGRAPH_CHARACTERS) ?? []) : [],
	);
}
