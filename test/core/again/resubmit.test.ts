import {
	PROVIDERS,
	cancelJob,
	findJob,
	findLatest,
	resubmit,
	submit,
	type Job,
	type Outcome,
	readRecord,
} from '../../../core';
import type { BatchFault, CallEffect } from '../../../local-server/src';
import { jobOf } from '../../support/core/batches';
import {
	closeLocalConnections,
	connectLocally,
	type LocalConnection,
} from '../../../harness/local-connection';
import { outcomeOf } from '../../support/core/outcomes';
import { errorOf } from '../../support/core/refusal';
import {
	nextRound,
	purchasesByRow,
	readRound,
	tryAgain,
	KEPT,
	sent,
} from '../../support/core/rounds';
import { planOf, withRoomFor } from '../../support/core/samples';
import { HOUR_MS, MINUTE_MS } from '../../../harness/durations';

afterEach(closeLocalConnections);

const CREATE = { method: 'POST', path: '^/v1/batches$' };
const FIRST_FAILS: BatchFault = { failLines: { ids: ['r1', 'r3'], status: 500 } };

function idsAgain(local: LocalConnection): string[] {
	return Object.entries(purchasesByRow(local))
		.filter(([, times]) => times > 1)
		.map(([id]) => id);
}

describe('a further round', () => {
	it.each<[string, BatchFault, readonly string[]]>([
		['expired', { expireAfter: 2 }, ['r2', 'r3', 'r4']],
		['missing', { dropLines: { ids: ['r1', 'r3'] } }, ['r1', 'r3']],
		['truncated', { truncate: { ids: ['r1', 'r3'] } }, ['r1', 'r3']],
		['refused for lack of room (429)', { failLines: { ids: ['r2'], status: 429 } }, ['r2']],
		['met by a fault of the provider (500)', FIRST_FAILS, ['r1', 'r3']],
		['met by a fault of the provider (503)', { failLines: { every: 5, status: 503 } }, ['r4']],
		['not answered in time (408)', { failLines: { ids: ['r0'], status: 408 } }, ['r0']],
	])('holds the rows that were %s, and no other', async (_, fault, expected) => {
		const { local, job } = await sent([fault]);
		const { job: renewed, rowCount } = await nextRound(local, job);
		const { outcomes } = await readRound(local, renewed);
		expect(outcomes.map(({ outcome }) => outcome)).toEqual(KEPT.map(() => 'succeeded'));
		expect(rowCount).toBe(expected.length);
		if ('expireAfter' in fault) expect(Object.keys(purchasesByRow(local))).toHaveLength(5);
		else expect(idsAgain(local)).toEqual(expected);
	});

	describe('of a job that was cancelled', () => {
		async function cancelled(): Promise<{ readonly local: LocalConnection; readonly job: Job }> {
			const { local, job } = await sent([{ stuckAt: 'in_progress' }]);
			await local.server.idle();
			await cancelJob(job, local.connection);
			return { local, job };
		}

		it('is not made: somebody did not want the answers any more', async () => {
			const { local, job } = await cancelled();
			await expect(tryAgain(local, job)).resolves.toBeUndefined();
			expect(local.server.stats().batchesCreated).toBe(1);
		});

		it('is not made either when only the round before it was cancelled', async () => {
			const { local, job } = await sent([FIRST_FAILS, { stuckAt: 'in_progress' }]);
			const { job: renewed } = await nextRound(local, job);
			await local.server.idle();
			await cancelJob(renewed, local.connection);
			await expect(tryAgain(local, renewed)).resolves.toBeUndefined();
			expect(local.server.stats().batchesCreated).toBe(2);
		});

		it('holds what the cancel left unanswered where that is asked for', async () => {
			const { local, job } = await cancelled();
			const { job: renewed, rowCount } = await nextRound(local, job, 3, { evenIfCancelled: true });
			expect(rowCount).toBe(5);
			const { outcomes } = await readRound(local, renewed);
			expect(outcomes.every(({ outcome }) => outcome === 'succeeded')).toBe(true);
		});
	});

	describe('with a limit on extra cost', () => {
		async function sentWith(
			model: string,
			...faults: readonly BatchFault[]
		): Promise<{ readonly local: LocalConnection; readonly job: Job }> {
			const provider = PROVIDERS.openai;
			const local = connectLocally({ provider, server: { models: [model] } });
			local.server.faults.add(...faults.map((batch) => ({ batch })));
			const made = planOf({ rows: KEPT, model, provider });
			const { job } = await submit(made, local.connection, { reuseWindowSeconds: 0 });
			return { local, job };
		}

		it('is made within it', async () => {
			const { local, job } = await sentWith('gpt-6-luna', FIRST_FAILS);
			const { rowCount, caveats } = await nextRound(local, job, 3, { maxExtraUsd: 1 });
			expect([rowCount, caveats]).toEqual([2, []]);
		});

		it('is not made beyond it: the error says how many items, what they may cost, and the limit', async () => {
			const { local, job } = await sentWith('gpt-6-luna', FIRST_FAILS);
			const error = await errorOf(() => tryAgain(local, job, 3, { maxExtraUsd: 0.000_001 }));
			expect(error).toMatchObject({ code: 'over_budget', retryable: false });
			expect(error.message).toBe(
				'2 items were not sent again: that may cost less than $0.01, and the limit is less than $0.01.',
			);
			expect(local.server.stats().batchesCreated).toBe(1);
		});

		it('counts what earlier rounds have cost', async () => {
			const cut: BatchFault = { truncate: { ids: ['r1', 'r3'] } };
			const { local, job } = await sentWith('gpt-6-luna', FIRST_FAILS, cut);
			const { job: second } = await nextRound(local, job);
			const error = await errorOf(() => tryAgain(local, second, 3, { maxExtraUsd: 0.000_001 }));
			expect(error.message).toContain('spent on further tries already');
		});

		it('is made although nobody knows the price, and says that it was not checked', async () => {
			const { local, job } = await sentWith('made-up', FIRST_FAILS);
			const { caveats } = await nextRound(local, job, 3, { maxExtraUsd: 0.000_001 });
			expect(caveats).toEqual([expect.stringContaining('price of this model is not known')]);
		});
	});

	it.each<[string, BatchFault]>([
		['a bad request (400)', { failLines: { every: 1, status: 400 } }],
		['an unknown model (404)', { failLines: { every: 1, status: 404 } }],
		['a text that is too long (413)', { failLines: { every: 1, status: 413 } }],
		['a refusal of the model', { refuse: { every: 1 } }],
		['a content filter', { contentFilter: { every: 1 } }],
		['a job that was refused as a whole', { failBatch: { code: 'bad_file', message: 'no' } }],
	])('is never made after %s: it would fail the same way', async (_, fault) => {
		const { local, job } = await sent([fault]);
		await expect(tryAgain(local, job)).resolves.toBeUndefined();
		expect(local.server.stats().batchesCreated).toBe(1);
	});

	it('is made once of an answer that is no JSON, and never a third time', async () => {
		const content = [{ type: 'output_text', text: 'This is an invoice.' }];
		const body = { status: 'completed', output: [{ type: 'message', content }] };
		const prose: BatchFault = { failLines: { ids: ['r1', 'r3'], status: 200, body } };
		const { local, job } = await sent([prose, prose, prose]);
		const { job: second, rowCount } = await nextRound(local, job, 5);
		expect(rowCount).toBe(2);
		await expect(tryAgain(local, second, 5)).resolves.toBeUndefined();
		expect(purchasesByRow(local)).toEqual({ r0: 1, r1: 2, r2: 1, r3: 2, r4: 1 });
		const { outcomes } = await readRound(local, second);
		expect(outcomes.map(({ outcome, retryable }) => [outcome, retryable])).toEqual([
			['succeeded', false],
			['invalid', false],
			['succeeded', false],
			['invalid', false],
			['succeeded', false],
		]);
	});

	it('is never made of an answer outside the list of categories', async () => {
		const { local, job } = await sent([]);
		const { collected, outcomes } = await readRound(local, job);
		const invalid = outcomes.map((outcome): Outcome => ({ ...outcome, outcome: 'invalid' }));
		const options = { maxRounds: 3, expireAfterSeconds: 3600 };
		await expect(
			resubmit({ job, collected, outcomes: invalid }, local.connection, options),
		).resolves.toBeUndefined();
	});

	it('is not made when every row succeeded, and asks nobody', async () => {
		const { local, job } = await sent([]);
		const { collected, outcomes } = await readRound(local, job);
		local.calls.length = 0;
		const options = { maxRounds: 3, expireAfterSeconds: 3600 };
		await expect(
			resubmit({ job, collected, outcomes }, local.connection, options),
		).resolves.toBeUndefined();
		expect(local.calls).toEqual([]);
	});

	it.each([1, 2, 3])('comes at most %i times in all, the first one included', async (most) => {
		const { local, job } = await sent(Array.from({ length: 9 }, () => FIRST_FAILS));
		let last = job;
		for (;;) {
			const round = await tryAgain(local, last, most);
			if (round === undefined) break;
			last = round.job;
		}
		expect(last.round).toBe(most);
		expect(purchasesByRow(local)).toEqual({ r0: 1, r1: most, r2: 1, r3: most, r4: 1 });
		const { outcomes } = await readRound(local, last);
		expect(outcomes.map(({ outcome, round }) => [outcome, round])).toEqual([
			['succeeded', 1],
			['failed', most],
			['succeeded', 1],
			['failed', most],
			['succeeded', 1],
		]);
	});

	it('carries the job, its number and its rows in its own record', async () => {
		const { local, job } = await sent([FIRST_FAILS]);
		const { job: renewed } = await nextRound(local, job);
		const { collected } = await readRound(local, renewed);
		const [first, second] = collected.map(({ batch }) => readRecord(batch));
		expect(second).toEqual({
			...first,
			round: 2,
			contentKey: expect.not.stringMatching(first?.contentKey ?? ''),
			runKey: expect.any(String),
		});
	});
});

