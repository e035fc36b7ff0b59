import fc from 'fast-check';
import {
	findJob,
	PROVIDERS,
	submit,
	type Plan,
	type SubmitOptions,
	type Transport,
} from '../../../core';
import { readFileName } from '../../../core/record/file-names';
import type { CallEffect } from '../../../local-server/src';
import {
	closeLocalConnections,
	connectLocally,
	type LocalConnection,
} from '../../../harness/local-connection';
import { errorOf } from '../../support/core/refusal';
import { planOf, rowsOf, textOfBytes } from '../../support/core/samples';
import {
	CREATE,
	LIST,
	UPLOAD,
	NO_KEYS,
	RUN,
	NEXT_RUN,
	REUSE,
	SPLIT,
	through,
	purchasesOf,
	fileNamesOf,
} from '../../support/core/purchases';
import { runs } from '../../support/fuzz';
import { HOUR_MS, MINUTE_MS } from '../../../harness/durations';

afterEach(closeLocalConnections);

describe('submit', () => {
	describe('sends', () => {
		it('two calls for one file without keys', async () => {
			const local = connectLocally();
			const { job, reused, cancelled, caveats } = await submit(planOf(), local.connection, NO_KEYS);
			expect(local.calls).toEqual(['POST /files', 'POST /batches']);
			expect({ reused, cancelled, caveats }).toEqual({ reused: false, cancelled: [], caveats: [] });
			expect(job).toMatchObject({
				version: 2,
				kind: 'batch',
				service: 'openai',
				baseUrl: 'http://127.0.0.1:8787/v1',
				label: 'Weekly review',
				rowCount: 2,
				round: 1,
				shardCount: 1,
				createdAt: new Date(local.clock.now()).toISOString(),
				shards: [{ batchId: expect.stringMatching(/^batch_/), index: 1, round: 1 }],
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
				{ ...runFile, shard: 1, shardCount: 1, role: 'input' },
				{ ...runFile, shard: 1, shardCount: 1, role: 'kept' },
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
			expect(again).toMatchObject({ reused: true, job: { shardCount: 2, shards: [{ index: 1 }] } });
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
				shardCount: 2,
				rowCount: 3,
				shards: [{ index: 1 }, { index: 2 }],
			});
			await expect(findJob(job.id, local.connection)).resolves.toEqual(job);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
		});

		it('says what was bought when a later file fails, and the run then buys only the rest', async () => {
			const local = connectLocally();
			const jobId = await buyHalf(local, RUN);
			const { job, reused } = await submit(plan(), local.connection, RUN);
			expect([job.id, reused]).toEqual([jobId, true]);
			expect(job.shards).toHaveLength(2);
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
			expect(job.shards).toHaveLength(2);
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
			expect(second.job.shards[1]).toEqual(first.job.shards[1]);
			expect(second.job.shards[0]).not.toEqual(first.job.shards[0]);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
			// Rebuilt from its id, the job speaks of the batch that stands, not of the one that failed.
			await expect(findJob(first.job.id, local.connection)).resolves.toMatchObject({
				shards: second.job.shards,
			});
			const third = await submit(plan(), local.connection, REUSE);
			expect(third.job.shards).toEqual(second.job.shards);
			expect(third.cancelled).toEqual([]);
			await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
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
			runs(40),
		);
	});
});
