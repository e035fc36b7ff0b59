import { defined } from '../formats/defined';
import { isJsonObject, readList, readNumber, readObject, readString } from '../formats/json';
import type { Outcome, OutcomeKind, Usage } from '../types';

const KINDS: ReadonlySet<string> = new Set<OutcomeKind>([
	'succeeded',
	'failed',
	'refused',
	'truncated',
	'invalid',
	'expired',
	'cancelled',
	'missing',
]);

function isOutcomeKind(value: string): value is OutcomeKind {
	return KINDS.has(value);
}

/** Reads an outcome back as `JSON.stringify` wrote it; none where it is no outcome. */
export function readOutcome(value: unknown): readonly Outcome[] {
	const outcome = readObject(value) ?? {};
	const rowIndex = readNumber(outcome['rowIndex']);
	const kind = readString(outcome['outcome']);
	if (rowIndex === undefined || kind === undefined || !isOutcomeKind(kind)) return [];
	const { answer, kept } = outcome;
	const reason = readString(outcome['reason']);
	const [usage] = readUsage(outcome['usage']);
	const charges = (readList(outcome['charges']) ?? []).flatMap(readUsage);
	return [
		{
			rowIndex,
			rowId: readString(outcome['rowId']) ?? String(rowIndex),
			outcome: kind,
			retryable: outcome['retryable'] === true,
			answer: isJsonObject(answer) ? answer : {},
			kept: isJsonObject(kept) ? kept : {},
			round: readNumber(outcome['round']) ?? 1,
			...defined({ reason, usage }),
			...(charges.length === 0 ? {} : { charges }),
		},
	];
}

function readUsage(value: unknown): readonly Usage[] {
	const usage = readObject(value);
	if (usage === undefined) return [];
	const tier = readString(usage['tier']);
	const model = readString(usage['model']);
	const cacheWriteTokens = readNumber(usage['cacheWriteTokens']);
	return [
		{
			inputTokens: readNumber(usage['inputTokens']) ?? 0,
			cachedTokens: readNumber(usage['cachedTokens']) ?? 0,
			outputTokens: readNumber(usage['outputTokens']) ?? 0,
			...defined({ cacheWriteTokens, model, tier }),
		},
	];
}