describe('a round that is asked for again', () => {
	it('is found, and not bought a second time', async () => {
		const { local, job } = await sent([FIRST_FAILS]);
		const first = await nextRound(local, job);
		const again = await nextRound(local, job);
		expect(again).toEqual(first);
		expect(local.server.stats().batchesCreated).toBe(2);
	});

	it('is found days later, by a handle that does not know of it', async () => {
		const { local, job } = await sent([FIRST_FAILS]);
		const first = await nextRound(local, job);
		local.clock.pass(3 * 24 * HOUR_MS);
		const again = await nextRound(local, job);
		expect(again.job.shards).toEqual(first.job.shards);
		expect(local.server.stats().batchesCreated).toBe(2);
	});

	it('is found when the reply to its purchase was lost', async () => {
		const { local, job } = await sent([FIRST_FAILS]);
		local.server.faults.add({ call: CREATE, effect: { kind: 'drop-after' } });
		await nextRound(local, job);
		expect(local.server.stats().batchesCreated).toBe(2);
		expect((await nextRound(local, job)).job.shards).toHaveLength(2);
		expect(local.server.stats().batchesCreated).toBe(2);
	});

	it('is bought once, ten minutes after a purchase that nobody heard of', async () => {
		const { local, job } = await sent([FIRST_FAILS]);
		local.server.faults.add({ call: CREATE, effect: { kind: 'drop-before' } });
		expect((await errorOf(() => tryAgain(local, job))).code).toBe('unknown_outcome');
		local.clock.pass(5 * MINUTE_MS);
		expect((await errorOf(() => tryAgain(local, job))).code).toBe('unknown_outcome');
		local.clock.pass(5 * MINUTE_MS);
		const { job: renewed } = await nextRound(local, job);
		const { outcomes } = await readRound(local, renewed);
		expect(outcomes.every(({ outcome }) => outcome === 'succeeded')).toBe(true);
		expect(purchasesByRow(local)).toEqual({ r0: 1, r1: 2, r2: 1, r3: 2, r4: 1 });
	});

	it('is completed where it was left half bought', async () => {
		const made = planOf({ rows: KEPT, provider: withRoomFor(2) });
		const failing: BatchFault = { failLines: { every: 1, status: 500 } };
		const { local, job } = await sent([failing, failing, failing], made);
		local.server.faults.add({
			call: CREATE,
			effect: { kind: 'status', status: 400 },
			skip: 1,
		});
		const error = await errorOf(() => tryAgain(local, job));
		expect(error).toMatchObject({ code: 'rejected', details: { jobId: job.id } });
		const { job: renewed } = await nextRound(local, job);
		expect(renewed.shards).toHaveLength(6);
		expect(local.server.stats().batchesCreated).toBe(6);
		const { outcomes } = await readRound(local, renewed);
		expect(outcomes.map(({ kept }) => kept)).toEqual(KEPT.map(({ kept }) => kept));
	});
});

