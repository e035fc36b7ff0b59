import { findLatestEvent, groupJobs, readCursor, readRecord } from '../../../core';
import { batchOf } from '../../support/core/batches';
import { BatchList } from '../../support/core/batch-list';
import { WatchingHost, watchSettings, addMany, idsOf } from '../../support/core/watching-host';
import { HOUR_MS, MINUTE_MS } from '../../../harness/durations';

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
