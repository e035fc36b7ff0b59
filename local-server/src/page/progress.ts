import type { StoredBatch } from '../store/batches';
import type { PageShard } from './shards';

export interface Progress {
	readonly items: number;
	readonly answered: number;
	readonly failed: number;
}

/** A further round asks failed rows again: it adds none, and what it asks has not failed meanwhile. */
export function progressOf(shards: readonly PageShard[]): Progress {
	const sum = (of: readonly PageShard[], count: 'total' | 'completed' | 'failed'): number =>
		of.reduce((total, { rows }) => total + rows[count], 0);
	const rounds = [...new Set(shards.map(({ round }) => round))].sort((a, b) => a - b);
	const failed = rounds.reduce((before, round) => {
		const asked = shards.filter((shard) => shard.round === round);
		return Math.max(0, before - sum(asked, 'total')) + sum(asked, 'failed');
	}, 0);
	const items = shards[0]?.jobRows ?? sum(shards, 'total');
	const answered = Math.min(items, sum(shards, 'completed'));
	return { items, answered, failed: Math.min(failed, items - answered) };
}

export interface Start {
	/** Unix seconds; when this server was started. */
	readonly startedAt: number;
	/** How many answers of each batch were there by then. */
	readonly doneAtStart: ReadonlyMap<string, number>;
}

/**
 * How long the rest of the round under way takes at its speed since the server was started; undefined before
 * there is one, and at the end.
 */
export function secondsLeft(
	shards: readonly PageShard[],
	now: number,
	{ startedAt, doneAtStart }: Start,
): number | undefined {
	const running = shards.filter(({ stored }) => stored.status === 'in_progress');
	const rounds = new Set(running.map(({ round }) => round));
	const round = shards.filter((shard) => rounds.has(shard.round)).map(({ stored }) => stored);
	const sum = (count: (batch: StoredBatch) => number): number =>
		round.reduce((total, batch) => total + count(batch), 0);
	const begun = round.flatMap(({ times }) => times['in_progress_at'] ?? []);
	const elapsed = now - Math.max(startedAt, Math.min(...begun));
	const done = sum((batch) => doneOf(batch) - (doneAtStart.get(batch.id) ?? 0));
	const left = sum((batch) => batch.counts.total - doneOf(batch));
	return done > 0 && elapsed > 0 ? Math.ceil((elapsed / done) * left) : undefined;
}

export function doneOf({ counts }: StoredBatch): number {
	return counts.completed + counts.failed;
}
