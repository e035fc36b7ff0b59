import type { StoredBatch } from '../store/batches';
import type { Part } from './parts';

export interface Progress {
	readonly items: number;
	readonly answered: number;
	readonly failed: number;
}

/** A further round asks failed rows again: it adds none, and what it asks has not failed meanwhile. */
export function progressOf(parts: readonly Part[]): Progress {
	const sum = (of: readonly Part[], count: 'total' | 'completed' | 'failed'): number =>
		of.reduce((total, { rows }) => total + rows[count], 0);
	const rounds = [...new Set(parts.map(({ round }) => round))].sort((a, b) => a - b);
	const failed = rounds.reduce((before, round) => {
		const asked = parts.filter((part) => part.round === round);
		return Math.max(0, before - sum(asked, 'total')) + sum(asked, 'failed');
	}, 0);
	const items = parts[0]?.jobRows ?? sum(parts, 'total');
	const answered = Math.min(items, sum(parts, 'completed'));
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
	parts: readonly Part[],
	now: number,
	{ startedAt, doneAtStart }: Start,
): number | undefined {
	const running = parts.filter(({ stored }) => stored.status === 'in_progress');
	const rounds = new Set(running.map(({ round }) => round));
	const round = parts.filter((part) => rounds.has(part.round)).map(({ stored }) => stored);
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
