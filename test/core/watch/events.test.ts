import { BatchList } from '../../support/core/batch-list';
import { WatchingHost, addMany, idsOf } from '../../support/core/watching-host';
import { HOUR_MS, MINUTE_MS } from '../../../harness/durations';

describe('An event', () => {
	it('counts the rows of a batch that was refused as a whole', async () => {
		const list = new BatchList();
		const host = new WatchingHost(list);
		await host.poll();
		const batch = list.add({ jobId: 'op_1', rowCount: 200 });
		batch.request_counts = { total: 0, completed: 0, failed: 0 };
		list.end(batch, 'failed');
		const { events } = await host.poll();
		expect(events).toMatchObject([{ status: 'failed', rowCount: 200, answered: 0, failed: 200 }]);
	});

	it('carries what the job came to and its handle', async () => {
		const list = new BatchList();
		const host = new WatchingHost(list);
		await host.poll();
		const parts = [1, 2].map((shard) =>
			list.add({ jobId: 'op_1', shard, shardCount: 2, rowCount: 6, label: 'Mine' }),
		);
		list.pass(MINUTE_MS);
		for (const part of parts) list.end(part, part === parts[0] ? 'completed' : 'expired');
		const { events } = await host.poll();
		expect(events).toEqual([
			{
				id: 'op_1:expired',
				status: 'expired',
				label: 'Mine',
				rowCount: 6,
				answered: 6,
				failed: 0,
				submittedAt: '2026-11-23T12:00:00.000Z',
				endedAt: '2026-11-23T12:01:00.000Z',
				batchIds: ['batch_1', 'batch_2'],
				job: expect.objectContaining({
					id: 'op_1',
					shardCount: 2,
					shards: [
						{ batchId: 'batch_1', index: 1, round: 1 },
						{ batchId: 'batch_2', index: 2, round: 1 },
					],
				}),
			},
		]);
	});

	it('comes when the last part of a job ends, not before', async () => {
		const list = new BatchList();
		const host = new WatchingHost(list);
		await host.poll();
		const parts = [1, 2, 3].map((shard) => list.add({ jobId: 'op_1', shard, shardCount: 3 }));
		for (const part of parts) {
			expect(await idsOf(host.poll())).toEqual([]);
			list.end(part);
		}
		expect(await idsOf(host.poll())).toEqual(['op_1:completed']);
	});

	it('comes for each of several jobs that end in the same second', async () => {
		const list = new BatchList();
		const host = new WatchingHost(list);
		await host.poll();
		const jobs = addMany(list, 3);
		await host.poll();
		for (const job of jobs) list.end(job);
		expect(await idsOf(host.poll())).toEqual([
			'op_1:completed',
			'op_2:completed',
			'op_3:completed',
		]);
	});

	it('is told again by another process, and by the same one never', async () => {
		const list = new BatchList();
		const host = new WatchingHost(list);
		await host.poll();
		for (const job of addMany(list, 1)) list.end(job);
		const told = await host.poll();
		expect(told.events).toHaveLength(1);
		host.crash({ back: 0, isLost: true });
		const again = await host.poll();
		expect(again.events).toEqual(told.events);
		for (let poll = 0; poll < 5; poll += 1) expect((await host.poll()).events).toEqual([]);
	});

	it('is told again without a call, though the provider has forgotten the job', async () => {
		const list = new BatchList();
		const host = new WatchingHost(list);
		await host.poll();
		for (const job of addMany(list, 1)) list.end(job);
		const { events } = await host.poll();
		host.crash({ back: 0, isLost: true });
		list.batches.splice(0);
		list.calls.length = 0;
		expect((await host.poll()).events).toEqual(events);
		expect(list.calls).toEqual(['GET /batches']);
	});

	it('of a further round has an id of its own, and a handle with all rounds', async () => {
		const list = new BatchList();
		const host = new WatchingHost(list);
		await host.poll();
		const first = list.add({ jobId: 'op_1' });
		list.end(first, 'expired');
		expect(await idsOf(host.poll())).toEqual(['op_1:expired']);
		await host.poll();
		for (let others = 0; others < 150; others += 1) list.add();
		list.pass(MINUTE_MS);
		await host.poll();
		list.end(list.add({ jobId: 'op_1', round: 2 }));
		const { events } = await host.poll();
		expect(events).toMatchObject([
			{
				id: 'op_1:completed:2',
				job: { round: 2, shards: [{ batchId: first.id, round: 1 }, { round: 2 }] },
			},
		]);
	});

	it.each([
		['label', { label: 'Other' }],
		['status', { statuses: new Set(['failed'] as const) }],
	])('is left out by %s', async (_, changes) => {
		const list = new BatchList();
		const host = new WatchingHost(list, changes);
		await host.poll();
		for (const job of addMany(list, 1)) list.end(job);
		expect(await idsOf(host.poll())).toEqual([]);
		expect(host.cursor?.watched).toEqual([]);
	});

	it('is not made of another tool’s batches, unless they are asked for', async () => {
		const list = new BatchList();
		const theirs = list.add();
		list.end(theirs);
		expect(await idsOf(new WatchingHost(list).poll())).toEqual([]);
		const { events } = await new WatchingHost(list, { includeOthers: true, label: 'Mine' }).poll();
		expect(events).toMatchObject([
			{ id: `${theirs.id}:completed`, batchIds: [theirs.id], rowCount: 3 },
		]);
		expect(events[0]).not.toHaveProperty('job');
	});
});

