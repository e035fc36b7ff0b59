import {
	actualCost,
	answerNow,
	cancelJob,
	collect,
	deleteFiles,
	fitSettings,
	findJob,
	findLatest,
	join,
	listJobs,
	plan,
	poll,
	readHandle,
	resubmit,
	runKeyOf,
	submit,
	submitInBackground,
	watchJobs,
	endEarly,
	type Connection,
	type Job,
	type Outcome,
	type PlanInput,
	type ProviderBatch,
	type SubmitOptions,
	type WatchSettings,
} from '../../core';
import { FakeClock } from '../../harness/fake-clock';
import type { Protocol } from '../../core/protocols/protocol';
import { CATEGORIZE } from '../support/core/samples';
import { madeUpProtocol } from './protocol';
import { MADE_UP } from './provider';
import { MadeUpServer } from './server';

const ONCE: SubmitOptions = { reuseWindowSeconds: 0 };

function start(): { readonly server: MadeUpServer; readonly connection: Connection } {
	const clock = new FakeClock();
	const server = new MadeUpServer(() => clock.now());
	const { transport } = server;
	return {
		server,
		connection: { provider: MADE_UP, baseUrl: 'http://127.0.0.1:8788/v9', transport, clock },
	};
}

const LONG_ID = 'a row id with spaces, and longer than any request id may be '.repeat(2);

function inputOf(changes: Partial<PlanInput> = {}): PlanInput {
	return {
		rows: [
			{ id: 'm-1', text: 'An invoice: please pay.', kept: { from: 'ann' } },
			{ id: 'm-2', text: 'A meeting on Thursday?', kept: { from: 'bob' } },
			{ id: LONG_ID, text: 'Your invoice is overdue.', kept: { from: 'eve' } },
			{ id: 'm-4', text: '   ', kept: { from: 'nobody' } },
			{ id: 'm-5', text: 'Meeting moved.' },
		],
		task: CATEGORIZE,
		model: 'small',
		label: 'Weekly review',
		provider: MADE_UP,
		baseUrl: 'http://127.0.0.1:8788/v9',
		nameRow: (index) => `Item ${index + 1}`,
		cleanText: true,
		emptyText: 'skip',
		expireAfterSeconds: 7 * 86_400,
		...changes,
	};
}

async function read(job: Job, connection: Connection): Promise<readonly Outcome[]> {
	return join(job, await collect(await poll(job, connection), connection));
}

/** As it comes back from a cell, a file, the next step. */
function carry(job: Job): Job {
	const handle = readHandle(JSON.stringify(job));
	if (handle?.kind !== 'batch') throw new Error('The handle cannot be read');
	return handle;
}

function purchases({ bought }: MadeUpServer): readonly number[] {
	return [...bought.values()];
}

