import { groupByJob, WORTH, worthOf } from '../jobs/members';
import type { Bought } from '../record/batch-record';
import { type FileKeys, readFileName } from '../record/file-names';
import { isOfSameStep } from '../record/keys';
import type { Order } from '../types';
import { type OnRecord, storeClaim } from './claims';
import { type EndedRuns, hasDied } from './ended-runs';
import { hasAllShards } from './find-same-content';
import { ageOf, type TimedConnection } from './provider-time';

/** Who looks for what was bought before. */
export interface Seeker {
	readonly order: Order;
	readonly connection: TimedConnection;
	readonly keys: FileKeys;
	readonly ended?: EndedRuns;
}

/** Says for all runs to come that this one has a purchase which was another's. */
export async function claimTaken(
	inputFileId: string,
	{ order, connection, keys }: Seeker,
): Promise<void> {
	await storeClaim({ kind: 'taken', inputFileId, keys }, order, connection);
}

export interface OwnedJob {
	readonly job: readonly Bought[];
	/** The run that bought it last, or that has taken it since. */
	readonly owner: string;
	/** When it did; Unix seconds. */
	readonly createdAt: number;
}

/** The newest whole job of the same content that is another run's of this step, and that is worth having. */
export function findOfStep(
	order: Order,
	ours: readonly Bought[],
	{ runKey }: FileKeys,
	{ takers }: OnRecord,
): OwnedJob | undefined {
	if (runKey === undefined) return undefined;
	const same = ours.filter(
		({ batch, record }) =>
			record.contentKey === order.contentKey &&
			record.shardCount === order.shards.length &&
			worthOf(batch) === WORTH.all,
	);
	return [...groupByJob(same).values()]
		.filter((job) => hasAllShards(job, order))
		.flatMap((job) => ownedBy(job, takers))
		.filter(({ owner }) => isOfSameStep(owner, runKey))
		.sort((a, b) => b.createdAt - a.createdAt)[0];
}

function ownedBy(job: readonly Bought[], takers: OnRecord['takers']): readonly OwnedJob[] {
	const { batch, record } = youngestOf(job);
	const claim = takers.get(batch.inputFileId ?? '');
	const { createdAt } = claim ?? batch;
	const owner = claim === undefined ? record.runKey : readFileName(claim.name)?.runKey;
	return owner === undefined ? [] : [{ job, owner, createdAt }];
}

function youngestOf(job: readonly Bought[]): Bought {
	return job.reduce((a, b) => (a.batch.createdAt > b.batch.createdAt ? a : b));
}

/**
 * Another run of this step bought the same content. If it died before it had its job, that job is this run's; else
 * this run's is another purchase, as it is where that cannot be known: then the job is named.
 */
export async function takeOver(
	{ job, owner, createdAt }: OwnedJob,
	seeker: Seeker,
): Promise<{ readonly isDead: boolean; readonly caveat: string }> {
	const { connection, ended } = seeker;
	const age = ageOf({ createdAt }, connection);
	const isDead =
		ended !== undefined && (await hasDied(owner, age, ended, connection.clock)) === true;
	const { batch, record } = youngestOf(job);
	const minutes = Math.max(1, Math.round(ageOf(batch, connection) / 60));
	const sent = `The same items were sent ${minutes === 1 ? 'a minute' : `${minutes} minutes`} ago`;
	if (!isDead) {
		return {
			isDead,
			caveat: `${sent} by another run of this step (job ${record.jobId}), and are bought again. If that run broke off, get its answers by this ID.`,
		};
	}
	const { inputFileId } = batch;
	if (inputFileId !== undefined) await claimTaken(inputFileId, seeker);
	return {
		isDead,
		caveat: `${sent} by a run of this step that broke off before it had its job (${record.jobId}): this run goes on with that job.`,
	};
}
