import type { OutcomeKind } from '../types';
import type { Entries } from './entries';
import { clip } from './fields';
import type { Entry, FailureGroup, ReportRow, ReviewList } from './types';

const EXAMPLES = 3;
/** As sure as this, measured by the surest row of its category. */
const SURE = 0.75;
/** Enough to choose from, few enough for a job with a thousand categories. */
const CANDIDATES = 40;

/** The most confident row, then two that are as different from it, and from each other, as can be. */
export function chooseExamples(
	entries: readonly Entry[],
	toRow: Entries['toRow'],
): readonly ReportRow[] {
	const byConfidence = [...entries].sort((a, b) => (b.confidence ?? 0) - (a.confidence ?? 0));
	// An example that the model doubts is none.
	const floor = (byConfidence[0]?.confidence ?? 0) * SURE;
	const sure = byConfidence.filter(
		({ confidence = 0 }, index) => index < EXAMPLES || confidence >= floor,
	);
	const step = Math.max(1, Math.floor(sure.length / CANDIDATES));
	const candidates = sure
		.filter((_, index) => index % step === 0)
		.slice(0, CANDIDATES)
		.map((entry) => toRow(entry))
		.map((row) => ({ row, words: wordsOf(row.title) }));
	const chosen = candidates.splice(0, 1);
	while (chosen.length < EXAMPLES && candidates.length > 0) {
		const distances = candidates.map(({ words }) =>
			Math.min(...chosen.map((other) => distanceOf(words, other.words))),
		);
		chosen.push(...candidates.splice(distances.indexOf(Math.max(...distances)), 1));
	}
	return chosen.map(({ row }) => row);
}

function wordsOf(title: string): ReadonlySet<string> {
	return new Set(title.toLowerCase().match(/[\p{L}\p{N}]+/gu));
}

/** 0 for the same words, 1 for none in common. */
function distanceOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
	let common = 0;
	for (const word of a) if (b.has(word)) common += 1;
	const all = a.size + b.size - common;
	return all === 0 ? 0 : 1 - common / all;
}

const REVIEW_ITEMS = 20;

const REVIEW_BELOW = 0.6;

/** By the threshold that was asked for; else by the answers' own mark; else below 0.6. */
export function listReview({ answered, toRow }: Entries, wanted: number | undefined): ReviewList {
	const isMarked = answered.some(
		({ outcome }) => typeof outcome.answer['needsReview'] === 'boolean',
	);
	const below = wanted ?? (isMarked ? undefined : REVIEW_BELOW);
	const doubted = answered
		.filter(({ outcome, confidence }) =>
			below === undefined
				? outcome.answer['needsReview'] === true
				: confidence !== undefined && confidence < below,
		)
		.sort((a, b) => (a.confidence ?? 0) - (b.confidence ?? 0));
	return {
		...(below === undefined ? {} : { below }),
		count: doubted.length,
		items: doubted.slice(0, REVIEW_ITEMS).map(toRow),
	};
}

const REASONS = 20;
const FAILED_EXAMPLES = 5;
const REASON_CHARACTERS = 240;
const OTHER_REASONS = 'Other reasons';
const NO_REASON = 'No reason was given.';

/** Failed rows by kind and reason, the commonest first; they sum to the failed rows. */
export function groupFailures({ all, toRow }: Entries): readonly FailureGroup[] {
	const groups = new Map<string, FailedRows>();
	for (const entry of all) {
		const { outcome: kind, reason = NO_REASON } = entry.outcome;
		if (kind === 'succeeded') continue;
		const key = `${kind} ${withoutDetails(reason)}`;
		const group = groups.get(key);
		if (group === undefined) groups.set(key, { kind, reason, entries: [entry] });
		else group.entries.push(entry);
	}
	const sorted = [...groups.values()].sort((a, b) => b.entries.length - a.entries.length);
	const rest = sorted.slice(REASONS).flatMap(({ entries }) => entries);
	return [
		...sorted
			.slice(0, REASONS)
			.map(({ kind, reason, entries }) => ({ kind, ...describeGroup(reason, entries, toRow) })),
		...(rest.length === 0 ? [] : [describeGroup(OTHER_REASONS, rest, toRow)]),
	];
}

function describeGroup(
	reason: string,
	entries: readonly Entry[],
	toRow: Entries['toRow'],
): Omit<FailureGroup, 'kind'> {
	return {
		reason: clip(reason, REASON_CHARACTERS) ?? NO_REASON,
		count: entries.length,
		retryable: entries.filter(({ outcome }) => outcome.retryable).length,
		examples: entries.slice(0, FAILED_EXAMPLES).map(toRow),
	};
}

interface FailedRows {
	readonly kind: Exclude<OutcomeKind, 'succeeded'>;
	readonly reason: string;
	readonly entries: Entry[];
}

/** Two reasons that differ in a number, an id or a quotation are one. */
function withoutDetails(reason: string): string {
	return reason
		.slice(0, 300)
		.replaceAll(/"[^"]*"|“[^”]*”/g, '"')
		.replaceAll(/\b\w*\d\w*\b/g, '0');
}
