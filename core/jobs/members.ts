import type { Connection } from '../calls/connection';
import { type BatchRecord, type Bought, readRecord } from '../record/batch-record';
import type { Job, JobShard, ProviderBatch } from '../types';

/** What is needed of a batch and its record to put a job together. */
export interface JobMember {
	readonly batch: WeighedBatch;
	readonly record: Pick<
		BatchRecord,
		'jobId' | 'shard' | 'shardCount' | 'round' | 'again' | 'rowCount' | 'label'
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
		const place = member.record.round * MAX_SHARDS + member.record.shard;
		if (!places.has(place)) places.set(place, member);
	}
	return [...places].sort(([a], [b]) => a - b).map(([, member]) => member);
}

/** The handle of a job, from the batches of it that are known; `undefined` when there is none. */
export function toJob(
	members: readonly JobMember[],
	{ provider, baseUrl }: Pick<Connection, 'provider' | 'baseUrl'>,
): Job | undefined {
	const chosen = chooseMembers(members);
	const [first] = chosen;
	if (first === undefined) return undefined;
	const createdAt = Math.min(...members.map(({ batch }) => batch.createdAt));
	return {
		version: 2,
		id: first.record.jobId,
		service: provider.service,
		baseUrl,
		label: first.record.label,
		rowCount: first.record.rowCount,
		createdAt: new Date(createdAt * 1000).toISOString(),
		kind: 'batch',
		round: Math.max(...chosen.map(({ record }) => record.round)),
		shardCount: first.record.shardCount,
		shards: chosen.map(toJobShard),
	};
}

function toJobShard({ batch, record }: JobMember): JobShard {
	return { batchId: batch.id, index: record.shard, round: record.round };
}

/** What tells one end of a job from another: a further round, and shards that were bought anew, bring one more. */
export function endSuffixOf(members: readonly JobMember[]): string {
	const round = Math.max(...members.map(({ record }) => record.round));
	const again = Math.max(...members.map(({ record }) => record.again ?? 0));
	return `${round === 1 ? '' : `:${round}`}${again === 0 ? '' : `:again-${again}`}`;
}

/** Whether every batch that the records speak of is there, in every round that began. */
export function isWhole(members: readonly JobMember[]): boolean {
	const chosen = chooseMembers(members);
	const rounds = new Map<number, { readonly wanted: number; found: number }>();
	for (const { record } of chosen) {
		const round = rounds.get(record.round) ?? { wanted: record.shardCount, found: 0 };
		round.found += 1;
		rounds.set(record.round, round);
	}
	const last = Math.max(...rounds.keys());
	return rounds.size === last && [...rounds.values()].every(({ wanted, found }) => found >= wanted);
}

/** The longest reuse window: for so long a job that was left half bought may be continued. */
export const MAX_REUSE_SECONDS = 7 * 24 * 3600;
/** How far the shards of a round may lie apart; each later round may be as long after the one before. */
export const SIBLING_SECONDS = MAX_REUSE_SECONDS + 3600;

/** What tells how much a batch has to give. */
export type WeighedBatch = Pick<
	ProviderBatch,
	'id' | 'phase' | 'counts' | 'createdAt' | 'outputFileId'
>;
interface Purchased {
	readonly batch: WeighedBatch;
}

export const WORTH = { none: 0, some: 1, all: 2 } as const;

/** What a batch has to give: nothing, paid answers although it ended early, or all that there will be. */
export function worthOf({ phase, counts, outputFileId }: WeighedBatch): number {
	switch (phase) {
		case 'validating':
		case 'in_progress':
		case 'finalizing':
			return WORTH.all;
		case 'completed':
			return counts.completed > 0 || counts.total === 0 ? WORTH.all : WORTH.none;
		case 'cancelling':
		case 'cancelled':
		case 'expired':
			// Some servers send no counts at the end; a file of answers then is all that is known.
			return counts.completed > 0 || (counts.total === 0 && outputFileId !== undefined)
				? WORTH.some
				: WORTH.none;
		case 'failed':
			return WORTH.none;
	}
}

/** Sorts batches of one shard: first what has more to give, then the oldest. */
export function byWorth(a: Purchased, b: Purchased): number {
	return (
		worthOf(b.batch) - worthOf(a.batch) ||
		a.batch.createdAt - b.batch.createdAt ||
		a.batch.id.localeCompare(b.batch.id)
	);
}
