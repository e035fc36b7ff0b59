import { findJob, submit, type HttpRequest, type Transport } from '../../../core';
import { readFileName } from '../../../core/record/file-names';
import type { CallEffect } from '../../../local-server/src';
import { closeLocalConnections, connectLocally } from '../../../harness/local-connection';
import { errorOf } from '../../support/core/refusal';
import { readRound } from '../../support/core/rounds';
import { planOf, rowsOf } from '../../support/core/samples';
import {
	CREATE,
	LIST,
	UPLOAD,
	NO_KEYS,
	RUN,
	NEXT_RUN,
	THIRD_RUN,
	SPLIT,
	isCreate,
	through,
	purchasesOf,
	fileNamesOf,
	losePurchase,
} from '../../support/core/purchases';
import { MINUTE_MS, SECOND_MS } from '../../../harness/durations';

afterEach(closeLocalConnections);

async function* pageBody(): AsyncGenerator<Uint8Array> {
	yield new TextEncoder().encode('<html>Bad gateway</html>');
}

describe('submit', () => {
	describe('a create whose reply is lost', () => {
		const lost: readonly [string, (inner: Transport) => Transport][] = [
			[
				'a drop',
				(inner) => async (request) => {
					const response = await inner(request);
					if (isCreate(request)) throw new TypeError('fetch failed');
					return response;
				},
			],
			...[500, 502, 408, 409].map((status): [string, (inner: Transport) => Transport] => [
				`status ${status}`,
				(inner) => async (request) => {
					const response = await inner(request);
					return isCreate(request) ? { ...response, status } : response;
				},
			]),
			[
				'a page instead of data',
				(inner) => async (request) => {
					const response = await inner(request);
					return isCreate(request) ? { ...response, body: pageBody() } : response;
				},
			],
			[
				'a proxy’s 429',
				(inner) => async (request) => {
					const response = await inner(request);
					return isCreate(request) ? { ...response, status: 429, body: pageBody() } : response;
				},
			],
		];

		it.each(lost)('is found in the list after %s, and bought once', async (_, wrap) => {
			const local = connectLocally();
			const { job, reused } = await submit(planOf(), through(local, wrap), NO_KEYS);
			expect(reused).toBe(false);
			expect(local.calls).toEqual(['POST /files', 'POST /batches', 'GET /batches']);
			await expect(findJob(job.id, local.connection)).resolves.toEqual(job);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1]);
		});

		it.each<CallEffect>([
			{ kind: 'drop-before' },
			{ kind: 'status', status: 500 },
			{ kind: 'status', status: 408 },
			{ kind: 'status', status: 409 },
			{ kind: 'html', status: 502 },
		])('is an unknown outcome when the list does not show it after %j', async (effect) => {
			const local = connectLocally();
			local.server.faults.add({ call: CREATE, effect });
			const error = await errorOf(() => submit(planOf(), local.connection, RUN));
			expect(error).toMatchObject({ code: 'unknown_outcome', retryable: true });
			expect(error.message).toContain(error.details.jobId);
			expect(error.details.inputFileId).toMatch(/^file-/);
			expect(local.calls.filter((call) => call === 'POST /batches')).toHaveLength(1);
			expect(local.calls.slice(-4)).toEqual([
				'GET /batches',
				'GET /batches',
				'GET /batches',
				'POST /files',
			]);
			expect(local.clock.sleeps.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(
				20 * SECOND_MS,
			);
			expect(local.server.stats().batchesCreated).toBe(0);
		});

		it('is looked for although a look fails', async () => {
			const local = connectLocally();
			local.server.faults.add(
				{ call: CREATE, effect: { kind: 'drop-after' } },
				{ call: LIST, effect: { kind: 'status', status: 500 } },
				{ call: LIST, effect: { kind: 'html' } },
			);
			await submit(planOf(), local.connection, NO_KEYS);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1]);
		});

		it('is not sent again within ten minutes', async () => {
			const local = connectLocally();
			local.server.faults.add({ call: CREATE, effect: { kind: 'drop-before' } });
			const first = await errorOf(() => submit(planOf(), local.connection, RUN));
			local.clock.pass(5 * MINUTE_MS);
			const again = await errorOf(() => submit(planOf(), local.connection, RUN));
			expect(again).toMatchObject({
				code: 'unknown_outcome',
				details: { inputFileId: first.details.inputFileId, retryAfterMs: 5 * MINUTE_MS },
			});
			expect(again.details.hint).toContain('5 minutes');
			expect(local.server.stats().batchesCreated).toBe(0);
		});

		it('is sent once more after ten minutes, with the kept fields that are there', async () => {
			const local = connectLocally();
			const plan = planOf({ rows: rowsOf(2, (index) => ({ index })) });
			local.server.faults.add({ call: CREATE, effect: { kind: 'drop-before' } });
			await errorOf(() => submit(plan, local.connection, RUN));
			local.clock.pass(10 * MINUTE_MS);
			local.calls.length = 0;
			const { job, reused } = await submit(plan, local.connection, RUN);
			expect(reused).toBe(false);
			expect(local.calls).toEqual(['GET /batches', 'GET /files', 'POST /files', 'POST /batches']);
			await expect(findJob(job.id, local.connection)).resolves.toEqual(job);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1]);
		});

		it('is waited for again when the second try is lost as well', async () => {
			const local = connectLocally();
			local.server.faults.add({ call: CREATE, effect: { kind: 'drop-before' }, times: 2 });
			await errorOf(() => submit(planOf(), local.connection, RUN));
			local.clock.pass(11 * MINUTE_MS);
			await errorOf(() => submit(planOf(), local.connection, RUN));
			local.clock.pass(5 * MINUTE_MS);
			const third = await errorOf(() => submit(planOf(), local.connection, RUN));
			expect(third.code).toBe('unknown_outcome');
			expect(local.server.stats().calls['POST /v1/batches']).toBe(2);
			local.clock.pass(5 * MINUTE_MS);
			await submit(planOf(), local.connection, RUN);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1]);
		});

		it('keeps a new run of the same content waiting as well, and is then bought once', async () => {
			const local = connectLocally();
			local.server.faults.add({ call: CREATE, effect: { kind: 'drop-before' } });
			const first = await errorOf(() => submit(planOf(), local.connection, RUN));
			local.clock.pass(5 * MINUTE_MS);
			const next = await errorOf(() => submit(planOf(), local.connection, NEXT_RUN));
			expect(next).toMatchObject({
				code: 'unknown_outcome',
				details: { inputFileId: first.details.inputFileId },
			});
			expect(local.server.stats().batchesCreated).toBe(0);
			local.clock.pass(5 * MINUTE_MS);
			await submit(planOf(), local.connection, NEXT_RUN);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1]);
		});

		it('keeps no run of other content waiting', async () => {
			const local = connectLocally();
			local.server.faults.add({ call: CREATE, effect: { kind: 'drop-before' } });
			await errorOf(() => submit(planOf(), local.connection, RUN));
			await submit(planOf({ label: 'Another' }), local.connection, NEXT_RUN);
			expect(local.server.stats().batchesCreated).toBe(1);
		});

		it('is used when it turns up late, and not bought again', async () => {
			const local = connectLocally();
			const late: HttpRequest[] = [];
			const holding: (inner: Transport) => Transport = (inner) => async (request) => {
				if (!isCreate(request)) return await inner(request);
				late.push(request);
				throw new TypeError('fetch failed');
			};
			await errorOf(() => submit(planOf(), through(local, holding), RUN));
			local.clock.pass(3 * MINUTE_MS);
			for (const request of late) await local.connection.transport(request);
			const { job, reused } = await submit(planOf(), local.connection, RUN);
			expect(reused).toBe(true);
			await expect(findJob(job.id, local.connection)).resolves.toEqual(job);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1]);
		});
	});

	describe('a purchase that nobody heard of, and that turns up late', () => {
		it('is used by the next run of the same content, and the run after that buys its own', async () => {
			const local = connectLocally();
			const arrive = await losePurchase(local, planOf());
			local.clock.pass(3 * MINUTE_MS);
			await arrive();
			const next = await submit(planOf(), local.connection, NEXT_RUN);
			expect(next.reused).toBe(true);
			expect(await submit(planOf(), local.connection, NEXT_RUN)).toEqual(next);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1]);
			const third = await submit(planOf(), local.connection, THIRD_RUN);
			expect(third.reused).toBe(false);
			await expect(purchasesOf(local)).resolves.toEqual([2, 2]);
		});

		it('is used as long as it may still turn up: ten minutes', async () => {
			const local = connectLocally();
			const arrive = await losePurchase(local, planOf());
			local.clock.pass(9 * MINUTE_MS);
			await arrive();
			const next = await submit(planOf(), local.connection, NEXT_RUN);
			expect(next.reused).toBe(true);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1]);
		});

		it('is used when it was the last file of several, and nothing else is bought', async () => {
			const local = connectLocally();
			const arrive = await losePurchase(local, planOf(SPLIT), { skip: 1 });
			await arrive();
			const next = await submit(planOf(SPLIT), local.connection, NEXT_RUN);
			expect(next).toMatchObject({ reused: true, job: { shards: [{ index: 1 }, { index: 2 }] } });
			await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
		});

		it('is used although its run was killed, when another run has had to wait for it', async () => {
			const local = connectLocally();
			const arrive = await losePurchase(local, planOf(), { isKilled: true });
			local.clock.pass(MINUTE_MS);
			const error = await errorOf(() => submit(planOf(), local.connection, NEXT_RUN));
			expect(error).toMatchObject({ code: 'unknown_outcome', details: { isOnRecord: true } });
			await arrive();
			const third = await submit(planOf(), local.connection, THIRD_RUN);
			expect(third.reused).toBe(true);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1]);
		});

		it('is marked once, however often it is waited for', async () => {
			const local = connectLocally();
			await losePurchase(local, planOf());
			await errorOf(() => submit(planOf(), local.connection, RUN));
			await errorOf(() => submit(planOf(), local.connection, NEXT_RUN));
			const roles = (await fileNamesOf(local)).map((name) => readFileName(name)?.role);
			expect(roles).toEqual(['lost', 'input']);
		});

		it('is no hindrance when it came to nothing', async () => {
			const local = connectLocally();
			const arrive = await losePurchase(local, planOf());
			local.server.faults.add({ batch: { failBatch: { code: 'x', message: 'no' } } });
			await arrive();
			await local.server.idle();
			const next = await submit(planOf(), local.connection, NEXT_RUN);
			expect(next.reused).toBe(false);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1]);
		});

		it('is used by no run of other content', async () => {
			const local = connectLocally();
			const arrive = await losePurchase(local, planOf());
			await arrive();
			const next = await submit(planOf({ label: 'Another' }), local.connection, NEXT_RUN);
			expect(next.reused).toBe(false);
		});
	});

	describe('a create that is refused', () => {
		it('is sent again after the time that the provider names', async () => {
			const local = connectLocally();
			local.server.faults.add({
				call: CREATE,
				effect: { kind: 'status', status: 429, headers: { 'retry-after': '7' } },
			});
			await submit(planOf(), local.connection, NO_KEYS);
			expect(local.clock.sleeps).toEqual([7 * SECOND_MS]);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1]);
		});

		it('waits longer each time where no time is named, never over a minute, and gives up', async () => {
			const local = connectLocally();
			local.server.faults.add({
				call: CREATE,
				effect: { kind: 'status', status: 429 },
				times: 'always',
			});
			const error = await errorOf(() => submit(planOf(), local.connection, RUN));
			expect(error).toMatchObject({ code: 'rate_limited', retryable: true });
			expect(local.clock.sleeps).toEqual([2000, 4000]);

			local.server.faults.clear();
			local.server.faults.add({
				call: CREATE,
				effect: { kind: 'status', status: 429, headers: { 'retry-after': '3600' } },
			});
			await submit(planOf(), local.connection, RUN);
			expect(local.clock.sleeps.at(-1)).toBe(MINUTE_MS);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1]);
		});

		it.each([
			[400, undefined, 'rejected'],
			[401, undefined, 'unauthorized'],
			[403, undefined, 'unauthorized'],
			[404, undefined, 'gone'],
			[429, 'insufficient_quota', 'quota_exhausted'],
		])('leaves no file behind (%i %s)', async (status, code, expected) => {
			const local = connectLocally();
			local.server.faults.add({
				call: CREATE,
				effect: { kind: 'status', status, ...(code === undefined ? {} : { code }) },
			});
			const plan = planOf({ rows: rowsOf(1, () => ({ a: 1 })) });
			const error = await errorOf(() => submit(plan, local.connection, RUN));
			expect(error.code).toBe(expected);
			await expect(fileNamesOf(local)).resolves.toEqual([]);
			// Nothing stands in the way of another try of the same run.
			await submit(plan, local.connection, RUN);
			await expect(purchasesOf(local)).resolves.toEqual([1]);
		});

		it('deletes no file that another job of the same content still needs', async () => {
			const local = connectLocally();
			const plan = planOf({ rows: rowsOf(2, (index) => ({ index })) });
			const { job } = await submit(plan, local.connection, RUN);
			local.server.faults.add({
				call: CREATE,
				effect: { kind: 'status', status: 429, code: 'insufficient_quota' },
			});
			local.clock.pass(11 * MINUTE_MS);
			const error = await errorOf(() => submit(plan, local.connection, NEXT_RUN));
			expect(error.code).toBe('quota_exhausted');
			const { outcomes } = await readRound(local, job);
			expect(outcomes.map(({ kept }) => kept)).toEqual([{ index: 0 }, { index: 1 }]);
		});

		it.each([
			['token_limit_exceeded', 'Too many.', 400],
			['rate_limit_exceeded', 'Enqueued token limit reached for gpt-6-luna. Limit: 90,000.', 429],
		])('for a full queue (%s) is named so, and nothing is left', async (code, message, status) => {
			const local = connectLocally();
			const effect = { kind: 'status', status, code, message } as const;
			local.server.faults.add({ call: CREATE, effect, times: 'always' });
			const error = await errorOf(() => submit(planOf(), local.connection, RUN));
			expect(error).toMatchObject({ code: 'enqueued_limit', retryable: true });
			expect(error.message).toContain('queue for this account is full');
			expect(error.details.hint).toContain('Wait until earlier jobs are done');
			expect(local.clock.sleeps).toEqual([]);
			await expect(fileNamesOf(local)).resolves.toEqual([]);
		});

		it('is still the error when the files cannot be deleted', async () => {
			const local = connectLocally();
			local.server.faults.add(
				{ call: CREATE, effect: { kind: 'status', status: 400 } },
				{ call: { method: 'DELETE' }, effect: { kind: 'drop-before' } },
			);
			const error = await errorOf(() => submit(planOf(), local.connection, NO_KEYS));
			expect(error.code).toBe('rejected');
		});
	});

	describe('an upload', () => {
		it.each<CallEffect>([
			{ kind: 'drop-before' },
			{ kind: 'drop-after' },
			{ kind: 'status', status: 503 },
		])('is tried again after %j', async (effect) => {
			const local = connectLocally();
			local.server.faults.add({ call: UPLOAD, effect, times: 2 });
			await submit(planOf(), local.connection, RUN);
			expect(local.clock.sleeps).toEqual([2000, 4000]);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1]);
		});

		it('is given up after three tries, with nothing bought', async () => {
			const local = connectLocally();
			local.server.faults.add({ call: UPLOAD, effect: { kind: 'drop-before' }, times: 'always' });
			const error = await errorOf(() => submit(planOf(), local.connection, NO_KEYS));
			expect(error.code).toBe('unavailable');
			expect(local.calls).toEqual(['POST /files', 'POST /files', 'POST /files']);
		});

		it.each<[CallEffect, string]>([
			[{ kind: 'status', status: 401 }, 'unauthorized'],
			[{ kind: 'html', status: 200 }, 'malformed_response'],
			[{ kind: 'status', status: 200, body: { object: 'file' } }, 'malformed_response'],
		])('is not tried again after %j', async (effect, code) => {
			const local = connectLocally();
			local.server.faults.add({ call: UPLOAD, effect });
			const error = await errorOf(() =>
				submit(planOf({ rows: rowsOf(1, () => ({ a: 1 })) }), local.connection, NO_KEYS),
			);
			expect(error.code).toBe(code);
			expect(local.calls).toEqual(['POST /files']);
		});
	});
});
