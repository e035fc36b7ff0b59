import { readString } from '../../../core';
import { isObject, parseObject, listAt } from '../json';
import type { BatchStatus, StoredBatch } from '../store/batches';
import { waitText, type Wait } from '../work/waits';
import { metadataOf, shardsOf } from './shards';
import { progressOf, secondsLeft, type Progress, type Start } from './progress';

/** `waiting`: for the answerer or the model that it was begun with. */
export type JobState = BatchStatus | 'waiting';

export interface JobView extends Progress {
	readonly label: string;
	readonly state: JobState;
	readonly model: string | null;
	/** Unix seconds. */
	readonly startedAt: number;
	readonly secondsLeft: number | undefined;
	/** Why the provider's check refused it, or why it does not go on. */
	readonly problem: string | undefined;
}

export interface Moment extends Start {
	/** Unix seconds. */
	readonly now: number;
	readonly waitOf: (batch: StoredBatch) => Wait | undefined;
}

/** The batches of one job under one heading, newest job first, as the batches come. */
export function jobsOf(batches: readonly StoredBatch[], at: Moment): readonly JobView[] {
	const jobs = new Map<string, StoredBatch[]>();
	for (const batch of batches) {
		const job = readString(metadataOf(batch)['offpeak_job']) ?? batch.id;
		jobs.set(job, [...(jobs.get(job) ?? []), batch]);
	}
	return [...jobs.values()].map((shards) => jobView(shards, at));
}

function jobView(job: readonly StoredBatch[], at: Moment): JobView {
	const shards = shardsOf(job);
	const batches = shards.map(({ stored }) => stored);
	const [first] = batches;
	const wait = batches.map(at.waitOf).find((found) => found !== undefined);
	const metadata = first === undefined ? {} : metadataOf(first);
	const named = readString(metadata['offpeak_label']) ?? readString(metadata['label']) ?? '';
	return {
		label: named === '' ? (first?.id ?? '') : named,
		state: wait === undefined ? stateOf(batches) : 'waiting',
		model: batches.map(({ model }) => model).find((model) => model !== null) ?? null,
		...progressOf(shards),
		startedAt: Math.min(...batches.map(({ createdAt }) => createdAt)),
		secondsLeft: wait === undefined ? secondsLeft(shards, at.now, at) : undefined,
		problem:
			batches.map(({ errors }) => problemOf(errors)).find((problem) => problem !== undefined) ??
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
function stateOf(shards: readonly StoredBatch[]): BatchStatus {
	return ORDER.find((state) => shards.some(({ status }) => status === state)) ?? 'validating';
}

function problemOf(errors: string | null): string | undefined {
	const first = listAt(parseObject(errors ?? '{}'), 'data')[0];
	return isObject(first) ? readString(first['message']) : undefined;
}
