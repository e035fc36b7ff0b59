import { findLatestEvent, groupJobs, readCursor, watchJobs, type Cursor } from '../../core';
import { readRecord } from '../../core/metadata';
import { batchOf } from '../support/core/batches';
import { BatchList, type ListedBatch } from '../support/core/batch-list';
import { HOUR_MS, MINUTE_MS } from '../support/core/fake-clock';
import { WatchingHost, watchSettings } from '../support/core/watching-host';

function addMany(list: BatchList, count: number, from = 0): ListedBatch[] {
	return Array.from({ length: count }, (_, index) => list.add({ jobId: `op_${from + index + 1}` }));
}

async function idsOf(poll: ReturnType<WatchingHost['poll']>): Promise<string[]> {
	return (await poll).events.map(({ id }) => id);
}

describe('The first look', () => {
	it('tells of jobs that ended in the last day, and of no older one', async () => {
		const list = new BatchList();
		const [old, recent] = addMany(list, 2);
		if (old !== undefined) list.end(old);
		list.pass(25 * HOUR_MS);
		if (recent !== undefined) list.end(recent);
		expect(await idsOf(new WatchingHost(list).poll())).toEqual(['op_2:completed']);
	});

	it('looks back as far as it is told', async () => {
		const list = new BatchList();
		for (const batch of addMany(list, 1)) list.end(batch);
		list.pass(30 * HOUR_MS);
		const host = new WatchingHost(list, { lookBackSeconds: 31 * 3600 });
		expect(await idsOf(host.poll())).toEqual(['op_1:completed']);
		expect(await idsOf(new WatchingHost(list, { lookBackSeconds: 0 }).poll())).toEqual([]);
	});

	it('watches a job that was sent days ago and still runs', async () => {
		const list = new BatchList(1);
		const [slow] = addMany(list, 1);
		list.pass(2 * 24 * HOUR_MS);
		list.end(list.add());
		list.pass(3 * 24 * HOUR_MS);
		for (let others = 0; others < 5; others += 1) list.end(list.add());
		const host = new WatchingHost(list);
		await host.poll();
		if (slow !== undefined) list.end(slow);
		expect(await idsOf(host.poll())).toEqual(['op_1:completed']);
	});

	it('is not fooled by a clock that stands a year ahead or behind', async () => {
		for (const hours of [-365 * 24, 365 * 24]) {
			const list = new BatchList(1);
			const [old, running] = addMany(list, 2);
			if (old !== undefined) list.end(old);
			list.pass(48 * HOUR_MS);
			addMany(list, 1, 2);
			list.clock.pass(hours * HOUR_MS);
			const host = new WatchingHost(list);
			expect(await idsOf(host.poll())).toEqual([]);
			if (running !== undefined) list.end(running);
			expect(await idsOf(host.poll())).toEqual(['op_2:completed']);
		}
	});

	it('comes to nothing when the list cannot be read, and is made up for', async () => {
		const list = new BatchList();
		for (const batch of addMany(list, 1)) list.end(batch);
		list.failures.push(503);
		const host = new WatchingHost(list);
		const watch = await host.poll();
		expect(watch).toMatchObject({ events: [], error: { code: 'unavailable' } });
		expect(watch.cursor).toBeUndefined();
		expect(await idsOf(host.poll())).toEqual(['op_1:completed']);
	});
});

