import { listJobs, submit, watchJobs } from '../../../core';
import { BatchList } from '../../support/core/batch-list';
import { closeLocalConnections, connectLocally } from '../../../harness/local-connection';
import { errorOf } from '../../support/core/refusal';
import { planOf, rowsOf, withRoomFor } from '../../support/core/samples';
import { watchSettings } from '../../support/core/watching-host';
import { submitted, crowd } from '../../support/core/crowd';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../harness/durations';

afterEach(closeLocalConnections);

describe('listJobs', () => {
	it('gives a job whole whose shards lie on two pages', async () => {
		const local = connectLocally();
		const job = await submitted(local, 3);
		await crowd(local, 99);
		local.calls.length = 0;
		await expect(listJobs(local.connection, 1)).resolves.toMatchObject([{ job, isWhole: true }]);
		expect(local.calls).toEqual(['GET /batches', 'GET /batches']);
	});

	it('reads no further than the newest jobs wanted', async () => {
		const local = connectLocally();
		await submitted(local, 3);
		await crowd(local, 99);
		const newest = await submitted(local, 3);
		local.calls.length = 0;
		await expect(listJobs(local.connection, 1)).resolves.toMatchObject([{ job: newest }]);
		expect(local.calls).toEqual(['GET /batches']);
	});

	it('tells of a job that a file of it was never sent, and looks no further than it could be', async () => {
		const local = connectLocally();
		await submitted(local, 1);
		await crowd(local, 250);
		local.clock.pass(8 * 24 * HOUR_MS);
		local.server.faults.add({
			call: { method: 'POST', path: '^/v1/batches$' },
			effect: { kind: 'status', status: 400 },
			skip: 1,
		});
		await errorOf(() => submitted(local, 3));
		local.calls.length = 0;
		const [listed] = await listJobs(local.connection, 1);
		expect(listed).toMatchObject({ isWhole: false, job: { shards: [{ index: 1 }] } });
		expect(local.calls).toEqual(['GET /batches']);
	});

	it('judges a job by the batches that stand, not by one that was bought twice and cancelled', async () => {
		const list = new BatchList();
		const [older, younger] = [list.add({ jobId: 'op_1' }), list.add({ jobId: 'op_1' })];
		list.end(older);
		list.end(younger, 'cancelled');
		const [listed] = await listJobs(list.connection, 1);
		expect(listed).toMatchObject({
			job: { shards: [{ batchId: older.id, index: 1, round: 1 }] },
			status: { state: 'done', phase: 'completed', counts: { total: 3, completed: 3 } },
		});
	});

	it('keeps a job whole until its last part is older than what is asked for', async () => {
		const list = new BatchList(1);
		const since = (): number => list.seconds - 7 * 24 * 3600;
		list.end(list.add({ jobId: 'op_1', shard: 1, shardCount: 2 }), 'failed');
		list.pass(HOUR_MS);
		list.end(list.add({ jobId: 'op_1', shard: 2, shardCount: 2 }));
		list.pass(7 * 24 * HOUR_MS - MINUTE_MS);
		await expect(listJobs(list.connection, 9, since())).resolves.toMatchObject([
			{ isWhole: true, status: { phase: 'failed' }, job: { shards: [{ index: 1 }, { index: 2 }] } },
		]);
		list.pass(2 * MINUTE_MS);
		await expect(listJobs(list.connection, 9, since())).resolves.toEqual([]);
	});

	it('reads no page below what is asked for when all of it is whole', async () => {
		const list = new BatchList(1);
		list.add({ jobId: 'op_1' });
		list.pass(24 * HOUR_MS);
		list.add({ jobId: 'op_2' });
		list.pass(7 * 24 * HOUR_MS);
		list.add({ jobId: 'op_3' });
		await listJobs(list.connection, 9, list.seconds - 3600);
		expect(list.calls).toHaveLength(2);
	});

	it('calls the end of a job whose failed part was bought anew an end of its own', async () => {
		const local = connectLocally();
		const plan = planOf({ rows: rowsOf(3), provider: withRoomFor(2) });
		local.server.faults.add({ batch: { failLines: { every: 1, status: 400 } } });
		const ends: string[] = [];
		for (const times of [1, 2, 3]) {
			const { job } = await submit(plan, local.connection, { reuseWindowSeconds: 3600 });
			await local.server.idle();
			local.clock.pass(5 * SECOND_MS);
			const [listed] = await listJobs(local.connection, 1);
			const { events } = await watchJobs(undefined, local.connection, watchSettings());
			expect(listed).toMatchObject({ job: { id: job.id }, status: { phase: 'completed' } });
			expect(events).toMatchObject([{ status: 'completed', job: { id: job.id } }]);
			ends.push(`${listed?.endId} ${events[0]?.id}`);
			expect(local.server.stats().batchesCreated).toBe(Math.min(times, 2) + 1);
		}
		expect(ends[1]).not.toBe(ends[0]);
		expect(ends[2]).toBe(ends[1]);
	});
});
