import { isObject, parseObject, readArray, readString, type JsonObject } from '../json';
import type { BatchStatus, StoredBatch } from '../store/batches';
import { waitText, type Wait } from '../waits';

/** `waiting`: for the answerer or the model that it was begun with. */
export type JobState = BatchStatus | 'waiting';

export interface JobView {
	readonly label: string;
	readonly state: JobState;
	readonly model: string | null;
	readonly items: number;
	readonly answered: number;
	readonly failed: number;
	/** Unix seconds. */
	readonly startedAt: number;
	/** How long the rest takes at the speed so far; undefined before there is one, and at the end. */
	readonly secondsLeft: number | undefined;
	/** Why the provider's check refused it, or why it does not go on. */
	readonly problem: string | undefined;
}

export interface Moment {
	/** Unix seconds. */
	readonly now: number;
	readonly waitOf: (batch: StoredBatch) => Wait | undefined;
}

/** The batches of one job under one heading, newest job first, as the batches come. */
export function jobsOf(batches: readonly StoredBatch[], at: Moment): readonly JobView[] {
	const jobs = new Map<string, StoredBatch[]>();
	for (const batch of batches) {
		const job = readString(metadataOf(batch.metadata)['offpeak_job']) ?? batch.id;
		jobs.set(job, [...(jobs.get(job) ?? []), batch]);
	}
	return [...jobs.values()].map((parts) => jobView(parts, at));
}

function metadataOf(text: string | null): JsonObject {
	return parseObject(text ?? '{}') ?? {};
}

function jobView(parts: readonly StoredBatch[], { now, waitOf }: Moment): JobView {
	const sum = (count: 'total' | 'completed' | 'failed'): number =>
		parts.reduce((total, { counts }) => total + counts[count], 0);
	const [items, answered, failed] = [sum('total'), sum('completed'), sum('failed')];
	const begun = parts.flatMap(({ times }) => times['in_progress_at'] ?? []);
	const done = answered + failed;
	const wait = parts.map(waitOf).find((found) => found !== undefined);
	const open = parts.some(({ status }) => status === 'in_progress') && wait === undefined;
	const elapsed = begun.length === 0 ? 0 : now - Math.min(...begun);
	const known = open && done > 0 && elapsed > 0;
	const metadata = metadataOf(parts[0]?.metadata ?? null);
	const named = readString(metadata['offpeak_label']) ?? readString(metadata['label']) ?? '';
	return {
		label: named === '' ? (parts[0]?.id ?? '') : named,
		state: wait === undefined ? stateOf(parts) : 'waiting',
		model: parts.map(({ model }) => model).find((model) => model !== null) ?? null,
		items,
		answered,
		failed,
		startedAt: Math.min(...parts.map(({ createdAt }) => createdAt)),
		secondsLeft: known ? Math.ceil((elapsed / done) * (items - done)) : undefined,
		problem:
			parts.map(({ errors }) => problemOf(errors)).find((problem) => problem !== undefined) ??
			(wait && waitText(wait)),
	};
}

const ORDER: readonly BatchStatus[] = [
	'in_progress',
	'validating',
	'finalizing',
	'cancelling',
	'failed',
	'expired',
	'cancelled',
	'completed',
];

/** What is still open comes first, then what went wrong. */
function stateOf(parts: readonly StoredBatch[]): BatchStatus {
	return ORDER.find((state) => parts.some(({ status }) => status === state)) ?? 'validating';
}

function problemOf(errors: string | null): string | undefined {
	const first = readArray(parseObject(errors ?? '{}'), 'data')[0];
	return isObject(first) ? readString(first['message']) : undefined;
}
