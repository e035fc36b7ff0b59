import type { OffpeakError, Outcome } from '../../core';
import { TEXT_MARK, type ChaosJob } from './draw-job';
import type { Driven } from './drive';
import type { LedgerBatch } from './ledger';

/** Every row ended in exactly one outcome, under its own id and with its own fields. */
export function checkConservation({ rows, plan }: ChaosJob, outcomes: readonly Outcome[]): void {
	expect(outcomes.map(({ rowIndex }) => rowIndex)).toEqual(rows.map((_, index) => index));
	expect(outcomes.map(({ rowId }) => rowId)).toEqual(
		rows.map(({ id }, index) => id ?? String(index)),
	);
	const skipped = new Set(plan.skipped.map(({ index }) => index));
	expect(outcomes.map(({ kept }) => kept)).toEqual(rows.map(({ kept }) => kept ?? {}));
	for (const { rowIndex, outcome, reason, retryable } of outcomes) {
		if (skipped.has(rowIndex))
			expect({ outcome, retryable }).toEqual({ outcome: 'failed', retryable: false });
		expect(reason === undefined).toBe(outcome === 'succeeded');
	}
}

/** Each shard of each round was bought once, and the handle knows every one of them. */
export function checkPurchases(
	{ plan }: ChaosJob,
	{ job, outcomes }: Pick<Driven, 'job' | 'outcomes'>,
	ledger: readonly LedgerBatch[],
	bought?: ReadonlyMap<string, number>,
): void {
	expect(ledger.map((batch) => batch.job)).toEqual(ledger.map(() => job.id));
	expect(ledger.map(({ id }) => id).sort()).toEqual(
		job.shards.map(({ batchId }) => batchId).sort(),
	);
	const places = ledger.map(({ round, shard }) => `${round}: ${shard}`);
	expect(new Set(places).size).toBe(places.length);

	const first = ledger.filter(({ round }) => round === 1).flatMap(({ sent }) => rowsOf(sent));
	const skipped = new Set(plan.skipped.map(({ index }) => index));
	const wanted = outcomes.map(({ rowIndex }) => rowIndex).filter((row) => !skipped.has(row));
	expect([...first].sort((a, b) => a - b)).toEqual(wanted);

	const rounds = Math.max(...ledger.map(({ round }) => round));
	for (let round = 2; round <= rounds; round += 1) {
		const again = ledger.filter((batch) => batch.round === round).flatMap(({ sent }) => sent);
		expect(new Set(again).size).toBe(again.length);
		const before = ledger.filter((batch) => batch.round < round);
		const answered = new Set(before.flatMap((batch) => [...batch.answered]));
		expect(again.filter((id) => answered.has(id))).toEqual([]);
	}
	for (const [id, times] of bought ?? []) {
		expect(times).toBeLessThanOrEqual(ledger.filter(({ sent }) => sent.includes(id)).length);
	}
}

/** An answer that the provider holds is an answer that the user gets, and no other is. */
export function checkAnswers(outcomes: readonly Outcome[], ledger: readonly LedgerBatch[]): void {
	const answered = new Set(ledger.flatMap((batch) => rowsOf([...batch.answered])));
	const succeeded = outcomes.filter(({ outcome }) => outcome === 'succeeded');
	expect(succeeded.map(({ rowIndex }) => rowIndex)).toEqual(
		outcomes.map(({ rowIndex }) => rowIndex).filter((row) => answered.has(row)),
	);
	for (const { answer } of succeeded) expect(answer).toHaveProperty('category');
}

/** Neither the key nor a text is in anything that a user or a log would see. */
export function checkSecrecy(errors: readonly OffpeakError[], key: string): void {
	for (const { message, details } of errors) {
		const seen = `${message} ${JSON.stringify(details)}`;
		expect(seen).not.toContain(TEXT_MARK);
		expect(seen).not.toContain(key);
		expect(message).not.toBe('');
	}
}

function rowsOf(requestIds: readonly string[]): readonly number[] {
	return requestIds.flatMap((id) => {
		const row = /^r(\d+)(?:-|$)/.exec(id)?.[1];
		return row === undefined ? [] : [Number(row)];
	});
}
