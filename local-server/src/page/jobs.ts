import { isObject, parseObject, readArray, readString, type JsonObject } from '../json';
import type { BatchStatus, StoredBatch } from '../store/batches';

export interface JobView {
	readonly label: string;
	readonly state: BatchStatus;
	readonly model: string | null;
	readonly items: number;
	readonly answered: number;
	readonly failed: number;
	/** Unix seconds. */
	readonly startedAt: number;
	/** How long the rest takes at the speed so far; undefined before there is one, and at the end. */
	readonly secondsLeft: number | undefined;
	/** Why the provider's check refused it. */
	readonly problem: string | undefined;
}

/** The batches of one job under one heading, newest job first, as the batches come. */
export function jobsOf(batches: readonly StoredBatch[], now: number): readonly JobView[] {
	const jobs = new Map<string, StoredBatch[]>();
	for (const batch of batches) {
		const job = readString(metadataOf(batch.metadata)['offpeak_job']) ?? batch.id;
		jobs.set(job, [...(jobs.get(job) ?? []), batch]);
	}
	return [...jobs.values()].map((parts) => jobView(parts, now));
}

function metadataOf(text: string | null): JsonObject {
	return parseObject(text ?? '{}') ?? {};
}

function jobView(parts: readonly StoredBatch[], now: number): JobView {
	const sum = (count: 'total' | 'completed' | 'failed'): number =>
		parts.reduce((total, { counts }) => total + counts[count], 0);
	const [items, answered, failed] = [sum('total'), sum('completed'), sum('failed')];
	const begun = parts.flatMap(({ times }) => times['in_progress_at'] ?? []);
	const done = answered + failed;
	const open = parts.some(({ status }) => status === 'in_progress');
	const elapsed = begun.length === 0 ? 0 : now - Math.min(...begun);
	const known = open && done > 0 && elapsed > 0;
	const metadata = metadataOf(parts[0]?.metadata ?? null);
	const named = readString(metadata['offpeak_label']) ?? readString(metadata['label']) ?? '';
	return {
		label: named === '' ? (parts[0]?.id ?? '') : named,
		state: stateOf(parts),
		model: parts.map(({ model }) => model).find((model) => model !== null) ?? null,
		items,
		answered,
		failed,
		startedAt: Math.min(...parts.map(({ createdAt }) => createdAt)),
		secondsLeft: known ? Math.ceil((elapsed / done) * (items - done)) : undefined,
		problem: parts.map(({ errors }) => problemOf(errors)).find((problem) => problem !== undefined),
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
