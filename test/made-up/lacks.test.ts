import {
	collect,
	deleteFiles,
	fitSettings,
	findJob,
	findLatest,
	join,
	listJobs,
	plan,
	poll,
	resubmit,
	submit,
	submitInBackground,
	watchJobs,
	endEarly,
	type WatchSettings,
} from '../../core';
import { MADE_UP } from './provider';
import { ONCE, start, inputOf, purchases } from './support';

describe('what this wire cannot do', () => {
	it('is said before anything is bought', () => {
		const { caveats } = plan(inputOf());
		expect(caveats).toEqual([
			expect.stringContaining('its handle is the only way to the answers'),
			expect.stringContaining('keeps no files: kept fields travel in the handle'),
			expect.stringContaining('does not give back what was sent'),
		]);
		expect(caveats[0]).toContain('a run that is repeated buys it again');
	});

	it('refuses fields that no handle has room for, without a call', () => {
		const rows = Array.from({ length: 12 }, (_, index) => ({
			text: `Row ${index}`,
			kept: { note: 'x'.repeat(90_000) },
		}));
		expect(() => plan(inputOf({ rows }))).toThrow(/more than 1 MB, and Made-Up keeps none of them/);
	});

	it('is not answered in the background: that is refused before a call', async () => {
		const { server, connection } = start();
		await expect(submitInBackground(plan(inputOf()), connection)).rejects.toMatchObject({
			code: 'unsupported',
		});
		expect(server.calls).toEqual([]);
	});

	it('sends nothing again by itself: settings for that are left out, in words', async () => {
		const { server, connection } = start();
		server.endings.set('r0-m-1', 'bad');
		const { job } = await submit(plan(inputOf()), connection, ONCE);
		server.finish();
		const collected = await collect(await poll(job, connection), connection);
		const finished = { job, collected, outcomes: join(job, collected) };
		await expect(resubmit(finished, connection, { maxRounds: 3 })).rejects.toMatchObject({
			code: 'unsupported',
			message: expect.stringContaining('does not give back what was sent'),
		});
		expect(purchases(server)).toEqual([1, 1, 1, 1]);

		const { settings, caveats } = fitSettings({ maxRounds: 3, deadlineHours: 4 }, MADE_UP);
		expect(settings).toMatchObject({ maxRounds: 1, deadlineHours: undefined });
		expect(caveats).toHaveLength(2);
	});

	it('keeps no deadline, and cancels nothing for one', async () => {
		const { server, connection } = start();
		const { job } = await submit(plan(inputOf()), connection, ONCE);
		await expect(endEarly(job, connection)).rejects.toMatchObject({ code: 'unsupported' });
		expect(server.calls).toEqual(['POST /jobs']);
	});

	it('finds no job by its id or label, and asks nobody', async () => {
		const { server, connection } = start();
		const { job } = await submit(plan(inputOf()), connection, ONCE);
		const unsupported = {
			code: 'unsupported',
			message: expect.stringContaining('its handle alone'),
		};
		await expect(findJob(job.id, connection)).rejects.toMatchObject(unsupported);
		await expect(findJob('mj_1', connection)).rejects.toMatchObject(unsupported);
		await expect(findLatest('Weekly review', connection)).rejects.toMatchObject(unsupported);
		expect(server.calls).toEqual(['POST /jobs']);
		expect(await listJobs(connection, 10)).toEqual([]);
	});

	it('deletes no files, for there are none, and says what stays', async () => {
		const { server, connection } = start();
		const { job } = await submit(plan(inputOf()), connection, ONCE);
		const { deleted, caveats } = await deleteFiles(job, connection);
		expect([deleted, caveats]).toEqual([0, [expect.stringContaining('What was sent stays there')]]);
		expect(server.calls).toEqual(['POST /jobs']);
	});
});

describe('the trigger on this wire', () => {
	const settings: WatchSettings = {
		account: '1',
		label: '',
		includeOthers: false,
		statuses: new Set(['completed', 'failed', 'expired', 'cancelled', 'incomplete']),
		lookBackSeconds: 86_400,
		by: 'test',
	};

	it('says that it cannot tell whose batches are whose, instead of waiting for ever', async () => {
		const { server, connection } = start();
		for (const changes of [{}, { includeOthers: true, label: 'Weekly review' }]) {
			const { events, error } = await watchJobs(undefined, connection, { ...settings, ...changes });
			expect(events).toEqual([]);
			expect(error).toMatchObject({ code: 'unsupported' });
		}
		expect(server.calls).toEqual([]);
	});

	it('tells of every batch where that is wanted, page by page', async () => {
		const { server, connection } = start();
		for (let job = 0; job < 3; job += 1) await submit(plan(inputOf()), connection, ONCE);
		server.finish();
		const watch = await watchJobs(undefined, connection, { ...settings, includeOthers: true });
		expect(watch.error).toBeUndefined();
		expect(watch.events.map(({ batchIds, status }) => [batchIds, status])).toEqual([
			[['mj_1'], 'completed'],
			[['mj_2'], 'completed'],
			[['mj_3'], 'completed'],
		]);
		expect(watch.events[0]?.job).toBeUndefined();
	});
});
