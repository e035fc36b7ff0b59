import { join, PROVIDERS, submit, submitInBackground, type BackgroundJob } from '../../../core';
import { sendCalls } from '../../../core/one-by-one/background';
import { lookInBackground } from '../../../core/one-by-one/look-in-background';
import { holdAnswers } from '../../support/core/held-answers';
import { closeLocalConnections, connectLocally } from '../../../harness/local-connection';
import { errorOf } from '../../support/core/refusal';
import { planOf, rowsOf, withRoomFor } from '../../support/core/samples';
import { HOUR_MS, MINUTE_MS } from '../../../harness/durations';

afterEach(closeLocalConnections);

const SEND = { method: 'POST', path: '^/v1/responses$' };
const FETCH = { method: 'GET', path: '/v1/responses/' };

async function finished(local: ReturnType<typeof connectLocally>, job: BackgroundJob) {
	await local.server.idle();
	const look = await lookInBackground(job, local.connection);
	if (look.state !== 'done') throw new Error('The job still runs');
	return { collected: look.collected, outcomes: join(job, [look.collected]) };
}

describe('submitInBackground', () => {
	it('sends one call for each row, and gives a handle to all of them', async () => {
		const local = connectLocally();
		const rows = [...rowsOf(2, (index) => ({ index })), { text: '' }, { text: 'x', id: 'ü' }];
		const plan = planOf({ rows, emptyText: 'skip', provider: withRoomFor(2) });
		const job = await submitInBackground(plan, local.connection);
		expect(job.calls.map((call) => [call.row, 'response' in call])).toEqual([
			[0, true],
			[1, true],
			[2, false],
			[3, true],
		]);
		expect(local.calls).toEqual([
			'POST /files',
			...Array.from({ length: 3 }, () => 'POST /responses'),
		]);
		const { outcomes } = await finished(local, job);
		expect(outcomes.map(({ rowId, outcome, kept }) => [rowId, outcome, kept])).toEqual([
			['0', 'succeeded', { index: 0 }],
			['1', 'succeeded', { index: 1 }],
			['2', 'failed', {}],
			['ü', 'succeeded', {}],
		]);
		expect(local.server.stats().bought.every(({ times }) => times === 1)).toBe(true);
	});

	it('sends the others when one row is forbidden, and stops when the first ones all are', async () => {
		const local = connectLocally();
		const effect = { kind: 'status', status: 403 } as const;
		local.server.faults.add({ call: SEND, effect });
		const plan = planOf({ rows: rowsOf(6) });
		const calls = await sendCalls(plan, local.connection, { concurrency: 1 });
		expect(calls.filter((call) => 'response' in call)).toHaveLength(5);
		local.server.faults.add({ call: SEND, effect, times: 'always' });
		local.calls.length = 0;
		const error = await errorOf(() => sendCalls(plan, local.connection, { concurrency: 1 }));
		expect(error.code).toBe('unauthorized');
		expect(local.calls).toHaveLength(3);
	});

	it('keeps its fields in a file that no batch of the same content takes', async () => {
		const local = connectLocally();
		const plan = planOf({ rows: rowsOf(2, (index) => ({ index })) });
		const { keptFileId } = await submitInBackground(plan, local.connection);
		local.clock.pass(11 * MINUTE_MS);
		const effect = { kind: 'status', status: 400 } as const;
		local.server.faults.add({ call: { method: 'POST', path: '^/v1/batches$' }, effect });
		await errorOf(() => submit(plan, local.connection, { reuseWindowSeconds: 3600 }));
		const { status } = await local.connection.transport({
			method: 'GET',
			path: `/files/${keptFileId}`,
		});
		expect(status).toBe(200);
	});

	it('needs no file where there is nothing to keep: the handle has the shape', async () => {
		const local = connectLocally();
		const job = await submitInBackground(planOf(), local.connection);
		expect(local.calls).toEqual(['POST /responses', 'POST /responses']);
		expect(job.shape).toMatchObject({ kind: 'categorize' });
		expect(job).not.toHaveProperty('keptFileId');
	});

	it('refuses a provider that cannot, without a call', async () => {
		const provider = PROVIDERS.groq;
		const local = connectLocally({ provider });
		const error = await errorOf(() => submitInBackground(planOf({ provider }), local.connection));
		expect(error).toMatchObject({ code: 'unsupported', retryable: false });
		expect(local.calls).toEqual([]);
	});

	it('sends again after a refusal for lack of room only', async () => {
		const local = connectLocally();
		local.server.faults.add({
			call: SEND,
			effect: { kind: 'status', status: 429, headers: { 'retry-after': '3' } },
		});
		const job = await submitInBackground(planOf({ rows: rowsOf(1) }), local.connection);
		expect(local.clock.sleeps).toEqual([3000]);
		expect((await finished(local, job)).outcomes).toMatchObject([{ outcome: 'succeeded' }]);
	});

	it.each([
		{ kind: 'drop-after' },
		{ kind: 'status', status: 500 },
		{ kind: 'status', status: 400 },
		{ kind: 'status', status: 200, body: {} },
	] as const)('takes %j as the failure of one row, and sends nothing again', async (effect) => {
		const local = connectLocally();
		local.server.faults.add({ call: SEND, effect });
		const job = await submitInBackground(planOf(), local.connection);
		expect(local.calls).toHaveLength(2);
		const { outcomes } = await finished(local, job);
		expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['failed', 'succeeded']);
	});

	it.each([
		[401, undefined, 'unauthorized'],
		[429, 'insufficient_quota', 'quota_exhausted'],
	])('stops when no other row will fare better (%i %s)', async (status, code, expected) => {
		const local = connectLocally();
		local.server.faults.add({
			call: SEND,
			effect: { kind: 'status', status, ...(code === undefined ? {} : { code }) },
			times: 'always',
		});
		const error = await errorOf(() => submitInBackground(planOf(), local.connection));
		expect(error.code).toBe(expected);
	});

	it.each([
		[401, undefined],
		[429, 'insufficient_quota'],
	])('keeps what was sent before the account ran dry (%i %s)', async (status, code) => {
		const local = connectLocally();
		local.server.faults.add({
			call: SEND,
			effect: { kind: 'status', status, ...(code === undefined ? {} : { code }) },
			skip: 3,
			times: 'always',
		});
		const job = await submitInBackground(planOf({ rows: rowsOf(40) }), local.connection);
		expect(job.calls.map(({ row }) => row)).toEqual(rowsOf(40).map((_, index) => index));
		expect(job.calls.filter((call) => 'response' in call)).toHaveLength(3);
		expect(local.calls.length).toBeLessThan(20);
		const { outcomes } = await finished(local, job);
		expect(outcomes.filter(({ outcome }) => outcome === 'succeeded')).toHaveLength(3);
		expect(outcomes.filter(({ outcome }) => outcome === 'failed')).toHaveLength(37);
	});

	it('sends nothing when the kept fields cannot be stored for now', async () => {
		const local = connectLocally();
		const plan = planOf({ rows: rowsOf(1, () => ({ a: 1 })) });
		const upload = { method: 'POST', path: '^/v1/files$' };
		local.server.faults.add(
			{ call: upload, effect: { kind: 'status', status: 401 } },
			{ call: upload, effect: { kind: 'status', status: 200, body: {} } },
		);
		expect((await errorOf(() => submitInBackground(plan, local.connection))).code).toBe(
			'unauthorized',
		);
		expect((await errorOf(() => submitInBackground(plan, local.connection))).code).toBe(
			'malformed_response',
		);
		expect(local.server.stats().bought).toEqual([]);
	});
});