describe('the first round', () => {
	it('keeps its kept fields when the provider refuses the next one', async () => {
		const { local, job } = await sent([FIRST_FAILS]);
		local.server.faults.add({
			call: CREATE,
			effect: { kind: 'status', status: 429, code: 'insufficient_quota' },
		});
		expect((await errorOf(() => tryAgain(local, job))).code).toBe('quota_exhausted');
		const { outcomes } = await readRound(local, job);
		expect(outcomes.map(({ kept }) => kept)).toEqual(KEPT.map(({ kept }) => kept));
	});

	it('is named when its items are gone, with what to do; nothing is bought', async () => {
		const { local, job } = await sent([FIRST_FAILS]);
		const { collected, outcomes } = await readRound(local, job);
		const path = `/files/${collected[0]?.batch.inputFileId}`;
		await local.connection.transport({ method: 'DELETE', path });
		const options = { maxRounds: 3, expireAfterSeconds: 3600 };
		const error = await errorOf(() =>
			resubmit({ job, collected, outcomes }, local.connection, options),
		);
		expect(error).toMatchObject({ code: 'gone', retryable: false, details: { jobId: job.id } });
		expect(error.message).toMatch(/cannot be sent again.*expired or were deleted/);
		expect(error.details.hint).toContain('Submit Batch');
		expect(local.server.stats().batchesCreated).toBe(1);
	});

	it.each<[string, CallEffect, string]>([
		['a page of a proxy', { kind: 'html', status: 200 }, 'malformed_response'],
		['its first half', { kind: 'torn', bytes: 900, ending: 'end' }, 'unavailable'],
		['nothing', { kind: 'torn', bytes: 0, ending: 'end' }, 'unavailable'],
	])('is not taken for empty when %s comes in place of its items', async (_, effect, code) => {
		const { local, job } = await sent([FIRST_FAILS]);
		const { collected, outcomes } = await readRound(local, job);
		const input = collected[0]?.batch.inputFileId ?? '';
		local.server.faults.add({ call: { path: `/v1/files/${input}/content` }, effect });
		const options = { maxRounds: 3, expireAfterSeconds: 3600 };
		const again = async (): ReturnType<typeof resubmit> =>
			await resubmit({ job, collected, outcomes }, local.connection, options);
		expect((await errorOf(again)).code).toBe(code);
		expect(local.server.stats().batchesCreated).toBe(1);
		expect((await again())?.rowCount).toBe(2);
	});

	it('was never sent in part: there is nothing to read those rows from', async () => {
		const job = jobOf({ rowCount: 9 });
		const outcomes = [outcomeOf(8, { outcome: 'missing', retryable: true })];
		const { connection } = connectLocally();
		const options = { maxRounds: 3, expireAfterSeconds: 3600 };
		await expect(
			resubmit({ job, collected: [], outcomes }, connection, options),
		).resolves.toBeUndefined();
	});
});

describe('a handle that was lost', () => {
	it('is rebuilt with all rounds from the job, its label, and any batch of any round', async () => {
		const { local, job } = await sent([FIRST_FAILS, { expireAfter: 0 }]);
		local.clock.pass(26 * HOUR_MS);
		const second = await nextRound(local, job);
		local.clock.pass(30 * HOUR_MS);
		const { job: whole } = await nextRound(local, second.job);
		expect(whole.shards.map(({ round }) => round)).toEqual([1, 2, 3]);
		for (const id of [job.id, ...whole.shards.map((batch) => batch.batchId)]) {
			await expect(findJob(id, local.connection)).resolves.toEqual(whole);
		}
		await expect(findLatest(whole.label, local.connection)).resolves.toEqual(whole);
	});
});
