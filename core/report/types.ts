import type { ActualCost, JobTime } from '../cost/actual';
import type { Outcome, OutcomeKind } from '../types';

/** The outcomes of one job, or of one part of a job. */
export interface ReportPart {
	readonly label: string;
	readonly outcomes: readonly Outcome[];
	/** ISO 8601: when the job was sent. Dates its rows where they have no date of their own. */
	readonly sentAt?: string;
}

export interface ReportOptions {
	/** ISO 8601. The report has no clock: it tells a period that still runs from a whole one by this. */
	readonly generatedAt?: string;
	/** IANA name; decides to which day a moment belongs. UTC where absent or unknown. */
	readonly timeZone?: string;
	/** A kept field (`a.b` reaches into an object); found by itself where absent. */
	readonly dateField?: string;
	readonly titleField?: string;
	/** An answer field to group by; `categories` or `category` where absent. */
	readonly categoryField?: string;
	/** Kept fields to count categories by, e.g. `from`. */
	readonly by?: readonly string[];
	/** Values that a field is counted by before the rest becomes "others". */
	readonly topValues?: number;
	/** `auto`: days up to two weeks, weeks up to a quarter, then months, then years. */
	readonly period?: 'auto' | PeriodUnit;
	/** Absent: as the answers say (`needsReview`), or below 0.6 where they do not. */
	readonly needsReviewBelow?: number;
	/** What the rows are called, e.g. e-mail and e-mails. */
	readonly noun?: Report['noun'];
	readonly cost?: ActualCost;
	readonly time?: JobTime;
}

export interface Report {
	readonly version: 1;
	readonly labels: readonly string[];
	readonly generatedAt?: string;
	readonly noun: { readonly one: string; readonly many: string };
	/** Computed, not written by a model: the report in sentences, the most telling first. */
	readonly highlights: readonly string[];
	readonly rows: number;
	readonly answered: number;
	readonly failed: number;
	/** Sums to `rows`. */
	readonly counts: Readonly<Record<OutcomeKind, number>>;
	readonly jobs: ReadonlyArray<
		{ readonly label: string } & Pick<Report, 'rows' | 'answered' | 'failed'>
	>;
	readonly span?: TimeSpan;
	/** By count. A row with several categories counts in each. */
	readonly categories: readonly CategoryReport[];
	/** Answered rows without a category. */
	readonly uncategorized: number;
	readonly trend?: Trend;
	readonly by: readonly FieldReport[];
	readonly numbers: readonly NumberSummary[];
	readonly values: readonly ValueReport[];
	readonly review: ReviewList;
	readonly failures: readonly FailureGroup[];
	readonly cost?: ActualCost;
	readonly time?: JobTime;
	/** Absent unless they were asked for. */
	readonly findings?: WrittenFindings | MissingFindings;
}

/** What a model wrote about a report, in plain words. */
export interface WrittenFindings {
	readonly paragraphs: readonly string[];
	readonly suggestions: readonly string[];
	readonly model: string;
	/** What the writing cost, in US dollars; `null` where nobody knows. */
	readonly usd: number | null;
}

/** Why there are none, in a sentence. */
export interface MissingFindings {
	readonly problem: string;
}

/** Calendar days as `YYYY-MM-DD`, both ends included. */
export interface TimeSpan {
	/** The kept field that dates the rows; absent where the job's own date does. */
	readonly field?: string;
	readonly from: string;
	readonly to: string;
	readonly dated: number;
	readonly undated: number;
}

export interface CategoryReport {
	readonly name: string;
	readonly count: number;
	/** Of the answered rows, 0 to 1. */
	readonly share: number;
	readonly averageConfidence?: number;
	readonly numbers: readonly NumberSummary[];
	/** The most confident first, then as different from it as can be. */
	readonly examples: readonly ReportRow[];
}

/** A row as a reader knows it again. */
export interface ReportRow {
	readonly id: string;
	readonly title: string;
	readonly label: string;
	readonly category?: string;
	readonly confidence?: number;
	readonly reason?: string;
}

export type PeriodUnit = 'day' | 'week' | 'month' | 'year';

export interface Period {
	/** `2026-11-20`, `2026-W47`, `2026-11` or `2026`. */
	readonly key: string;
	/** As in a sentence: "Friday 20 November", "week 47", "November 2026". */
	readonly label: string;
	readonly from: string;
	readonly to: string;
	/** False where the rows begin or end inside the period. */
	readonly complete: boolean;
}

/** Answered rows over time. */
export interface Trend {
	readonly unit: PeriodUnit;
	readonly periods: readonly Period[];
	/** Per period; with `undated` it sums to the answered rows. */
	readonly rows: readonly number[];
	readonly undated: number;
	readonly categories: readonly {
		readonly name: string;
		readonly counts: readonly number[];
		readonly undated: number;
	}[];
}

/** Answered rows by the values of a kept field; `values`, `others` and `without` sum to them. */
export interface FieldReport {
	readonly field: string;
	readonly values: ReadonlyArray<{ readonly value: string } & Omit<FieldTail, 'distinct'>>;
	/** The less common values together. */
	readonly others: FieldTail;
	/** Rows that lack the field. */
	readonly without: FieldTail;
}

export interface FieldTail {
	/** How many different values. */
	readonly distinct: number;
	readonly count: number;
	readonly categories: readonly CategoryCount[];
}

export type CategoryCount = Pick<CategoryReport, 'name' | 'count'>;

export interface NumberSummary {
	readonly field: string;
	/** Rows that have the number. */
	readonly count: number;
	readonly sum: number;
	readonly average: number;
	readonly min: number;
	readonly max: number;
}

/** The commonest values of an answer field; a list counts each of its entries. */
export interface ValueReport {
	readonly field: string;
	/** Values counted; `top` and `others` sum to it. */
	readonly count: number;
	readonly distinct: number;
	readonly top: readonly { readonly value: string; readonly count: number }[];
	readonly others: number;
}

export interface ReviewList {
	/** Absent where the answers themselves say which of them need a look. */
	readonly below?: number;
	readonly count: number;
	/** The least confident first; at most 20. */
	readonly items: readonly ReportRow[];
}

export interface FailureGroup {
	/** Absent where less common reasons stand together. */
	readonly kind?: Exclude<OutcomeKind, 'succeeded'>;
	readonly reason: string;
	readonly count: number;
	/** How many may succeed when they are sent again. */
	readonly retryable: number;
	readonly examples: readonly ReportRow[];
}

/** How much of each list a page shows. */
export interface Limits {
	readonly categories: number;
	readonly examples: number;
	readonly review: number;
	readonly fields: number;
}