describe('A list that changes under the watch', () => {
	it('brings no old job up as new when younger ones are taken out of it', async () => {
		const list = new BatchList();
		for (const job of addMany(list, 150)) list.end(job);
		list.pass(40 * 24 * HOUR_MS);
		addMany(list, 20, 150);
		const host = new WatchingHost(list);
		await host.poll();
		list.batches.splice(0, 10);
		expect(await idsOf(host.poll())).toEqual([]);
	});

	it('still knows the jobs further down when more than a page of younger ones is taken out', async () => {
		const list = new BatchList();
		const host = new WatchingHost(list);
		await host.poll();
		for (const round of [0, 1, 2]) {
			for (const job of addMany(list, 90, round * 90)) list.end(job);
			await host.poll();
		}
		await host.poll();
		list.batches.splice(0, 120);
		expect(await idsOf(host.poll())).toEqual([]);
	});

	it('hides no new job when all that was known is taken out of it', async () => {
		const list = new BatchList();
		addMany(list, 3);
		const host = new WatchingHost(list, { lookBackSeconds: 0 });
		await host.poll();
		list.batches.splice(0);
		for (const job of addMany(list, 1, 3)) list.end(job);
		list.pass(MINUTE_MS);
		expect(await idsOf(host.poll())).toEqual(['op_4:completed']);
	});
});

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
					partCount: 2,
					batches: [
						{ id: 'batch_1', part: 1 },
						{ id: 'batch_2', part: 2 },
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
		list.end(list.add({ jobId: 'op_1', attempt: 2 }));
		const { events } = await host.poll();
		expect(events).toMatchObject([
			{ id: 'op_1:completed:2', job: { batches: [{ id: first.id }, { attempt: 2 }] } },
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

describe('The calls of a look', () => {
	it('are one when nothing is new, however many jobs there were', async () => {
		const list = new BatchList();
		for (const job of addMany(list, 1000)) list.end(job);
		list.pass(40 * 24 * HOUR_MS);
		addMany(list, 3, 1000);
		const host = new WatchingHost(list);
		await host.poll();
		// Nothing further down can have ended lately.
		expect(list.calls).toEqual(['GET /batches']);
		await host.poll();
		expect(list.calls).toEqual(['GET /batches', 'GET /batches']);
	});

	it('ask for open batches by id when that is fewer', async () => {
		const list = new BatchList();
		const host = new WatchingHost(list);
		await host.poll();
		const [job] = addMany(list, 1);
		await host.poll();
		list.pass(HOUR_MS);
		for (let count = 0; count < 500; count += 1) {
			list.pass(30_000);
			list.end(list.add());
		}
		await host.poll();
		list.calls.length = 0;
		await host.poll();
		expect(list.calls).toEqual(['GET /batches', `GET /batches/${job?.id}`]);
	});

	it('walk down the list when that is fewer', async () => {
		const list = new BatchList();
		const host = new WatchingHost(list);
		await host.poll();
		const jobs = addMany(list, 150);
		list.pass(MINUTE_MS);
		await host.poll();
		list.calls.length = 0;
		for (const job of jobs) list.end(job);
		expect((await host.poll()).events).toHaveLength(150);
		expect(list.calls).toEqual(['GET /batches', 'GET /batches']);
	});

	it('are at most twenty, and the next look goes on where this one stopped', async () => {
		const list = new BatchList(10);
		const host = new WatchingHost(list);
		await host.poll();
		for (const job of addMany(list, 450)) list.end(job);
		const counts: number[] = [];
		for (let poll = 0; poll < 4; poll += 1) {
			list.calls.length = 0;
			const { events } = await host.poll();
			expect(list.calls.length).toBeLessThanOrEqual(20);
			counts.push(events.length);
		}
		expect(counts).toEqual([200, 190, 60, 0]);
		expect(new Set(host.ids).size).toBe(450);
	});

	it('end when the time is up, and nothing is lost', async () => {
		const list = new BatchList(10);
		for (const job of addMany(list, 60)) list.end(job);
		let cursor: Cursor | undefined;
		const told = new Set<string>();
		for (let poll = 0; poll < 8; poll += 1) {
			let calls = 0;
			const watch = await watchJobs(
				cursor,
				list.connection,
				watchSettings(),
				() => (calls += 1) <= 2,
			);
			for (const { id } of watch.events) told.add(id);
			cursor = watch.cursor;
		}
		expect(told.size).toBe(60);
	});

	it('come by every open job in turn when there are thousands', async () => {
		const list = new BatchList(10);
		const host = new WatchingHost(list);
		await host.poll();
		const jobs = addMany(list, 600);
		await host.pollUntilQuiet();
		for (const job of jobs) list.end(job);
		await host.pollUntilQuiet();
		expect(new Set(host.ids).size).toBe(600);
	});

	it('ask in turn for open jobs that are too many to be asked for at once', async () => {
		const list = new BatchList();
		const host = new WatchingHost(list);
		await host.poll();
		const jobs = addMany(list, 50);
		await host.poll();
		list.pass(100 * 24 * HOUR_MS);
		for (let count = 0; count < 300; count += 1) list.end(list.add());
		await host.poll();
		await host.poll();
		const ends = [jobs.at(0), jobs.at(25), jobs.at(-1)];
		for (const job of ends) if (job !== undefined) list.end(job);
		let told = 0;
		for (let poll = 0; poll < 3; poll += 1) told += (await host.poll()).events.length;
		expect(told).toBe(3);
	});

	it('leave no more than four stretches to be read, and lose none of them', async () => {
		const list = new BatchList(10);
		const host = new WatchingHost(list);
		await host.poll();
		for (let round = 0; round < 8; round += 1) {
			for (const job of addMany(list, 25, round * 25)) list.end(job);
			list.failures.push(undefined, 503);
			const { cursor } = await host.poll();
			expect(cursor?.gaps.length).toBeLessThanOrEqual(4);
		}
		await host.pollUntilQuiet();
		expect(new Set(host.ids).size).toBe(200);
	});

	it('keep what was read before one of them fails', async () => {
		const list = new BatchList(10);
		const host = new WatchingHost(list);
		await host.poll();
		for (const job of addMany(list, 25)) list.end(job);
		list.failures.push(undefined, 503);
		const watch = await host.poll();
		expect(watch.events).toHaveLength(10);
		expect(watch.error).toMatchObject({ code: 'unavailable' });
		expect(await idsOf(host.poll())).toHaveLength(15);
	});

	it('begin at the top again when the batch behind which they were to go on is gone', async () => {
		const list = new BatchList(10);
		const host = new WatchingHost(list);
		await host.poll();
		for (const job of addMany(list, 30)) list.end(job);
		list.failures.push(undefined, 503);
		const { cursor } = await host.poll();
		const [gap] = cursor?.gaps ?? [];
		list.batches.splice(
			list.batches.findIndex(({ id }) => id === gap?.after),
			1,
		);
		await host.pollUntilQuiet();
		expect(new Set(host.ids).size).toBe(30);
	});

	it('give up on a batch that the provider has not known for sixty looks', async () => {
		const list = new BatchList();
		const host = new WatchingHost(list);
		await host.poll();
		addMany(list, 1);
		await host.poll();
		list.batches.splice(0);
		for (let poll = 0; poll < 59; poll += 1) await host.poll();
		expect(host.cursor?.watched).toHaveLength(1);
		await host.poll();
		expect(host.cursor?.watched).toHaveLength(0);
	});
});

describe('The cursor', () => {
	it('is small once all is told, however many jobs there were', async () => {
		const list = new BatchList();
		const host = new WatchingHost(list);
		await host.poll();
		for (let round = 0; round < 20; round += 1) {
			for (const job of addMany(list, 100, round * 100)) list.end(job);
			await host.poll();
		}
		await host.poll();
		expect(host.ids).toHaveLength(2000);
		expect(host.cursor?.watched).toEqual([]);
		expect(JSON.stringify(host.cursor).length).toBeLessThan(25_000);
	});

	it('starts anew for another label, another credential or another server', async () => {
		const list = new BatchList();
		const host = new WatchingHost(list);
		await host.poll();
		for (const job of addMany(list, 1)) list.end(job);
		await host.poll();
		await host.poll();
		expect(await idsOf(host.poll({ label: 'Weekly review' }))).toEqual(['op_1:completed']);
		expect(await idsOf(host.poll({ account: 'credential-2' }))).toEqual(['op_1:completed']);
	});

	it('reads back as it was written', async () => {
		const list = new BatchList(2);
		const host = new WatchingHost(list, { includeOthers: true });
		await host.poll();
		addMany(list, 90);
		list.add();
		const { cursor } = await host.poll();
		expect(cursor?.gaps).toHaveLength(1);
		expect(readCursor(JSON.parse(JSON.stringify(cursor)))).toEqual(cursor);
	});

	it.each([
		null,
		7,
		'x',
		[],
		{},
		{ version: 2 },
		{ version: 1, scope: '', anchors: [7], gaps: [], watched: [] },
	])('that is %j is none', (value) => expect(readCursor(value)).toBeUndefined());
});

describe('findLatestEvent', () => {
	it('finds the job that ended last, or says which labels there are', async () => {
		const list = new BatchList();
		const [slow, quick] = addMany(list, 2);
		if (quick !== undefined) list.end(quick);
		list.pass(MINUTE_MS);
		if (slow !== undefined) list.end(slow);
		const { event } = await findLatestEvent(list.connection, watchSettings());
		expect(event?.id).toBe('op_1:completed');
		const none = await findLatestEvent(list.connection, watchSettings({ label: 'Mine' }));
		expect(none).toEqual({ labels: ['Weekly review'] });
	});
});

describe('groupJobs', () => {
	it('puts the batches of one job together and leaves other tools’ out', () => {
		const mine = batchOf({ id: 'a' });
		const grouped = groupJobs([mine, batchOf({ id: 'b', metadata: {} }), batchOf({ id: 'c' })]);
		expect([...grouped.keys()]).toEqual([readRecord(mine)?.jobId]);
		expect([...grouped.values()][0]?.map(({ batch }) => batch.id)).toEqual(['a', 'c']);
	});
});