describe('a job on a wire that nobody speaks', () => {
	it('brings back every row once, with its id and what it keeps, in whatever order answers come', async () => {
		const { server, connection } = start();
		const { job } = await submit(plan(inputOf()), connection, ONCE);
		expect(await poll(job, connection)).toMatchObject({ state: 'running', counts: { total: 4 } });
		server.finish();
		const outcomes = await read(carry(job), connection);
		expect(
			outcomes.map(({ rowId, outcome, kept, answer }) => [
				rowId,
				outcome,
				kept,
				answer['category'],
			]),
		).toEqual([
			['m-1', 'succeeded', { from: 'ann' }, 'Invoice'],
			['m-2', 'succeeded', { from: 'bob' }, 'Meeting'],
			[LONG_ID, 'succeeded', { from: 'eve' }, 'Invoice'],
			['m-4', 'failed', { from: 'nobody' }, undefined],
			['m-5', 'succeeded', {}, 'Meeting'],
		]);
		expect(outcomes[3]?.reason).toBe('The text is empty, so it was not sent.');
		expect(purchases(server)).toEqual([1, 1, 1, 1]);
		expect(actualCost(outcomes, 'small', MADE_UP)).toMatchObject({ inputTokens: 80, usd: null });
	});

	it('is split, and joined again', async () => {
		const { server, connection } = start();
		const provider = { ...MADE_UP, limits: { ...MADE_UP.limits, requests: 2 } };
		const { job } = await submit(plan(inputOf({ provider })), { ...connection, provider }, ONCE);
		expect(job.shards.map(({ index }) => index)).toEqual([1, 2]);
		server.finish();
		const outcomes = await read(carry(job), connection);
		expect(outcomes.map(({ rowId }) => rowId)).toEqual(['m-1', 'm-2', LONG_ID, 'm-4', 'm-5']);
		expect(outcomes.filter(({ outcome }) => outcome === 'succeeded')).toHaveLength(4);
	});

	it('may be packed', async () => {
		const { server, connection } = start();
		const made = plan(inputOf({ packing: 'automatic' }));
		expect(made.requestCount).toBe(1);
		const { job } = await submit(made, connection, ONCE);
		server.finish();
		expect((await poll(job, connection)).counts).toEqual({ total: 4, completed: 4, failed: 0 });
		const outcomes = await read(carry(job), connection);
		expect(outcomes.map(({ answer }) => answer['category'])).toEqual([
			...['Invoice', 'Meeting', 'Invoice'],
			...[undefined, 'Meeting'],
		]);
	});

	it('tells refused, cut, failed and late rows apart, and keeps what was paid', async () => {
		const { server, connection } = start();
		server.endings.set('r0-m-1', 'refused').set('r1-m-2', 'cut').set('r2', 'bad');
		server.endings.set('r4-m-5', 'late');
		const { job } = await submit(plan(inputOf()), connection, ONCE);
		server.finish();
		expect(await poll(job, connection)).toMatchObject({ state: 'done', phase: 'expired' });
		const outcomes = await read(job, connection);
		expect(outcomes.map(({ outcome, retryable }) => [outcome, retryable])).toEqual([
			['refused', false],
			['truncated', true],
			['failed', true],
			['failed', false],
			['expired', true],
		]);
	});

	it('can be cancelled, and its answers so far are kept', async () => {
		const { server, connection } = start();
		server.endings.set('r0-m-1', 'good');
		const { job } = await submit(plan(inputOf()), connection, ONCE);
		expect(await cancelJob(job, connection)).toMatchObject([{ phase: 'cancelled' }]);
		const outcomes = await read(job, connection);
		expect(outcomes.map(({ outcome }) => outcome)).toEqual([
			...['succeeded', 'cancelled', 'cancelled', 'failed', 'cancelled'],
		]);
	});

	it('is answered now, one by one, without a job', async () => {
		const { server, connection } = start();
		const made = plan(inputOf());
		const answered = await answerNow(made, connection, { concurrency: 2, flex: true });
		const outcomes = join(made, [answered]);
		expect(outcomes.map(({ kept, answer }) => [kept['from'], answer['category']])).toEqual([
			['ann', 'Invoice'],
			['bob', 'Meeting'],
			['eve', 'Invoice'],
			['nobody', undefined],
			[undefined, 'Meeting'],
		]);
		expect(server.calls).toEqual(Array.from({ length: 4 }, () => 'POST /ask'));
	});
});

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

describe('a wire with pairs of texts, and still no files', () => {
	function startWithPairs() {
		const started = start();
		if (madeUpProtocol.files !== undefined) throw new Error('The wire has files');
		const { create } = madeUpProtocol;
		/** By the order in which jobs were made: `mj_1`, `mj_2`, … */
		const pairs: Readonly<Record<string, string>>[] = [];
		const protocol: Protocol = {
			...madeUpProtocol,
			metadata: { pairs: 13, valueCharacters: 512 },
			create(settings) {
				pairs.push(settings.metadata ?? {});
				return create(settings);
			},
			readBatch: (reply) => withPairs(madeUpProtocol.readBatch(reply)),
			readBatches(reply) {
				const page = madeUpProtocol.readBatches(reply);
				const entries = page?.entries.flatMap((batch) => withPairs(batch) ?? []) ?? [];
				return page === undefined ? undefined : { ...page, entries };
			},
		};
		function withPairs(batch: ProviderBatch | undefined): ProviderBatch | undefined {
			const metadata = pairs[Number(batch?.id.slice(3)) - 1] ?? {};
			return batch === undefined ? undefined : { ...batch, metadata };
		}
		const provider = { ...MADE_UP, protocol };
		return { ...started, provider, connection: { ...started.connection, provider } };
	}

	it('leaves a task that is too large for them in the handle', async () => {
		const { server, connection, provider } = startWithPairs();
		const many = Array.from({ length: 40 }, (_, index) => ({ name: `Category number ${index}` }));
		const task = { ...CATEGORIZE, categories: [...CATEGORIZE.categories, ...many] };
		const { job } = await submit(plan(inputOf({ provider, task })), connection, ONCE);
		server.finish();
		const outcomes = await read(carry(job), connection);
		expect(outcomes.map(({ answer }) => answer['categoryValue'])).toEqual([
			...['Label_1', null, 'Label_1', undefined, null],
		]);
	});

	it('buys once, whether the reply is lost or the run is repeated, and finds the job by its id', async () => {
		const { server, connection, provider } = startWithPairs();
		const run = { ...ONCE, runKey: runKeyOf('execution-1') };
		const made = plan(inputOf({ provider }));
		server.creates.push('lose');
		const { job } = await submit(made, connection, run);
		const again = await submit(made, connection, run);
		expect(again).toMatchObject({ reused: true, job: { id: job.id } });
		expect(purchases(server)).toEqual([1, 1, 1, 1]);
		expect((await findJob(job.id, connection)).shards).toEqual(job.shards);
	});
});

