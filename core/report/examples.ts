import { defined } from '../formats/defined';
import type { Entry } from './entries';
import { clip } from './fields';
import { groupBy, sampleOf } from './groups';
import type { FailureGroup, ReportRow, ReviewList } from './types';

const EXAMPLES = 3;
/** As sure as this, measured by the surest row of its category. */
const SURE = 0.75;
/** Enough to choose from, few enough for a job with a thousand categories. */
const CANDIDATES = 40;

/** The most confident row, then two that are as different from it, and from each other, as can be. */
export function chooseExamples(rows: readonly ReportRow[]): readonly ReportRow[] {
	const surest = [...rows].sort((a, b) => (b.confidence ?? 0) - (a.confidence ?? 0));
	// An example that the model doubts is none.
	const floor = (surest[0]?.confidence ?? 0) * SURE;
	const sure = surest.filter(
		({ confidence = 0 }, index) => index < EXAMPLES || confidence >= floor,
	);
	const candidates = sampleOf(sure, CANDIDATES)
		.slice(0, CANDIDATES)
		.map((row) => ({ row, words: new Set(row.title.toLowerCase().match(/[\p{L}\p{N}]+/gu)) }));
	const chosen = candidates.splice(0, 1);
	while (chosen.length < EXAMPLES && candidates.length > 0) {
		const distances = candidates.map(({ words }) =>
			Math.min(...chosen.map((other) => distanceOf(words, other.words))),
		);
		chosen.push(...candidates.splice(distances.indexOf(Math.max(...distances)), 1));
	}
	return chosen.map(({ row }) => row);
}

/** 0 for the same words, 1 for none in common. */
function distanceOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
	const common = [...a].filter((word) => b.has(word)).length;
	const all = a.size + b.size - common;
	return all === 0 ? 0 : 1 - common / all;
}

const REVIEW_ITEMS = 20;
const REVIEW_BELOW = 0.6;

/** By the threshold that was asked for; else by the answers' own word; else below 0.6. */
export function listReview(answered: readonly Entry[], wanted: number | undefined): ReviewList {
	const isSaid = answered.some(({ outcome }) => typeof outcome.answer['needsReview'] === 'boolean');
	const below = wanted ?? (isSaid ? undefined : REVIEW_BELOW);
	const doubted = answered
		.filter(({ outcome, row: { confidence } }) =>
			below === undefined
				? outcome.answer['needsReview'] === true
				: confidence !== undefined && confidence < below,
		)
		.map(({ row }) => row)
		.sort((a, b) => (a.confidence ?? 0) - (b.confidence ?? 0));
	return defined({ below, count: doubted.length, items: doubted.slice(0, REVIEW_ITEMS) });
}

const REASONS = 20;
const FAILED_EXAMPLES = 5;
const REASON_CHARACTERS = 240;
const NO_REASON = 'No reason was given.';

/** Failed rows by kind and reason, the commonest first; they sum to the failed rows. */
export function groupFailures(entries: readonly Entry[]): readonly FailureGroup[] {
	const failed = entries.flatMap((entry) => {
		const { outcome: kind, reason = NO_REASON } = entry.outcome;
		return kind === 'succeeded' ? [] : [{ ...entry, kind, reason }];
	});
	const groups = groupBy(failed, ({ kind, reason }) => `${kind} ${withoutDetails(reason)}`);
	const sorted = [...groups.values()].sort((a, b) => b.length - a.length);
	const common = sorted.slice(0, REASONS).map((own) => {
		const [{ kind, reason }] = own;
		return { kind, ...describeFailures(own, reason) };
	});
	const rest = sorted.slice(REASONS).flat();
	return rest.length === 0 ? common : [...common, describeFailures(rest, 'Other reasons')];
}

function describeFailures(failed: readonly Entry[], reason: string): FailureGroup {
	return {
		reason: clip(reason, REASON_CHARACTERS) ?? NO_REASON,
		count: failed.length,
		retryable: failed.filter(({ outcome }) => outcome.retryable).length,
		examples: failed.slice(0, FAILED_EXAMPLES).map(({ row }) => row),
	};
}

/** Two reasons that differ in a number, an id or a quotation are one. */
function withoutDetails(reason: string): string {
	return reason
		.slice(0, 300)
		.replaceAll(/"[^"]*"|“[^“”]*”/g, '"')
		.replaceAll(/\w+/g, (word) => (/\d/.test(word) ? '0' : word));
}
