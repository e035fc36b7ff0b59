import { watchJobs, type Cursor } from '../../../core';
import { BatchList } from '../../support/core/batch-list';
import { WatchingHost, watchSettings, addMany, idsOf } from '../../support/core/watching-host';
import { HOUR_MS, MINUTE_MS } from '../../../harness/durations';

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
