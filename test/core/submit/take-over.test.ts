import { stepRunKeyOf, submit, type SubmitOptions } from '../../../core';
import type { EndedRuns } from '../../../core/submit/ended-runs';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../harness/durations';
import {
	closeLocalConnections,
	connectLocally,
	type LocalConnection,
} from '../../../harness/local-connection';
import { purchasesOf, SPLIT } from '../../support/core/purchases';
import { planOf } from '../../support/core/samples';
import { connectDressed } from '../../support/dressed-server';

afterEach(closeLocalConnections);

/** A host with a memory that outlives its runs. */
function memory(): EndedRuns {
	const runs = new Set<string>();
	return {
		has: async (runKey) => await Promise.resolve(runs.has(runKey)),
		add: async (runKey) => {
			await Promise.resolve(runs.add(runKey));
		},
	};
}

function keyOf(execution: number, step = 'Submit Batch'): string {
	return stepRunKeyOf(['instance', 'workflow', step], String(execution));
}

/** The nth execution of the step, to its end. */
function run(execution: number, ended: EndedRuns): SubmitOptions {
	return { runKey: keyOf(execution), reuseWindowSeconds: 0, ended };
}

/** The same, killed after its purchase and before it had its job: nothing is noted, nobody has a handle. */
async function killed(local: LocalConnection, execution: number, order = planOf()) {
	const options = { runKey: keyOf(execution), reuseWindowSeconds: 0 };
	return await submit(order, local.connection, options);
}

describe('a run that was killed between its purchase and its job', () => {
	it('leaves its job to the next run of the same step and content, and the run after that buys its own', async () => {
		const local = connectLocally();
		const ended = memory();
		const { job } = await killed(local, 1);
		local.clock.pass(5 * MINUTE_MS);
		const next = await submit(planOf(), local.connection, run(2, ended));
		expect(next).toMatchObject({ reused: true, job: { id: job.id, shards: job.shards } });
		expect(next.caveats).toEqual([
			expect.stringMatching(
				/^The same items were sent 5 minutes ago by a run of this step that broke off .*op_/,
			),
		]);
		await expect(purchasesOf(local)).resolves.toEqual([1, 1]);
		const third = await submit(planOf(), local.connection, run(3, ended));
		expect(third.reused).toBe(false);
		await expect(purchasesOf(local)).resolves.toEqual([2, 2]);
	});

	it('leaves it whole where it has several files', async () => {
		const local = connectLocally();
		const { job } = await killed(local, 1, planOf(SPLIT));
		local.clock.pass(5 * MINUTE_MS);
		const next = await submit(planOf(SPLIT), local.connection, run(2, memory()));
		expect(next.job.shards).toEqual(job.shards);
		await expect(purchasesOf(local)).resolves.toEqual([1, 1, 1]);
	});

	it('leaves it at a server that keeps no metadata as well', async () => {
		const local = connectDressed({ metadata: 'null' });
		const order = planOf({ provider: local.connection.provider });
		const { job } = await killed(local, 1, order);
		local.clock.pass(5 * MINUTE_MS);
		const next = await submit(order, local.connection, run(2, memory()));
		expect([next.reused, next.job.id]).toEqual([true, job.id]);
		await expect(purchasesOf(local)).resolves.toEqual([1, 1]);
	});

	it('leaves it to whoever comes after, when the run that goes on with it is killed, too', async () => {
		const local = connectLocally();
		const ended = memory();
		const { job } = await killed(local, 1);
		local.clock.pass(5 * MINUTE_MS);
		const forgetful = { ...ended, add: async () => await Promise.resolve() };
		await submit(planOf(), local.connection, run(2, forgetful));
		local.clock.pass(5 * MINUTE_MS);
		const third = await submit(planOf(), local.connection, run(3, ended));
		expect([third.reused, third.job.id]).toEqual([true, job.id]);
		await expect(purchasesOf(local)).resolves.toEqual([1, 1]);
	});

	it('leaves it to the same run, however often that is repeated', async () => {
		const local = connectLocally();
		const ended = memory();
		await killed(local, 1);
		local.clock.pass(5 * MINUTE_MS);
		const next = await submit(planOf(), local.connection, run(2, ended));
		const again = await submit(planOf(), local.connection, run(2, ended));
		expect(again).toMatchObject({ reused: true, job: next.job });
		await expect(purchasesOf(local)).resolves.toEqual([1, 1]);
	});

	it('is waited for, for it may live: a minute from its purchase', async () => {
		const local = connectLocally();
		await killed(local, 1);
		const next = await submit(planOf(), local.connection, run(2, memory()));
		expect(next.reused).toBe(true);
		expect(local.clock.sleeps.map((ms) => ms / SECOND_MS)).toEqual([2, 2, 4, 8, 16, 28]);
	});
});

