import { readJob } from './find';
import {
	isJsonObject,
	parseJson,
	readList,
	readNumber,
	readObject,
	readString,
	type WireObject,
} from './json';
import { readShape } from './metadata';
import type {
	AnsweredJob,
	BackgroundCall,
	BackgroundJob,
	Engine,
	Handle,
	Outcome,
	OutcomeKind,
} from './types';

/** Reads any handle back from wherever a user carried it: an object, or its JSON text. */
export function readHandle(value: unknown): Handle | undefined {
	const handle = readObject(typeof value === 'string' ? parseJson(value) : value);
	switch (handle?.['when']) {
		case 'background':
			return readBackgroundJob(handle);
		case 'now':
			return readAnsweredJob(handle);
		default:
			return readJob(handle);
	}
}

/** How a job was sent. A handle says so only where it was not sent as a batch. */
export function engineOf(handle: Handle): Engine {
	return 'when' in handle ? handle.when : 'batch';
}

type Shared = Omit<AnsweredJob, 'when' | 'answers'>;

function readShared(handle: WireObject): Shared | undefined {
	const id = readString(handle['id']);
	const provider = readString(handle['provider']);
	const baseUrl = readString(handle['baseUrl']);
	const rowCount = readNumber(handle['rowCount']);
	const createdAt = readString(handle['createdAt']);
	return handle['version'] !== 1 ||
		id === undefined ||
		provider === undefined ||
		baseUrl === undefined ||
		rowCount === undefined ||
		createdAt === undefined
		? undefined
		: {
				version: 1,
				id,
				provider,
				baseUrl,
				label: readString(handle['label']) ?? '',
				rowCount,
				createdAt,
			};
}

function readBackgroundJob(handle: WireObject): BackgroundJob | undefined {
	const shared = readShared(handle);
	const keptFileId = readString(handle['keptFileId']);
	const shape = readShape(handle['shape']);
	return shared === undefined
		? undefined
		: {
				...shared,
				when: 'background',
				calls: (readList(handle['calls']) ?? []).flatMap(readCall),
				...(keptFileId === undefined ? {} : { keptFileId }),
				...(shape === undefined ? {} : { shape }),
			};
}

function readCall(value: unknown): readonly BackgroundCall[] {
	const call = readObject(value) ?? {};
	const row = readNumber(call['row']);
	const id = readString(call['id']);
	const response = readString(call['response']);
	const refused = readString(call['refused']);
	if (row === undefined || id === undefined) return [];
	if (response !== undefined) return [{ row, id, response }];
	return refused === undefined ? [] : [{ row, id, refused }];
}

function readAnsweredJob(handle: WireObject): AnsweredJob | undefined {
	const shared = readShared(handle);
	const answers = (readList(handle['answers']) ?? []).flatMap(readOutcome);
	return shared === undefined ? undefined : { ...shared, when: 'now', answers };
}

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

function readOutcome(value: unknown): readonly Outcome[] {
	const outcome = readObject(value) ?? {};
	const rowIndex = readNumber(outcome['rowIndex']);
	const kind = readString(outcome['outcome']);
	if (rowIndex === undefined || kind === undefined || !isOutcomeKind(kind)) return [];
	const { answer, kept } = outcome;
	const reason = readString(outcome['reason']);
	const usage = readObject(outcome['usage']);
	const tier = readString(usage?.['tier']);
	const model = readString(usage?.['model']);
	const cacheWriteTokens = readNumber(usage?.['cacheWriteTokens']);
	return [
		{
			rowIndex,
			rowId: readString(outcome['rowId']) ?? String(rowIndex),
			outcome: kind,
			retryable: outcome['retryable'] === true,
			answer: isJsonObject(answer) ? answer : {},
			kept: isJsonObject(kept) ? kept : {},
			attempt: readNumber(outcome['attempt']) ?? 1,
			...(reason === undefined ? {} : { reason }),
			...(usage === undefined
				? {}
				: {
						usage: {
							inputTokens: readNumber(usage['inputTokens']) ?? 0,
							cachedTokens: readNumber(usage['cachedTokens']) ?? 0,
							outputTokens: readNumber(usage['outputTokens']) ?? 0,
							...(cacheWriteTokens === undefined ? {} : { cacheWriteTokens }),
							...(model === undefined ? {} : { model }),
							...(tier === undefined ? {} : { tier }),
						},
					}),
		},
	];
}
