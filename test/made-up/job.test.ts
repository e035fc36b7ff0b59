import { actualCost, answerNow, cancelJob, join, plan, poll, submit } from '../../core';
import { MADE_UP } from './provider';
import { ONCE, start, LONG_ID, inputOf, read, carry, purchases } from './support';

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