describe('a run that has ended', () => {
	it('is known to have ended at once, and not waited for', async () => {
		const local = connectLocally();
		const ended = memory();
		await submit(planOf(), local.connection, run(1, ended));
		const next = await submit(planOf(), local.connection, run(2, ended));
		expect(next.reused).toBe(false);
		expect(local.clock.sleeps).toEqual([]);
	});
});

describe('a run whose purchase is no dead one’s', () => {
	it.each<[string, (local: LocalConnection, ended: EndedRuns) => Promise<unknown>]>([
		[
			'came to its end',
			async (local, ended) => await submit(planOf(), local.connection, run(1, ended)),
		],
		[
			'is of another step',
			async (local) =>
				await submit(planOf(), local.connection, {
					runKey: keyOf(1, 'Submit Batch1'),
					reuseWindowSeconds: 0,
				}),
		],
		['bought other content', async (local) => await killed(local, 1, planOf({ label: 'Other' }))],
		[
			'was killed two days ago',
			async (local) => {
				await killed(local, 1);
				local.clock.pass(48 * HOUR_MS);
			},
		],
		[
			'came to nothing',
			async (local) => {
				local.server.faults.add({ batch: { failBatch: { code: 'x', message: 'no' } } });
				await killed(local, 1);
				await local.server.idle();
			},
		],
	])('is no hindrance where it %s: the next run buys its own', async (_, before) => {
		const local = connectLocally();
		const ended = memory();
		await before(local, ended);
		local.clock.pass(5 * MINUTE_MS);
		const next = await submit(planOf(), local.connection, run(2, ended));
		expect(next.reused).toBe(false);
		expect(local.server.stats().batchesCreated).toBe(2);
	});

	it('is named where it ended, for it may have come to nothing later', async () => {
		const local = connectLocally();
		const ended = memory();
		const { job } = await submit(planOf(), local.connection, run(1, ended));
		local.clock.pass(3 * MINUTE_MS);
		const { caveats } = await submit(planOf(), local.connection, run(2, ended));
		expect(caveats).toEqual([
			`The same items were sent 3 minutes ago by another run of this step (job ${job.id}), and are bought again. If that run broke off, get its answers by this ID.`,
		]);
	});

	it('is named where the host does not know whether it ended', async () => {
		const local = connectLocally();
		const { job } = await killed(local, 1);
		const unknown = { has: async () => await Promise.resolve(undefined), add: async () => {} };
		const next = await submit(planOf(), local.connection, run(2, unknown));
		expect(next.reused).toBe(false);
		expect(next.caveats).toEqual([expect.stringContaining(job.id)]);
	});

	it('is left its job where it ends while the other waits', async () => {
		const local = connectLocally();
		const ended = memory();
		const first = await killed(local, 1);
		const { clock } = local;
		const sleep = async (ms: number): Promise<void> => {
			if (ms > 5 * SECOND_MS) await ended.add(keyOf(1));
			await clock.sleep(ms);
		};
		const connection = { ...local.connection, clock: { now: clock.now, sleep } };
		const next = await submit(planOf(), connection, run(2, ended));
		expect(next.reused).toBe(false);
		expect(next.job.id).not.toBe(first.job.id);
	});

	it('costs no call more', async () => {
		const local = connectLocally();
		const ended = memory();
		await submit(planOf(), local.connection, run(1, ended));
		local.calls.length = 0;
		await submit(planOf(), local.connection, run(2, ended));
		expect(local.calls).toEqual(['GET /batches', 'GET /files', 'POST /files', 'POST /batches']);
	});
});

it('keeps the job of a run whose host cannot note its end', async () => {
	const local = connectLocally();
	const broken = { ...memory(), add: async () => await Promise.reject(new Error('no disk')) };
	const { job } = await submit(planOf(), local.connection, run(1, broken));
	expect(job.shards).toHaveLength(1);
});