describe('A job that was not sent whole', () => {
	it('is incomplete an hour after its last part, and still completed when the rest comes later', async () => {
		const list = new BatchList();
		const host = new WatchingHost(list);
		await host.poll();
		list.end(list.add({ jobId: 'op_1', shard: 1, shardCount: 2 }));
		list.pass(59 * MINUTE_MS);
		expect(await idsOf(host.poll())).toEqual([]);
		list.pass(2 * MINUTE_MS);
		expect(await idsOf(host.poll())).toEqual(['op_1:incomplete']);
		expect(await idsOf(host.poll())).toEqual([]);
		list.end(list.add({ jobId: 'op_1', shard: 2, shardCount: 2 }));
		expect(await idsOf(host.poll())).toEqual(['op_1:completed']);
		expect(await idsOf(host.poll())).toEqual([]);
	});

	it('is not called incomplete as long as a part of it runs', async () => {
		const list = new BatchList();
		const host = new WatchingHost(list);
		await host.poll();
		const part = list.add({ jobId: 'op_1', shard: 1, shardCount: 2 });
		list.pass(5 * HOUR_MS);
		expect(await idsOf(host.poll())).toEqual([]);
		list.end(part);
		expect(await idsOf(host.poll())).toEqual(['op_1:incomplete']);
	});

	it('is looked for down the list before it is called incomplete, over several looks', async () => {
		const list = new BatchList(2);
		const host = new WatchingHost(list);
		await host.poll();
		list.end(list.add({ jobId: 'op_1', shard: 1, shardCount: 2 }), 'failed');
		list.end(list.add({ jobId: 'op_1', shard: 2, shardCount: 2 }));
		expect(await idsOf(host.poll())).toEqual(['op_1:failed']);
		await host.poll();
		for (let count = 0; count < 90; count += 1) list.end(list.add());
		await host.pollUntilQuiet();
		// The failed part is bought again: its sibling stands 90 batches further down.
		list.end(list.add({ jobId: 'op_1', shard: 1, shardCount: 2 }));
		list.pass(2 * HOUR_MS);
		await host.pollUntilQuiet();
		expect(host.ids).toEqual(['op_1:failed', 'op_1:completed']);
	});
});

describe('A job whose first part is missing', () => {
	it('is not called incomplete within the hour', async () => {
		const list = new BatchList();
		const host = new WatchingHost(list);
		await host.poll();
		list.end(list.add({ jobId: 'op_1', shard: 2, shardCount: 2 }));
		list.pass(59 * MINUTE_MS);
		expect(await idsOf(host.poll())).toEqual([]);
		list.pass(2 * MINUTE_MS);
		expect(await idsOf(host.poll())).toEqual(['op_1:incomplete']);
	});

	it('is called incomplete once, however long it takes to look for it', async () => {
		const list = new BatchList(2);
		const host = new WatchingHost(list);
		await host.poll();
		for (let count = 0; count < 90; count += 1) list.end(list.add());
		list.end(list.add({ jobId: 'op_1', shard: 2, shardCount: 2 }));
		await host.pollUntilQuiet();
		list.pass(2 * HOUR_MS);
		await host.pollUntilQuiet();
		expect(host.ids).toEqual(['op_1:incomplete']);
	});
});
