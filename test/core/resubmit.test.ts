import fc from 'fast-check';
import {
	PROVIDERS,
	cancelJob,
	findJob,
	findLatest,
	join,
	resubmit,
	submit,
	type CollectedBatch,
	type Job,
	type Outcome,
	type Plan,
	type Result,
} from '../../core';
import { NO_DAMAGE } from '../../core/collect';
import { readFileLines } from '../../core/files';
import { readRecord } from '../../core/metadata';
import { readQueueLimit } from '../../core/queue-limit';
import { attemptsOf } from '../../core/resubmit';
import { readVerdicts } from '../../core/verdict';
import type { BatchFault, CallEffect } from '../../local-server/src';
import { batchOf, jobOf, recordOf } from '../support/core/batches';
import { HOUR_MS, MINUTE_MS } from '../support/core/fake-clock';
import {
	closeLocalConnections,
	connectLocally,
	type LocalConnection,
} from '../support/core/local-connection';
import { outcomeOf } from '../support/core/outcomes';
import { errorOf } from '../support/core/refusal';
import { nextRound, purchasesByRow, readRound, tryAgain } from '../support/core/rounds';
import { CATEGORIZE, planOf, rowsOf, withRoomFor } from '../support/core/samples';

afterEach(closeLocalConnections);

const CREATE = { method: 'POST', path: '^/v1/batches$' };
const KEPT = rowsOf(5, (index) => ({ index }));
const FIRST_FAILS: BatchFault = { failLines: { ids: ['r1', 'r3'], status: 500 } };

/** A job of five rows whose batches meet these faults, one after the other. */
async function sent(
	faults: readonly BatchFault[],
	made: Plan = planOf({ rows: KEPT }),
): Promise<{ readonly local: LocalConnection; readonly job: Job }> {
	const local = connectLocally();
	local.server.faults.add(...faults.map((batch) => ({ batch })));
	const { job } = await submit(made, local.connection, { reuseWindowSeconds: 0 });
	return { local, job };
}

/** The lines of the input file of a batch, as the provider has them. */
async function inputOf(
	{ connection }: LocalConnection,
	{ batch }: CollectedBatch,
): Promise<readonly { readonly custom_id: string; readonly body: Record<string, unknown> }[]> {
	const lines = [];
	for await (const line of readFileLines(connection, batch.inputFileId, 'items', [])) {
		lines.push(JSON.parse(JSON.stringify('value' in line ? line.value : null)));
	}
	return lines;
}

function idsAgain(local: LocalConnection): string[] {
	return Object.entries(purchasesByRow(local))
		.filter(([, times]) => times > 1)
		.map(([id]) => id);
}

