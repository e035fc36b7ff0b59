import type { Connection } from '../calls/connection';
import type { Bought } from '../submit/find-bought';
import { readRecord, type BatchRecord } from '../record/batch-record';
import type { Job, JobBatch, ProviderBatch } from '../types';
import { byWorth, type WeighedBatch } from './worth';

/** What is needed of a batch and its record to put a job together. */
export interface JobMember {
	readonly batch: WeighedBatch;
	readonly record: Pick<
		BatchRecord,
		'jobId' | 'shard' | 'shardCount' | 'attempt' | 'again' | 'rowCount' | 'label'
	>;
}

/** The batches that Offpeak sent, by job, in the order in which they were listed. */
export function groupJobs(
	batches: readonly ProviderBatch[],
): ReadonlyMap<string, readonly Bought[]> {
	return groupByJob(
		batches.flatMap((batch) => {
			const record = readRecord(batch);
			return record === undefined ? [] : [{ batch, record }];
		}),
	);
}

export function groupByJob<Member extends JobMember>(
	members: Iterable<Member>,
): ReadonlyMap<string, readonly Member[]> {
	const jobs = new Map<string, Member[]>();
	for (const member of members) {
		const job = jobs.get(member.record.jobId);
		if (job === undefined) jobs.set(member.record.jobId, [member]);
		else job.push(member);
	}
	return jobs;
}

/** More than any job has in one round. */
const MAX_SHARDS = 1_000_000;

/** One batch for each place in the job, whatever was bought twice: the one worth most, in order. */
export function chooseMembers<Member extends JobMember>(
	members: readonly Member[],
): readonly Member[] {
	const places = new Map<number, Member>();
	for (const member of [...members].sort(byWorth)) {
		const place = member.record.attempt * MAX_SHARDS + member.record.shard;
		if (!places.has(place)) places.set(place, member);
	}
	return [...places].sort(([a], [b]) => a - b).map(([, member]) => member);
}

/** The handle of a job, from the batches of it that are known; `undefined` when there is none. */
export function toJob(
	members: readonly JobMember[],
	{ provider, baseUrl }: Pick<Connection, 'provider' | 'baseUrl'>,
): Job | undefined {
	const [first] = [...members].sort((a, b) => a.batch.createdAt - b.batch.createdAt);
	if (first === undefined) return undefined;
	return {
		version: 1,
		id: first.record.jobId,
		provider: provider.id,
		baseUrl,
		label: first.record.label,
		rowCount: first.record.rowCount,
		partCount: first.record.shardCount,
		createdAt: new Date(first.batch.createdAt * 1000).toISOString(),
		batches: chooseMembers(members).map(toJobBatch),
	};
}

function toJobBatch({ batch, record }: JobMember): JobBatch {
	const { shard, attempt } = record;
	return { id: batch.id, part: shard, ...(attempt === 1 ? {} : { attempt }) };
}

/** What tells one end of a job from another: a further round, and parts that were bought anew, bring one more. */
export function endMarkOf(members: readonly JobMember[]): string {
	const attempt = Math.max(...members.map(({ record }) => record.attempt));
	const again = Math.max(...members.map(({ record }) => record.again ?? 0));
	return `${attempt === 1 ? '' : `:${attempt}`}${again === 0 ? '' : `:again-${again}`}`;
}

/** Whether every batch that the records speak of is there, in every round that began. */
export function isWhole(members: readonly JobMember[]): boolean {
	const chosen = chooseMembers(members);
	const rounds = new Map<number, { readonly wanted: number; found: number }>();
	for (const { record } of chosen) {
		const round = rounds.get(record.attempt) ?? { wanted: record.shardCount, found: 0 };
		round.found += 1;
		rounds.set(record.attempt, round);
	}
	const last = Math.max(...rounds.keys());
	return rounds.size === last && [...rounds.values()].every(({ wanted, found }) => found >= wanted);
}
