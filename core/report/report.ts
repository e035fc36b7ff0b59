import { defined } from '../formats/defined';
import type { OutcomeKind } from '../types';
import { countBy, findCommonValues, groupByCategory, sumNumbers } from './counts';
import { type Entry, readEntries } from './entries';
import { chooseExamples, groupFailures, listReview } from './examples';
import { sumOf } from './groups';
import { type Facts, findHighlights } from './highlights';
import { readTrend } from './trend';
import type { CategoryReport, Report, ReportOptions, ReportPart } from './types';

const TOP_VALUES = 6;

/**
 * All outcomes of one job, or of several, seen together: counts, sums, trends, examples. No model and no
 * clock: the same outcomes and options give the same report.
 */
export function reportOf(parts: readonly ReportPart[], options: ReportOptions = {}): Report {
	const entries = readEntries(parts, options);
	const { all, answered } = entries;
	const { by = [], topValues = TOP_VALUES, categoryField, needsReviewBelow } = options;
	const groups = groupByCategory(answered);
	const { span, trend } = readTrend(entries, groups, options);
	const facts: Facts = defined({
		version: 1 as const,
		labels: [...new Set(parts.map(({ label }) => label))],
		generatedAt: options.generatedAt,
		noun: options.noun ?? { one: 'item', many: 'items' },
		rows: all.length,
		answered: answered.length,
		failed: all.length - answered.length,
		counts: countKinds(all),
		jobs: parts.map(countJob),
		span,
		categories: groups.map(([name, own]) => describeCategory(name, own, answered.length)),
		uncategorized: answered.filter(({ categories }) => categories.length === 0).length,
		trend,
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

function countKinds(entries: readonly Entry[]): Readonly<Record<OutcomeKind, number>> {
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

function countJob({ label, outcomes }: ReportPart): Report['jobs'][number] {
	const answered = outcomes.filter(({ outcome }) => outcome === 'succeeded').length;
	return { label, rows: outcomes.length, answered, failed: outcomes.length - answered };
}
