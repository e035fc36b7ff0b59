import { countBy, countJobs, countKinds, groupByCategory } from './counts';
import { readEntries } from './entries';
import { chooseExamples, groupFailures, listReview } from './examples';
import { type Facts, findHighlights } from './highlights';
import { findCommonValues, sumNumbers } from './numbers';
import { readSpan, readTrend } from './trend';
import type { Entry, Report, ReportOptions, ReportPart } from './types';

export { renderReportHtml } from './html';
export { renderReportText, reportSubject } from './plain-text';
export type { Report, ReportOptions, ReportPart } from './types';

const TOP_VALUES = 6;

/**
 * All outcomes of one job, or of several, seen together: counts, sums, trends, examples. No model and no
 * clock: the same outcomes and options give the same report.
 */
export function reportOf(parts: readonly ReportPart[], options: ReportOptions = {}): Report {
	const entries = readEntries(parts, options);
	const { all, answered, toRow } = entries;
	const groups = groupByCategory(answered);
	const span = readSpan(all, entries.dateField);
	const trend = readTrend(all, groups, options);
	const facts: Facts = {
		version: 1,
		labels: [...new Set(parts.map(({ label }) => label))],
		...(options.generatedAt === undefined ? {} : { generatedAt: options.generatedAt }),
		noun: options.noun ?? { one: 'item', many: 'items' },
		rows: all.length,
		answered: answered.length,
		failed: all.length - answered.length,
		counts: countKinds(all),
		jobs: countJobs(parts),
		...(span === undefined ? {} : { span }),
		categories: groups.map(([name, own]) => ({
			name,
			count: own.length,
			share: own.length / answered.length,
			...averageConfidence(own),
			numbers: sumNumbers(own),
			examples: chooseExamples(own, toRow),
		})),
		uncategorized: answered.filter(({ categories }) => categories.length === 0).length,
		...(trend === undefined ? {} : { trend }),
		by: (options.by ?? []).map((field) =>
			countBy(answered, field, options.topValues ?? TOP_VALUES),
		),
		numbers: sumNumbers(answered),
		values: findCommonValues(answered, options.categoryField),
		review: listReview(entries, options.needsReviewBelow),
		failures: groupFailures(entries),
		...(options.cost === undefined ? {} : { cost: options.cost }),
		...(options.time === undefined ? {} : { time: options.time }),
	};
	return { ...facts, highlights: findHighlights(facts) };
}

function averageConfidence(entries: readonly Entry[]): { readonly averageConfidence?: number } {
	const known = entries.flatMap(({ confidence }) => confidence ?? []);
	if (known.length === 0) return {};
	const sum = known.reduce((total, confidence) => total + confidence, 0);
	return { averageConfidence: Number((sum / known.length).toPrecision(4)) };
}
