import { defined } from '../formats/defined';
import { isJsonObject, readList, readObject } from '../formats/json';
import { markOf, type Pack } from '../requests/ids';
import { rowKeyOf } from '../requests/packed-prompt';
import { readAnswer } from '../tasks';
import { readJsonAnswer } from '../tasks/answer';
import type { AnswerShape, JsonObject, Result, Usage } from '../types';
import type { Verdict } from './collected';

/** What an answer for several rows says of each of them: exactly one verdict for each row of the request. */
export interface PackedVerdicts {
	readonly verdicts: ReadonlyMap<number, Verdict>;
	/** Entries that answer a row again. */
	readonly duplicates: number;
	/** Entries for rows that the request does not hold. */
	readonly unknownIds: number;
}

const LIST_SCHEMA = {
	type: 'object',
	properties: { answers: { type: 'array' } },
	required: ['answers'],
};

/**
 * Result of a packed request → one verdict for each of its rows, by the row's mark, never by order. What went
 * wrong may be a neighbour's doing, so a row that shared its request is worth a try alone.
 */
export function readPackedResult(
	result: Result,
	pack: Pack,
	shape: AnswerShape | undefined,
): PackedVerdicts {
	const { rowIndexes } = pack;
	const isShared = rowIndexes.length > 1;
	const usages = shareUsage(result.usage, rowIndexes.length);
	const each = (
		verdictOf: (rowIndex: number) => Omit<Verdict, 'usage'>,
	): PackedVerdicts['verdicts'] =>
		new Map(
			rowIndexes.map((rowIndex, place) => {
				const usage = usages[place];
				return [rowIndex, { ...verdictOf(rowIndex), ...defined({ usage }) }];
			}),
		);

	if (result.outcome !== 'succeeded') {
		const { outcome, reason, retryable } = result;
		const verdict = {
			outcome,
			reason: `${reason}${sharedWith(rowIndexes.length - 1)}`,
			retryable: isShared || retryable,
			answer: {},
		};
		return { verdicts: each(() => verdict), duplicates: 0, unknownIds: 0 };
	}
	const list = readJsonAnswer(result.text, LIST_SCHEMA);
	if ('invalid' in list) {
		const reason = `${list.invalid}${sharedWith(rowIndexes.length - 1)}`;
		return {
			verdicts: each(() => invalid(reason, isShared || list.isFormless === true)),
			duplicates: 0,
			unknownIds: 0,
		};
	}
	const entries = groupByMark(list.fields['answers'], rowKeyOf(shape));
	const marks = new Map(rowIndexes.map((rowIndex) => [rowIndex, markOf(pack, rowIndex)]));
	const own = new Set(marks.values());
	const verdicts = each((rowIndex) => {
		const [entry, ...more] = entries.get(marks.get(rowIndex) ?? '') ?? [];
		if (entry === undefined) return MISSING;
		// Whichever is right cannot be told: another row's text may have asked for the second one.
		if (more.length > 0) return invalid('The model answered this row more than once.', isShared);
		return readEntry(entry, shape, isShared);
	});
	return {
		verdicts,
		duplicates: sum(entries, (mark, count) => (own.has(mark) ? count - 1 : 0)),
		unknownIds: sum(entries, (mark, count) => (own.has(mark) ? 0 : count)),
	};
}

const MISSING: Verdict = {
	outcome: 'missing',
	reason: 'The model left this row out of its answer.',
	retryable: true,
	answer: {},
};

function invalid(reason: string, retryable: boolean): Verdict {
	return { outcome: 'invalid', reason, retryable, answer: {} };
}

function sharedWith(others: number): string {
	if (others === 0) return '';
	return ` It was asked together with ${others} other ${others === 1 ? 'row' : 'rows'}.`;
}

function readEntry(
	entry: JsonObject,
	shape: AnswerShape | undefined,
	isShared: boolean,
): Omit<Verdict, 'usage'> {
	// Without its shape (the kept file is gone) an answer is still handed over, as it came.
	const answer = readAnswer(shape ?? { kind: 'custom' }, JSON.stringify(entry));
	return 'fields' in answer
		? { outcome: 'succeeded', retryable: false, answer: answer.fields }
		: invalid(answer.invalid, isShared && answer.isFinal !== true);
}

/** Entries without their mark, by it; what names no row is kept under a mark that no row has. */
function groupByMark(answers: unknown, key: string): ReadonlyMap<string, readonly JsonObject[]> {
	const groups = new Map<string, JsonObject[]>();
	for (const entry of readList(answers) ?? []) {
		const { [key]: mark, ...rest } = readObject(entry) ?? {};
		const name = typeof mark === 'string' || typeof mark === 'number' ? String(mark).trim() : '';
		const group = groups.get(name) ?? [];
		if (isJsonObject(rest)) group.push(rest);
		groups.set(name, group);
	}
	return groups;
}

function sum(
	entries: ReadonlyMap<string, readonly JsonObject[]>,
	count: (mark: string, entries: number) => number,
): number {
	return [...entries].reduce((total, [mark, { length }]) => total + count(mark, length), 0);
}

/**
 * One request's use, shared out among its rows to the last token. What went through the cache is shared by
 * itself, for it has prices of its own.
 */
function shareUsage(usage: Usage | undefined, rows: number): readonly (Usage | undefined)[] {
	const shares = (total: number): readonly number[] =>
		Array.from(
			{ length: rows },
			(_, row) => Math.floor((total * (row + 1)) / rows) - Math.floor((total * row) / rows),
		);
	if (usage === undefined) return [];
	const cached = shares(usage.cachedTokens);
	const written = shares(usage.cacheWriteTokens ?? 0);
	const fresh = shares(usage.inputTokens - usage.cachedTokens - (usage.cacheWriteTokens ?? 0));
	return shares(usage.outputTokens).map((outputTokens, row) => ({
		...usage,
		inputTokens: (fresh[row] ?? 0) + (cached[row] ?? 0) + (written[row] ?? 0),
		cachedTokens: cached[row] ?? 0,
		...(usage.cacheWriteTokens === undefined ? {} : { cacheWriteTokens: written[row] ?? 0 }),
		outputTokens,
	}));
}