describe('a further round', () => {
	it.each<[string, BatchFault, readonly string[]]>([
		['expired', { expireAfter: 2 }, ['r2', 'r3', 'r4']],
		['missing', { dropLines: { ids: ['r1', 'r3'] } }, ['r1', 'r3']],
		['torn', { tornLastLine: true }, ['']],
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
		if (expected[0] === '') expect(idsAgain(local)).toHaveLength(1);
		else if ('expireAfter' in fault) expect(Object.keys(purchasesByRow(local))).toHaveLength(5);
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

	it('is never made of an answer outside the list of categories', async () => {
		const { local, job } = await sent([]);
		const { collected, outcomes } = await readRound(local, job);
		const invalid = outcomes.map((outcome): Outcome => ({ ...outcome, outcome: 'invalid' }));
		const options = { maxAttempts: 3, expireAfterSeconds: 3600 };
		await expect(
			resubmit(job, collected, invalid, local.connection, options),
		).resolves.toBeUndefined();
	});

	it('is not made when every row succeeded, and asks nobody', async () => {
		const { local, job } = await sent([]);
		const { collected, outcomes } = await readRound(local, job);
		local.calls.length = 0;
		const options = { maxAttempts: 3, expireAfterSeconds: 3600 };
		await expect(
			resubmit(job, collected, outcomes, local.connection, options),
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
		expect(attemptsOf(last)).toBe(most);
		expect(purchasesByRow(local)).toEqual({ r0: 1, r1: most, r2: 1, r3: most, r4: 1 });
		const { outcomes } = await readRound(local, last);
		expect(outcomes.map(({ outcome, attempt }) => [outcome, attempt])).toEqual([
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
			attempt: 2,
			contentKey: expect.not.stringMatching(first?.contentKey ?? ''),
			runKey: expect.any(String),
		});
	});
});

describe('the results of all rounds', () => {
	it('are one outcome for each row, with its own fields and id', async () => {
		const rows = KEPT.map((row, index) => ({
			...row,
			id: index === 3 ? 'Grüße/3' : `mail-${index}`,
		}));
		const made = planOf({ rows, provider: withRoomFor(2) });
		const { local, job } = await sent(
			[{ failLines: { every: 2, status: 500 } }, { expireAfter: 0 }, { dropLines: { every: 1 } }],
			made,
		);
		const { job: renewed, rowCount } = await nextRound(local, job);
		expect(rowCount).toBe(4);
		expect(renewed.batches.map(({ part, attempt }) => [part, attempt])).toEqual([
			[1, undefined],
			[2, undefined],
			[3, undefined],
			[1, 2],
			[2, 2],
			[3, 2],
		]);
		const { outcomes } = await readRound(local, renewed);
		expect(
			outcomes.map(({ rowId, kept, outcome, attempt }) => [rowId, kept, outcome, attempt]),
		).toEqual([
			['mail-0', { index: 0 }, 'succeeded', 1],
			['mail-1', { index: 1 }, 'succeeded', 2],
			['mail-2', { index: 2 }, 'succeeded', 2],
			['Grüße/3', { index: 3 }, 'succeeded', 2],
			['mail-4', { index: 4 }, 'succeeded', 2],
		]);
	});

	it('are read with the shape that only the kept file has', async () => {
		const categories = Array.from({ length: 60 }, (_, index) => ({
			name: `Category ${index} ${'x'.repeat(60)}`,
			description: index === 7 ? 'invoice attached please pay' : 'nothing of the kind',
		}));
		const rows = rowsOf(2);
		const made = planOf({ rows, task: { ...CATEGORIZE, categories } });
		const { local, job } = await sent([{ failLines: { ids: ['r1'], status: 500 } }], made);
		const { job: renewed } = await nextRound(local, job);
		const { outcomes, collected } = await readRound(local, renewed);
		expect(collected.map(({ record }) => record.shape)).toEqual([undefined, undefined]);
		expect(outcomes[1]).toMatchObject({ outcome: 'succeeded', attempt: 2 });
		expect(outcomes[1]?.answer).toHaveProperty('category');
	});

	it('count what every round charged', async () => {
		const { local, job } = await sent([{ truncate: { ids: ['r1'] } }]);
		const before = (await readRound(local, job)).outcomes[1]?.usage?.outputTokens ?? 0;
		const { job: renewed } = await nextRound(local, job);
		const after = (await readRound(local, renewed)).outcomes[1]?.usage?.outputTokens ?? 0;
		expect(before).toBeGreaterThan(0);
		expect(after).toBeGreaterThan(before);
	});

	it('keep a success of any round, and else say what the latest round that knows of the row says', () => {
		const kinds = ['succeeded', 'failed', 'truncated', 'expired', 'silent'] as const;
		const round = fc.array(fc.constantFrom(...kinds), { minLength: 4, maxLength: 4 });
		fc.assert(
			fc.property(
				fc.array(round, { minLength: 1, maxLength: 4 }),
				fc.boolean(),
				(rounds, isReversed) => {
					const parts = rounds.map((row, index) => partOf(index + 1, row));
					const outcomes = join({ rowCount: 4 }, isReversed ? parts.reverse() : parts);
					for (let row = 0; row < 4; row += 1) {
						const said = rounds.flatMap((kindsOf, index) => {
							const kind = kindsOf[row] ?? 'silent';
							if (kind !== 'silent') return [{ kind, attempt: index + 1 }];
							return index === 0 ? [{ kind: 'missing', attempt: 1 }] : [];
						});
						const expected = said.find(({ kind }) => kind === 'succeeded') ?? said.at(-1);
						expect(outcomes[row]).toMatchObject({
							rowIndex: row,
							outcome: expected?.kind,
							attempt: expected?.attempt,
						});
					}
					expect(outcomes).toHaveLength(4);
				},
			),
		);
	});

	function partOf(
		attempt: number,
		kinds: readonly (Result['outcome'] | 'silent')[],
	): CollectedBatch {
		const results = new Map<number, Result>();
		for (const [row, outcome] of kinds.entries()) {
			const requestId = `r${row}`;
			if (outcome === 'succeeded') results.set(row, { requestId, outcome, text: 'yes' });
			else if (outcome !== 'silent')
				results.set(row, { requestId, outcome, reason: 'no', retryable: true });
		}
		return {
			batch: batchOf(),
			record: recordOf({ attempt, endRow: 4, rowCount: 4 }),
			results: readVerdicts(results, { kind: 'custom' }),
			keptRows: new Map(),
			shape: { kind: 'custom' },
			silentIds: new Map(),
			damage: NO_DAMAGE,
		};
	}
});

describe('an answer that was cut off', () => {
	it('gets four times the room, then 16 times, and no more; the other rows keep theirs', async () => {
		const cut: BatchFault = {
			truncate: { ids: ['r1'] },
			failLines: { ids: ['r3'], status: 500 },
		};
		const { local, job } = await sent(
			[cut, cut, cut],
			planOf({ rows: rowsOf(5), maxOutputTokens: 50 }),
		);
		let last = job;
		for (let count = 0; count < 3; count += 1) last = (await nextRound(local, last, 4)).job;
		const { collected } = await readRound(local, last);
		const limits = [];
		for (const part of collected) {
			const lines = await inputOf(local, part);
			limits.push(
				Object.fromEntries(lines.map(({ custom_id: id, body }) => [id, body['max_output_tokens']])),
			);
		}
		expect(limits).toEqual([
			{ r0: 50, r1: 50, r2: 50, r3: 50, r4: 50 },
			{ r1: 200, r3: 50 },
			{ r1: 800, r3: 50 },
			{ r1: 800, r3: 50 },
		]);
	});

	it.each([
		['max_completion_tokens', { maxOutputTokens: 50 }],
		['max_tokens', { extra: { max_tokens: 50 } }],
	])('gets it in Chat Completions too, as %s', async (field, limit) => {
		const provider = { ...PROVIDERS.local, endpoint: '/v1/chat/completions' } as const;
		const local = connectLocally({ provider });
		local.server.faults.add({ batch: { truncate: { ids: ['r1'] } } });
		const made = planOf({ provider, ...limit });
		const { job } = await submit(made, local.connection, { reuseWindowSeconds: 0 });
		const { collected } = await readRound(local, (await nextRound(local, job)).job);
		const [, second] = collected;
		if (second === undefined) throw new Error('There is no second round');
		const lines = await inputOf(local, second);
		expect(lines.map(({ body }) => body[field])).toEqual([200]);
	});
});

describe('a queue of the account that is too small', () => {
	const MESSAGE =
		'Enqueued token limit reached for demo in organization org-x. Limit: 2,000 enqueued tokens. Please try again once some in_progress batches have been completed.';
	const FULL: BatchFault = { failBatch: { code: 'token_limit_exceeded', message: MESSAGE } };

	function partWith(message: string, code = 'token_limit_exceeded'): CollectedBatch {
		return {
			batch: batchOf({ phase: 'failed', faults: [{ code, message }] }),
			record: recordOf(),
			results: new Map(),
			keptRows: new Map(),
			shape: undefined,
			silentIds: new Map(),
			damage: NO_DAMAGE,
		};
	}

	it.each([
		[MESSAGE, 2_000],
		['Limit: 90000 enqueued tokens.', 90_000],
		['limit 1.350.000 tokens', 1_350_000],
		['Limit: 2,000,000 enqueued tokens. Try again.', 2_000_000],
		['The queue is full.', 90_000],
		['Limit: 0', 90_000],
	])('is read from the provider’s words: %s', (message, tokens) => {
		expect(readQueueLimit([partWith(message)])).toBe(tokens);
	});

	it('is not read from any other fault', () => {
		expect(readQueueLimit([partWith('Limit: 5', 'bad_file')])).toBeUndefined();
	});

	it('is filled with small parts, round after round, until every row had its turn once', async () => {
		const rows = rowsOf(9, (index) => ({ index }));
		const { local, job } = await sent([FULL], planOf({ rows }));
		let last = job;
		let rounds = 0;
		for (;;) {
			const round = await tryAgain(local, last, 2);
			if (round === undefined) break;
			last = round.job;
			rounds += 1;
			expect(round.rowCount).toBeLessThan(9);
		}
		expect(rounds).toBeGreaterThan(2);
		const { outcomes, collected } = await readRound(local, last);
		expect(outcomes.map(({ outcome, kept }) => [outcome, kept])).toEqual(
			rows.map(({ kept }) => ['succeeded', kept]),
		);
		expect(Object.values(purchasesByRow(local))).toEqual(rows.map(() => 1));
		for (const part of collected.slice(1)) {
			const bytes = JSON.stringify(await inputOf(local, part)).length;
			expect(bytes).toBeLessThanOrEqual(2_000);
		}
	});

	it('gets half as much each time that it was still too full, but never nothing', async () => {
		const { local, job } = await sent([FULL, FULL, FULL, FULL], planOf({ rows: rowsOf(9) }));
		const counts: number[] = [];
		let last = job;
		for (;;) {
			const round = await tryAgain(local, last, 2);
			if (round === undefined) break;
			counts.push(round.rowCount);
			last = round.job;
		}
		const [first = 0, second = 0, third = 0] = counts;
		expect(first).toBeGreaterThan(1);
		expect(second).toBeLessThan(first);
		expect(third).toBe(1);
		const { outcomes } = await readRound(local, last);
		expect(outcomes.every(({ outcome }) => outcome === 'succeeded')).toBe(true);
		expect(Object.values(purchasesByRow(local))).toEqual(outcomes.map(() => 1));
	});

	it('gives no row more tries than are wanted, however many rounds it takes', async () => {
		const local = connectLocally();
		local.server.faults.add(
			{ batch: FULL },
			{ batch: { failLines: { ids: ['r0', 'r5'], status: 500 } }, times: 'always' },
		);
		const made = planOf({ rows: rowsOf(9) });
		let { job } = await submit(made, local.connection, { reuseWindowSeconds: 0 });
		for (;;) {
			const round = await tryAgain(local, job, 2);
			if (round === undefined) break;
			({ job } = round);
		}
		expect(attemptsOf(job)).toBeLessThan(20);
		expect(purchasesByRow(local)).toMatchObject({ r0: 2, r1: 1, r4: 1, r5: 2, r8: 1 });
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
		expect(again.job.batches).toEqual(first.job.batches);
		expect(local.server.stats().batchesCreated).toBe(2);
	});

	it('is found when the reply to its purchase was lost', async () => {
		const { local, job } = await sent([FIRST_FAILS]);
		local.server.faults.add({ call: CREATE, effect: { kind: 'drop-after' } });
		await nextRound(local, job);
		expect(local.server.stats().batchesCreated).toBe(2);
		expect((await nextRound(local, job)).job.batches).toHaveLength(2);
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
		expect(renewed.batches).toHaveLength(6);
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
		const options = { maxAttempts: 3, expireAfterSeconds: 3600 };
		const error = await errorOf(() =>
			resubmit(job, collected, outcomes, local.connection, options),
		);
		expect(error).toMatchObject({ code: 'gone', retryable: false, details: { jobId: job.id } });
		expect(error.message).toMatch(/cannot be sent again.*expired or was deleted/);
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
		const options = { maxAttempts: 3, expireAfterSeconds: 3600 };
		const again = async (): ReturnType<typeof resubmit> =>
			await resubmit(job, collected, outcomes, local.connection, options);
		expect((await errorOf(again)).code).toBe(code);
		expect(local.server.stats().batchesCreated).toBe(1);
		expect((await again())?.rowCount).toBe(2);
	});

	it('was never sent in part: there is nothing to read those rows from', async () => {
		const job = jobOf({ rowCount: 9 });
		const outcomes = [outcomeOf(8, { outcome: 'missing', retryable: true })];
		const { connection } = connectLocally();
		const options = { maxAttempts: 3, expireAfterSeconds: 3600 };
		await expect(resubmit(job, [], outcomes, connection, options)).resolves.toBeUndefined();
	});
});

describe('a handle that was lost', () => {
	it('is rebuilt with all rounds from the job, its label, and any batch of any round', async () => {
		const { local, job } = await sent([FIRST_FAILS, { expireAfter: 0 }]);
		local.clock.pass(26 * HOUR_MS);
		const second = await nextRound(local, job);
		local.clock.pass(30 * HOUR_MS);
		const { job: whole } = await nextRound(local, second.job);
		expect(whole.batches.map(({ attempt }) => attempt)).toEqual([undefined, 2, 3]);
		for (const id of [job.id, ...whole.batches.map((batch) => batch.id)]) {
			await expect(findJob(id, local.connection)).resolves.toEqual(whole);
		}
		await expect(findLatest(whole.label, local.connection)).resolves.toEqual(whole);
	});
});