describe('a purchase on this wire', () => {
	it('is sent again only after a definite refusal', async () => {
		const { server, connection } = start();
		server.creates.push('busy');
		const { job } = await submit(plan(inputOf()), connection, ONCE);
		expect(job.shards).toHaveLength(1);
		expect(purchases(server)).toEqual([1, 1, 1, 1]);
	});

	it.each(['lose', 'drop'] as const)(
		'whose reply did not come (%s) is not made again in the same run, and what it may be is named',
		async (fault) => {
			const { server, connection } = start();
			server.creates.push(fault);
			const run = { ...ONCE, runKey: runKeyOf('execution-1') };
			await expect(submit(plan(inputOf()), connection, run)).rejects.toMatchObject({
				code: 'unknown_outcome',
				// No host may try again by itself.
				retryable: false,
				message: expect.stringContaining(
					fault === 'lose' ? 'It may be mj_1' : 'its list does not show it yet',
				),
				details: { hint: expect.stringContaining('Look at the batches in its console') },
			});
			expect(server.calls.filter((call) => call === 'POST /jobs')).toHaveLength(1);
		},
	);
});

describe('a job of which only some was bought', () => {
	it('is handed over with what was paid, for nobody could find it again', async () => {
		const { server, connection } = start();
		const provider = { ...MADE_UP, limits: { ...MADE_UP.limits, requests: 2 } };
		const made = plan(inputOf({ provider }));
		server.creates.push('fine', 'lose');
		const { job, caveats } = await submit(made, { ...connection, provider }, ONCE);
		expect(caveats).toEqual([
			expect.stringMatching(/^Only 1 of 2 files of this job were sent\. .*It may be mj_2:/),
		]);
		server.finish();
		const outcomes = await read(carry(job), connection);
		expect(outcomes.map(({ rowId, outcome, kept }) => [rowId, outcome, kept['from']])).toEqual([
			['m-1', 'succeeded', 'ann'],
			['m-2', 'succeeded', 'bob'],
			[LONG_ID, 'missing', 'eve'],
			['m-4', 'missing', 'nobody'],
			['4', 'missing', undefined],
		]);
	});
});

describe('a handle of this wire', () => {
	it('is refused where another service is spoken to, in words', async () => {
		const { server, connection } = start();
		const { job } = await submit(plan(inputOf()), connection, ONCE);
		const elsewhere = { ...connection, provider: { ...MADE_UP, service: 'another' } };
		await expect(poll(job, elsewhere)).rejects.toThrow(
			/sent through another service \("made-up"\)/,
		);
		expect(server.calls).toEqual(['POST /jobs']);
	});

	it('that claims more rows than the provider counts is refused before they take memory', async () => {
		const { connection } = start();
		const { job } = await submit(plan(inputOf()), connection, ONCE);
		const [shard] = job.shards;
		if (shard?.record === undefined) throw new Error('No record is carried');
		const sent = { rows: 900_000, requests: 900_000 };
		const record = { ...shard.record, endRow: 900_000, sent };
		const forged = carry({ ...job, rowCount: 900_000, shards: [{ ...shard, record }] });
		await expect(poll(forged, connection)).rejects.toThrow(/does not fit mj_1/);
	});
});