describe('lookInBackground', () => {
	it('makes one call for a large job while its last answer is being made', async () => {
		const { answerer, release } = holdAnswers();
		const local = connectLocally({ server: { answerer } });
		const job = await submitInBackground(planOf({ rows: rowsOf(60) }), local.connection);
		local.calls.length = 0;
		await expect(lookInBackground(job, local.connection)).resolves.toMatchObject({
			state: 'running',
			nextLookMs: 20_000,
		});
		expect(local.calls).toHaveLength(1);
		release();
		expect((await finished(local, job)).outcomes).toHaveLength(60);
	});

	it('gives up on an answer after a day, and says which row has none', async () => {
		const local = connectLocally();
		const job = await submitInBackground(planOf(), local.connection);
		await local.server.idle();
		const [first] = job.calls;
		const stuck = first !== undefined && 'response' in first ? first.response : '';
		local.server.faults.add({
			call: { path: `/v1/responses/${stuck}` },
			effect: { kind: 'status', status: 200, body: { id: stuck, status: 'in_progress' } },
			times: 'always',
		});
		expect((await lookInBackground(job, local.connection)).state).toBe('running');
		local.clock.pass(25 * HOUR_MS);
		const { outcomes } = await finished(local, job);
		expect(outcomes.map(({ outcome }) => outcome)).toEqual(['missing', 'succeeded']);
	});

	it('gives up on one answer of many after a day, and keeps all others', async () => {
		const local = connectLocally();
		const job = await submitInBackground(planOf({ rows: rowsOf(60) }), local.connection);
		await local.server.idle();
		const last = job.calls.at(-1);
		const stuck = last !== undefined && 'response' in last ? last.response : '';
		local.server.faults.add({
			call: { path: `/v1/responses/${stuck}` },
			effect: { kind: 'status', status: 200, body: { id: stuck, status: 'in_progress' } },
			times: 'always',
		});
		expect((await lookInBackground(job, local.connection)).state).toBe('running');
		local.clock.pass(25 * HOUR_MS);
		const { outcomes } = await finished(local, job);
		expect(outcomes.filter(({ outcome }) => outcome === 'succeeded')).toHaveLength(59);
		expect(outcomes.at(-1)?.outcome).toBe('missing');
	});

	it('takes an answer that is gone as failed, and any other error as no look', async () => {
		const local = connectLocally();
		const job = await submitInBackground(planOf({ rows: rowsOf(1) }), local.connection);
		await local.server.idle();
		local.server.faults.add(
			{ call: FETCH, effect: { kind: 'status', status: 500 } },
			{ call: FETCH, effect: { kind: 'status', status: 200, body: {} } },
			{ call: FETCH, effect: { kind: 'status', status: 404 }, times: 2 },
		);
		const look = () => lookInBackground(job, local.connection);
		expect((await errorOf(look)).code).toBe('unavailable');
		expect((await errorOf(look)).code).toBe('malformed_response');
		// What is young may not be known yet.
		expect((await errorOf(look)).code).toBe('unavailable');
		local.clock.pass(HOUR_MS);
		expect((await finished(local, job)).outcomes).toMatchObject([
			{ outcome: 'failed', reason: expect.stringContaining('no longer has this answer') },
		]);
	});

	it('refuses the handle of another account without a call', async () => {
		const local = connectLocally();
		const job = await submitInBackground(planOf(), local.connection);
		local.calls.length = 0;
		const foreign = { ...job, baseUrl: 'https://api.openai.com/v1' };
		expect((await errorOf(() => lookInBackground(foreign, local.connection))).code).toBe(
			'invalid_input',
		);
		expect(local.calls).toEqual([]);
	});
});
