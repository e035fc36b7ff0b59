import type { Connection } from '../calls/connection';
import { defined } from '../formats/defined';
import { chooseMembers, endSuffixOf, isWhole, toJob } from '../jobs/members';
import { leastAdvanced } from '../poll/poll';
import type { BatchPhase } from '../types';
import type { EventStatus, JobEvent, Watched } from './types';

/** A shard that has not come an hour after the last one is not on its way any more. */
const INCOMPLETE_SECONDS = 3600;

/** Whether a shard of a job is worth searching for: one that must stand further down, or that will hardly come. */
export function lacksShard(members: readonly Watched[], nowSeconds: number): boolean {
	if (members.length === 0 || isWhole(members) || !hasEnded(members)) return false;
	return lacksEarlierShard(members) || isOverdue(members, nowSeconds);
}

export function isOverdue(members: readonly Watched[], nowSeconds: number): boolean {
	const newest = Math.max(...members.map(({ batch }) => batch.createdAt));
	return nowSeconds - newest > INCOMPLETE_SECONDS;
}

/** The shards of a round are sent in order, and so are the rounds. */
function lacksEarlierShard(members: readonly Watched[]): boolean {
	const chosen = chooseMembers(members);
	const last = chosen.at(-1)?.record;
	if (last === undefined) return false;
	const inLastRound = chosen.filter(({ record }) => record.round === last.round);
	const before = chosen.filter(({ record }) => record.round < last.round);
	return (
		inLastRound.length < last.shard || (last.round > 1 && (before.length === 0 || !isWhole(before)))
	);
}

/** What is to be told of a job; `undefined` as long as one of its batches runs or may still come. */
export function toEvent(
	members: readonly Watched[],
	connection: Pick<Connection, 'provider' | 'baseUrl'>,
	isGivenUp: boolean,
): JobEvent | undefined {
	const chosen = chooseMembers(members);
	const [first] = chosen;
	if (first === undefined || !hasEnded(members)) return undefined;
	const isComplete = isWhole(chosen);
	if (!isComplete && !isGivenUp) return undefined;

	const round = Math.max(...chosen.map(({ record }) => record.round));
	const lastRound = chosen.filter(({ record }) => record.round === round);
	const status = isComplete ? statusOf(lastRound) : 'incomplete';
	const endings = chosen.flatMap(({ batch }) => batch.endedAt ?? []);
	const job = first.isForeign === true ? undefined : toJob(members, connection);
	const submitted = Math.min(...chosen.map(({ batch }) => batch.createdAt));
	return {
		id: `${first.record.jobId}:${status}${endSuffixOf(members)}`,
		status,
		label: first.record.label,
		rowCount: first.record.rowCount,
		...countAnswers(chosen, round),
		submittedAt: toIso(submitted),
		...(endings.length === 0 ? {} : { endedAt: toIso(Math.max(...endings)) }),
		batchIds: chosen.map(({ batch }) => batch.id),
		...defined({ job }),
	};
}

function hasEnded(members: readonly Watched[]): boolean {
	return chooseMembers(members).every(({ ended }) => ended);
}

/** Later rounds repeat rows of the first: what they answered is no longer failed. */
function countAnswers(
	chosen: readonly Watched[],
	round: number,
): Pick<JobEvent, 'answered' | 'failed'> {
	const sum = (count: (counts: Watched['batch']['counts']) => number): number =>
		chosen.reduce((total, { batch }) => total + count(batch.counts), 0);
	const answered = sum(({ completed }) => completed);
	const first = chosen.filter(({ record }) => record.round === 1);
	const counted = first.reduce((total, { batch }) => total + batch.counts.total, 0);
	const refused = isWhole(first) ? countRefused(first, counted) : 0;
	if (round === 1) return { answered, failed: sum(({ failed }) => failed) + refused };
	return { answered, failed: Math.max(0, counted + refused - answered) };
}

/** A batch that was refused as a whole counts nothing: its rows are those that no other batch counts. */
function countRefused(round: readonly Watched[], counted: number): number {
	const isRefused = round.some(({ batch }) => batch.phase === 'failed' && batch.counts.total === 0);
	return isRefused ? Math.max(0, (round[0]?.record.rowCount ?? 0) - counted) : 0;
}

function statusOf(round: readonly Watched[]): EventStatus {
	const phase: BatchPhase = leastAdvanced(round.map(({ batch }) => batch));
	switch (phase) {
		case 'completed':
		case 'failed':
		case 'cancelled':
		case 'expired':
			return phase;
		// Its time is over, whatever the provider calls it.
		case 'validating':
		case 'in_progress':
		case 'finalizing':
		case 'cancelling':
			return 'expired';
	}
}

function toIso(seconds: number): string {
	return new Date(seconds * 1000).toISOString();
}
