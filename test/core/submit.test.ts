import fc from 'fast-check';
import {
	findJob,
	PROVIDERS,
	runKeyOf,
	submit,
	type Connection,
	type HttpRequest,
	type Plan,
	type SubmitOptions,
	type Transport,
} from '../../core';
import { readText } from '../../core/http';
import { readFileName } from '../../core/file-names';
import type { CallEffect } from '../../local-server/src';
import { bytesOfText } from '../support/core/canned-transport';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../support/core/fake-clock';
import {
	closeLocalConnections,
	connectLocally,
	type LocalConnection,
} from '../support/core/local-connection';
import { errorOf } from '../support/core/refusal';
import { readRound } from '../support/core/rounds';
import { planOf, rowsOf, textOfBytes, withRoomFor } from '../support/core/samples';

afterEach(closeLocalConnections);

const CREATE = { method: 'POST', path: '^/v1/batches$' };
const LIST = { method: 'GET', path: '^/v1/batches$' };
const UPLOAD = { method: 'POST', path: '^/v1/files$' };
const NO_KEYS: SubmitOptions = { reuseWindowSeconds: 0 };
const RUN: SubmitOptions = {
	runKey: runKeyOf('execution-1', 'Submit Batch', '0'),
	reuseWindowSeconds: 0,
};
const NEXT_RUN: SubmitOptions = {
	runKey: runKeyOf('execution-2', 'Submit Batch', '0'),
	reuseWindowSeconds: 0,
};
const THIRD_RUN: SubmitOptions = {
	runKey: runKeyOf('execution-3', 'Submit Batch', '0'),
	reuseWindowSeconds: 0,
};
const REUSE: SubmitOptions = { reuseWindowSeconds: 3600 };

/** Three rows in two files. */
const SPLIT = { rows: rowsOf(3), provider: withRoomFor(2) };

function isCreate({ method, path }: HttpRequest): boolean {
	return method === 'POST' && path === '/batches';
}

function through(local: LocalConnection, wrap: (inner: Transport) => Transport): Connection {
	return { ...local.connection, transport: wrap(local.connection.transport) };
}

/** Waits until what was accepted is answered, and counts: every line that was ever bought, and how often. */
async function purchasesOf({ server }: LocalConnection): Promise<number[]> {
	await server.idle();
	return server.stats().bought.map(({ times }) => times);
}

/** The list as a server would give it that calls an expired batch by another name, or tells no counts. */
function rewriting(from: RegExp, to: string): (inner: Transport) => Transport {
	return (inner) => async (request) => {
		const response = await inner(request);
		if (request.path !== '/batches' || request.method !== 'GET') return response;
		const text = (await readText(response.body)).replaceAll(from, to);
		return { ...response, body: bytesOfText(text) };
	};
}

const sayingCancelled = rewriting(/"status":"expired"/g, '"status":"cancelled"');
const withoutCounts = rewriting(/"request_counts":\{[^}]*\}/g, '"request_counts":null');

async function fileNamesOf({ connection }: LocalConnection): Promise<string[]> {
	const { listFiles } = await import('../../core/listing');
	return (await listFiles(connection, 0)).entries.map(({ name }) => name);
}

