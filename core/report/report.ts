import { defined } from '../formats/defined';
import { countBy, countJobs, countKinds, groupByCategory } from './counts';
import { readEntries, type Entry } from './entries';
import { chooseExamples, groupFailures, listReview } from './examples';
import { sumOf } from './groups';
import { findHighlights, type Facts } from './highlights';
import { findCommonValues, sumNumbers } from './numbers';
import { readSpan, readTrend } from './trend';
import type { CategoryReport, Report, ReportOptions, ReportPart } from './types';

const TOP_VALUES = 6;

/**
 * All outcomes of one job, or of several, seen together: counts, sums, trends, examples. No model and no
 * clock: the same outcomes and options give the same report.
 */
export function reportOf(parts: readonly ReportPart[], options: ReportOptions = {}): Report {
	const { all, answered, dateField } = readEntries(parts, options);
	const { by = [], topValues = TOP_VALUES, categoryField, needsReviewBelow } = options;
	const groups = groupByCategory(answered);
	const facts: Facts = defined({
		version: 1 as const,
		labels: [...new Set(parts.map(({ label }) => label))],
		generatedAt: options.generatedAt,
		noun: options.noun ?? { one: 'item', many: 'items' },
		rows: all.length,
		answered: answered.length,
		failed: all.length - answered.length,
		counts: countKinds(all),
		jobs: countJobs(parts),
		span: readSpan(all, dateField),
		categories: groups.map(([name, own]) => describeCategory(name, own, answered.length)),
		uncategorized: answered.filter(({ categories }) => categories.length === 0).length,
		trend: readTrend(all, groups, options),
		by: by.map((field) => countBy(answered, field, topValues)),
		numbers: sumNumbers(answered),
		values: findCommonValues(answered, categoryField),
		review: listReview(answered, needsReviewBelow),
		failures: groupFailures(all),
		cost: options.cost,
		time: options.time,
	});
	return { ...facts, highlights: findHighlights(facts) };
}

function describeCategory(name: string, own: readonly Entry[], answered: number): CategoryReport {
	const rows = own.map(({ row }) => row);
	const confidences = rows.flatMap(({ confidence }) => confidence ?? []);
	const average = Number((sumOf(confidences) / confidences.length).toPrecision(4));
	return defined({
		name,
		count: own.length,
		share: own.length / answered,
		averageConfidence: confidences.length === 0 ? undefined : average,
		numbers: sumNumbers(own),
		examples: chooseExamples(rows),
	});
}