describe('submit', () => {
	describe('sends', () => {
		it('two calls for one file without keys', async () => {
			const local = connectLocally();
			const { job, reused, cancelled, caveats } = await submit(planOf(), local.connection, NO_KEYS);
			expect(local.calls).toEqual(['POST /files', 'POST /batches']);
			expect({ reused, cancelled, caveats }).toEqual({ reused: false, cancelled: [], caveats: [] });
			expect(job).toMatchObject({
				version: 1,
				provider: 'local',
				baseUrl: 'http://127.0.0.1:8787/v1',
				label: 'Weekly review',
				rowCount: 2,
				partCount: 1,
				createdAt: new Date(local.clock.now()).toISOString(),
				batches: [{ id: expect.stringMatching(/^batch_/), part: 1 }],
			});
			await expect(findJob(job.id, local.connection)).resolves.toEqual(job);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1]);
		});

		it('one call more for kept fields', async () => {
			const local = connectLocally();
			const plan = planOf({ rows: rowsOf(2, (index) => ({ index })) });
			await submit(plan, local.connection, NO_KEYS);
			expect(local.calls).toEqual(['POST /files', 'POST /files', 'POST /batches']);
		});

		it('two looks more with a run key', async () => {
			const local = connectLocally();
			await submit(planOf(), local.connection, RUN);
			expect(local.calls).toEqual(['GET /batches', 'GET /files', 'POST /files', 'POST /batches']);
		});

		it('an expiry where the provider takes one, and none where it does not', async () => {
			const bodies: string[] = [];
			const keepingBodies: (inner: Transport) => Transport = (inner) => async (request) => {
				bodies.push(textOfBytes(request.body));
				return await inner(request);
			};
			const local = connectLocally();
			await submit(planOf(), through(local, keepingBodies), NO_KEYS);
			expect(bodies[0]).toContain('name="expires_after[seconds]"\r\n\r\n604800\r\n');
			expect(JSON.parse(bodies[1] ?? '')).toHaveProperty('output_expires_after.seconds', 604800);

			bodies.length = 0;
			const groq = connectLocally({ provider: PROVIDERS.groq });
			await submit(planOf({ provider: PROVIDERS.groq }), through(groq, keepingBodies), NO_KEYS);
			expect(bodies.join()).not.toContain('expires_after');
		});

		it('files that are named after the run, so that an intent can be found again', async () => {
			const local = connectLocally();
			const plan = planOf({ rows: rowsOf(1, () => ({ a: 1 })) });
			await submit(plan, local.connection, RUN);
			const names = (await fileNamesOf(local)).filter((name) => name.startsWith('offpeak.'));
			const label = 'Weekly-review';
			const runFile = { runKey: RUN.runKey, contentKey: plan.contentKey, label };
			expect(names.map((name) => readFileName(name))).toEqual([
				{ ...runFile, shard: 1, part: 'input' },
				{ ...runFile, shard: 1, part: 'kept' },
			]);
		});
	});

	describe('a run that is repeated', () => {
		it('returns its job without buying', async () => {
			const local = connectLocally();
			const first = await submit(planOf(), local.connection, RUN);
			local.calls.length = 0;
			const again = await submit(planOf(), local.connection, RUN);
			expect(again).toEqual({ ...first, reused: true });
			expect(local.calls).toEqual(['GET /batches']);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1]);
		});

		it('returns its job although the job has failed meanwhile', async () => {
			const local = connectLocally();
			local.server.faults.add({ batch: { failBatch: { code: 'x', message: 'no' } } });
			const first = await submit(planOf(), local.connection, RUN);
			await local.server.idle();
			const again = await submit(planOf(), local.connection, RUN);
			expect(again.job).toEqual(first.job);
			expect(local.server.stats().batchesCreated).toBe(1);
		});

		it('returns the job that it bought first although its content has changed', async () => {
			const local = connectLocally();
			const first = await submit(planOf(SPLIT), local.connection, RUN);
			const changed = planOf({ rows: rowsOf(7), label: 'At 12:01' });
			const again = await submit(changed, local.connection, RUN);
			expect(again).toEqual({ ...first, reused: true });
			expect(local.server.stats().batchesCreated).toBe(2);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
		});

		it('says so when only a part had been bought, and the content has changed since', async () => {
			const local = connectLocally();
			local.server.faults.add({ call: CREATE, effect: { kind: 'status', status: 400 }, skip: 1 });
			await errorOf(() => submit(planOf(SPLIT), local.connection, RUN));
			const changed = planOf({ ...SPLIT, label: 'At 12:01' });
			const again = await submit(changed, local.connection, RUN);
			expect(again).toMatchObject({ reused: true, job: { partCount: 2, batches: [{ part: 1 }] } });
			expect(again.caveats).toEqual([
				'Only 1 of 2 files of this job had been sent before, and the items have changed since: the rest was not sent and comes back as failed. Send those items anew.',
			]);
		});

		it('buys anew in the next run, for that is another purchase', async () => {
			const local = connectLocally();
			const first = await submit(planOf(), local.connection, RUN);
			const next = await submit(planOf(), local.connection, NEXT_RUN);
			expect(next.reused).toBe(false);
			expect(next.job.id).not.toBe(first.job.id);
			await expect(purchasesOf(local)).resolves.toEqual([2, 2]);
		});
	});

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
		/** Sends all but the create, which arrives when it is let go. */
		async function lose(
			local: LocalConnection,
			plan: Plan,
			{ skip = 0, isKilled = false } = {},
		): Promise<() => Promise<void>> {
			const held: HttpRequest[] = [];
			let creates = 0;
			const wrap: (inner: Transport) => Transport = (inner) => async (request) => {
				if (isKilled && held.length > 0) throw new TypeError('fetch failed');
				if (!isCreate(request) || ++creates <= skip) return await inner(request);
				held.push(request);
				throw new TypeError('fetch failed');
			};
			const error = await errorOf(() => submit(plan, through(local, wrap), RUN));
			expect(error).toMatchObject({
				code: 'unknown_outcome',
				details: { isOnRecord: !isKilled },
			});
			return async () => {
				for (const request of held) await local.connection.transport(request);
			};
		}

		it('is used by the next run of the same content, and the run after that buys its own', async () => {
			const local = connectLocally();
			const arrive = await lose(local, planOf());
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

		it('is used when it was the last file of several, and nothing else is bought', async () => {
			const local = connectLocally();
			const arrive = await lose(local, planOf(SPLIT), { skip: 1 });
			await arrive();
			const next = await submit(planOf(SPLIT), local.connection, NEXT_RUN);
			expect(next).toMatchObject({ reused: true, job: { batches: [{ part: 1 }, { part: 2 }] } });
			await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
		});

		it('is used although its run was killed, when another run has had to wait for it', async () => {
			const local = connectLocally();
			const arrive = await lose(local, planOf(), { isKilled: true });
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
			await lose(local, planOf());
			await errorOf(() => submit(planOf(), local.connection, RUN));
			await errorOf(() => submit(planOf(), local.connection, NEXT_RUN));
			const parts = (await fileNamesOf(local)).map((name) => readFileName(name)?.part);
			expect(parts).toEqual(['lost', 'input']);
		});

		it('is no hindrance when it came to nothing', async () => {
			const local = connectLocally();
			const arrive = await lose(local, planOf());
			local.server.faults.add({ batch: { failBatch: { code: 'x', message: 'no' } } });
			await arrive();
			await local.server.idle();
			const next = await submit(planOf(), local.connection, NEXT_RUN);
			expect(next.reused).toBe(false);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1]);
		});

		it('is used by no run of other content', async () => {
			const local = connectLocally();
			const arrive = await lose(local, planOf());
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

	describe('a job of several files', () => {
		const plan = (): Plan => planOf(SPLIT);

		async function buyHalf(local: LocalConnection, options: SubmitOptions): Promise<string> {
			local.server.faults.add({ call: CREATE, effect: { kind: 'status', status: 400 }, skip: 1 });
			const error = await errorOf(() => submit(plan(), local.connection, options));
			expect(error.code).toBe('rejected');
			expect(error.details.bought).toEqual([expect.stringMatching(/^batch_/)]);
			expect(error.message).toContain(`1 file of job ${error.details.jobId}`);
			expect(error.details.hint).toContain('only what is missing is sent');
			return error.details.jobId ?? '';
		}

		it('is bought in order, and every row of it once', async () => {
			const local = connectLocally();
			const { job } = await submit(plan(), local.connection, NO_KEYS);
			expect(job).toMatchObject({
				partCount: 2,
				rowCount: 3,
				batches: [{ part: 1 }, { part: 2 }],
			});
			await expect(findJob(job.id, local.connection)).resolves.toEqual(job);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
		});

		it('says what was bought when a later file fails, and the run then buys only the rest', async () => {
			const local = connectLocally();
			const jobId = await buyHalf(local, RUN);
			const { job, reused } = await submit(plan(), local.connection, RUN);
			expect([job.id, reused]).toEqual([jobId, true]);
			expect(job.batches).toHaveLength(2);
			await expect(findJob(jobId, local.connection)).resolves.toEqual(job);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
		});

		it('names the file whose outcome is unknown', async () => {
			const local = connectLocally();
			local.server.faults.add({ call: CREATE, effect: { kind: 'drop-before' }, skip: 1 });
			const error = await errorOf(() => submit(plan(), local.connection, RUN));
			expect(error).toMatchObject({
				code: 'unknown_outcome',
				details: { bought: [expect.any(String)] },
			});
			expect(error.message).toContain('(file 2 of 2)');
			expect(error.details.inputFileId).toMatch(/^file-/);
		});

		it('is continued by the next run when it was left half bought', async () => {
			const local = connectLocally();
			const jobId = await buyHalf(local, RUN);
			local.clock.pass(HOUR_MS);
			const { job, reused } = await submit(plan(), local.connection, NEXT_RUN);
			expect([job.id, reused]).toEqual([jobId, true]);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
		});

		it('is continued hours later by a replay without a run, though the reuse window is over', async () => {
			const local = connectLocally();
			local.server.faults.add({ call: CREATE, effect: { kind: 'status', status: 400 }, skip: 1 });
			await errorOf(() => submit(plan(), local.connection, REUSE));
			local.clock.pass(3 * HOUR_MS);
			const { job, reused } = await submit(plan(), local.connection, REUSE);
			expect(reused).toBe(true);
			expect(job.batches).toHaveLength(2);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
		});

		it('is returned whole when the run that continued it is repeated', async () => {
			const local = connectLocally();
			await buyHalf(local, RUN);
			const continued = await submit(plan(), local.connection, NEXT_RUN);
			const again = await submit(plan(), local.connection, NEXT_RUN);
			expect(again.job).toEqual(continued.job);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
		});

		it('is continued at once although a file of the bought part was uploaded twice', async () => {
			const local = connectLocally();
			local.server.faults.add({ call: UPLOAD, effect: { kind: 'drop-after' } });
			await buyHalf(local, RUN);
			await submit(plan(), local.connection, RUN);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
		});

		it('is bought anew for the failed file only when it is wanted again inside the reuse window', async () => {
			const local = connectLocally();
			local.server.faults.add({
				batch: { failBatch: { code: 'token_limit_exceeded', message: 'later' } },
			});
			const first = await submit(plan(), local.connection, REUSE);
			await local.server.idle();
			local.clock.pass(MINUTE_MS);
			const second = await submit(plan(), local.connection, REUSE);
			expect(second.reused).toBe(true);
			expect(second.cancelled).toEqual([]);
			expect(second.job.id).toBe(first.job.id);
			expect(second.job.batches[1]).toEqual(first.job.batches[1]);
			expect(second.job.batches[0]).not.toEqual(first.job.batches[0]);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
			// Rebuilt from its id, the job speaks of the batch that stands, not of the one that failed.
			await expect(findJob(first.job.id, local.connection)).resolves.toMatchObject({
				batches: second.job.batches,
			});
			const third = await submit(plan(), local.connection, REUSE);
			expect(third.job.batches).toEqual(second.job.batches);
			expect(third.cancelled).toEqual([]);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
		});
	});

	describe('the reuse window', () => {
		it('returns a job of the same content', async () => {
			const local = connectLocally();
			const first = await submit(planOf(), local.connection, REUSE);
			local.clock.pass(30 * MINUTE_MS);
			const second = await submit(planOf(), local.connection, REUSE);
			expect(second).toEqual({ ...first, reused: true });
			await expect(purchasesOf(local)).resolves.toEqual([1, 1]);
		});

		it('holds for a run of its own too', async () => {
			const local = connectLocally();
			const first = await submit(planOf(), local.connection, RUN);
			const second = await submit(planOf(), local.connection, { ...NEXT_RUN, ...REUSE });
			expect(second).toMatchObject({ reused: true, job: first.job });
		});

		it('buys anew outside the window, and for other content', async () => {
			const local = connectLocally();
			await submit(planOf(), local.connection, REUSE);
			await submit(planOf({ label: 'Another' }), local.connection, REUSE);
			local.clock.pass(61 * MINUTE_MS);
			const third = await submit(planOf(), local.connection, REUSE);
			expect(third.reused).toBe(false);
			expect(local.server.stats().batchesCreated).toBe(3);
		});

		it('is off when it is zero: the same content is bought again', async () => {
			const local = connectLocally();
			await submit(planOf(), local.connection, NO_KEYS);
			await submit(planOf(), local.connection, NO_KEYS);
			expect(local.server.stats().batchesCreated).toBe(2);
		});

		it.each([
			['failed', { failBatch: { code: 'x', message: 'no' } }],
			['completed without a success', { failLines: { every: 1, status: 400 } }],
			['expired without a success', { expireAfter: 0 }],
		])('buys anew when the job %s', async (_, batch) => {
			const local = connectLocally();
			local.server.faults.add({ batch });
			await submit(planOf(), local.connection, REUSE);
			await local.server.idle();
			const second = await submit(planOf(), local.connection, REUSE);
			expect(second.reused).toBe(false);
		});

		it.each([
			['expired', { expireAfter: 1 }],
			['was cancelled', { expireAfter: 1 }],
		])('returns a job that %s with paid answers', async (how, batch) => {
			const local = connectLocally();
			local.server.faults.add({ batch });
			const first = await submit(planOf(), local.connection, REUSE);
			await local.server.idle();
			const connection = how === 'expired' ? local.connection : through(local, sayingCancelled);
			const second = await submit(planOf(), connection, REUSE);
			expect([second.job.id, second.reused]).toEqual([first.job.id, true]);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1]);
		});

		it('returns a job that ended early whose provider tells no counts, but has a file of answers', async () => {
			const local = connectLocally();
			local.server.faults.add({ batch: { expireAfter: 1 } });
			const first = await submit(planOf(), local.connection, REUSE);
			await local.server.idle();
			const second = await submit(planOf(), through(local, withoutCounts), REUSE);
			expect([second.job.id, second.reused]).toEqual([first.job.id, true]);
		});

		it('buys a job anew that was left half bought and then cancelled: it was given up', async () => {
			const local = connectLocally();
			local.server.faults.add(
				{ batch: { expireAfter: 1 } },
				{ call: CREATE, effect: { kind: 'status', status: 400 }, skip: 1 },
			);
			await errorOf(() => submit(planOf(SPLIT), local.connection, RUN));
			await local.server.idle();
			const second = await submit(planOf(SPLIT), local.connection, NEXT_RUN);
			expect(second.reused).toBe(false);
			expect(second.job.batches).toHaveLength(2);
		});
	});

	describe('a file that was bought twice', () => {
		async function buyTwice(local: LocalConnection): Promise<void> {
			local.server.faults.add({ batch: { stuckAt: 'in_progress' }, times: 2 });
			const twice: (inner: Transport) => Transport = (inner) => async (request) => {
				if (!isCreate(request)) return await inner(request);
				await inner(request);
				local.clock.pass(SECOND_MS);
				return await inner(request);
			};
			await submit(planOf(), through(local, twice), RUN);
			await local.server.idle();
		}

		it('is found again: the oldest stays, the younger is cancelled and reported', async () => {
			const local = connectLocally();
			await buyTwice(local);
			const { job, cancelled, reused } = await submit(planOf(), local.connection, RUN);
			expect(reused).toBe(true);
			expect(cancelled).toHaveLength(1);
			expect(cancelled).not.toContain(job.batches[0]?.id);
			await local.server.idle();
			const [younger, oldest] = (
				await (await import('../../core/listing')).listBatches(local.connection, 0)
			).entries;
			expect(oldest).toMatchObject({ id: job.batches[0]?.id, phase: 'in_progress' });
			expect(younger).toMatchObject({ id: cancelled[0], phase: 'cancelled' });
			// What was cancelled is left alone by the next look.
			expect((await submit(planOf(), local.connection, RUN)).cancelled).toEqual([]);
		});

		it('is not called cancelled when the cancel fails', async () => {
			const local = connectLocally();
			await buyTwice(local);
			local.server.faults.add({
				call: { path: '^/v1/batches/.*/cancel' },
				effect: { kind: 'status', status: 500 },
			});
			expect((await submit(planOf(), local.connection, RUN)).cancelled).toEqual([]);
		});
	});

	describe('the look at the list', () => {
		/** An account with more jobs than anybody can page through: each page leads to another. */
		function endless(local: LocalConnection, cursor: (page: number) => string): Connection {
			let page = 0;
			return through(local, (inner) => async (request) => {
				if (request.method !== 'GET' || request.path !== '/batches') return await inner(request);
				page += 1;
				local.calls.push('GET /batches');
				const created = Math.floor(local.clock.now() / 1000);
				const body = {
					data: [{ id: `batch_${page}`, status: 'completed', created_at: created, metadata: null }],
					has_more: true,
					last_id: cursor(page),
				};
				return { status: 200, headers: {}, body: jsonBytes(body) };
			});
		}

		it('stops at 20 pages, and says so', async () => {
			const local = connectLocally();
			const { caveats } = await submit(planOf(), endless(local, String), RUN);
			expect(local.calls.filter((call) => call === 'GET /batches')).toHaveLength(20);
			expect(caveats).toEqual([expect.stringContaining('2,000')]);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1]);
		});

		it('stops when the server repeats its cursor', async () => {
			const local = connectLocally();
			const { caveats } = await submit(
				planOf(),
				endless(local, () => 'same'),
				RUN,
			);
			expect(local.calls.filter((call) => call === 'GET /batches')).toHaveLength(2);
			expect(caveats).toEqual([]);
		});

		it('stops at the start of the window', async () => {
			const local = connectLocally();
			for (let count = 0; count < 3; count += 1) {
				await submit(planOf({ label: `Old ${count}` }), local.connection, NO_KEYS);
			}
			local.clock.pass(30 * HOUR_MS);
			local.calls.length = 0;
			await submit(planOf(), local.connection, RUN);
			expect(local.calls.slice(0, 2)).toEqual(['GET /batches', 'GET /files']);
		});

		it('buys nothing when the list cannot be read', async () => {
			const local = connectLocally();
			local.server.faults.add({
				call: LIST,
				effect: { kind: 'status', status: 200, body: { data: 7 } },
			});
			const error = await errorOf(() => submit(planOf(), local.connection, RUN));
			expect(error.code).toBe('malformed_response');
			expect(error.message).toContain('the list of jobs');
			expect(local.server.stats().batchesCreated).toBe(0);
		});
	});

	it('buys every row exactly once, whatever breaks and however often the run is repeated', async () => {
		const effect = fc.constantFrom<CallEffect>(
			{ kind: 'drop-before' },
			{ kind: 'drop-after' },
			{ kind: 'status', status: 500 },
			{ kind: 'status', status: 429 },
			{ kind: 'status', status: 408 },
			{ kind: 'status', status: 409 },
			{ kind: 'status', status: 401 },
			{ kind: 'html', status: 200 },
			{ kind: 'torn', bytes: 20, ending: 'end' },
		);
		const call = fc.constantFrom(CREATE, CREATE, LIST, UPLOAD, { method: 'GET' }, {});
		const rule = fc.record({
			call,
			effect,
			skip: fc.nat({ max: 4 }),
			times: fc.integer({ min: 1, max: 4 }),
		});
		await fc.assert(
			fc.asyncProperty(
				fc.array(rule, { minLength: 1, maxLength: 6 }),
				fc.boolean(),
				async (rules, reuse) => {
					const local = connectLocally();
					local.server.faults.add(...rules);
					// Longer than all tries together: a job that is whole and older is bought anew.
					const options = reuse ? { reuseWindowSeconds: 24 * 3600 } : RUN;
					const plan = planOf(SPLIT);
					let tries = 0;
					for (;;) {
						tries += 1;
						const done = await submit(plan, local.connection, options).then(
							() => true,
							() => false,
						);
						if (done) break;
						expect(tries).toBeLessThan(150);
						local.clock.pass(11 * MINUTE_MS * (reuse ? 0.5 : 1));
					}
					await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
					await local.server.close();
				},
			),
			{ numRuns: 60 },
		);
	}, 30_000);
});

async function* pageBody(): AsyncGenerator<Uint8Array> {
	yield new TextEncoder().encode('<html>Bad gateway</html>');
}

async function* jsonBytes(value: unknown): AsyncGenerator<Uint8Array> {
	yield new TextEncoder().encode(JSON.stringify(value));
}
