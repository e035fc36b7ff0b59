import { join, submitNow, type Transport, answerNow } from '../../../core';
import { chatBatch } from '../../../core/protocols/openai/openai-batch';
import type { CallEffect } from '../../../local-server/src';
import { closeLocalConnections, connectLocally } from '../../../harness/local-connection';
import { errorOf } from '../../support/core/refusal';
import { planOf, rowsOf, textOfBytes, withRoomFor } from '../../support/core/samples';

afterEach(closeLocalConnections);

const ONE_BY_ONE = { concurrency: 1, flex: false };
const RESPOND = { method: 'POST', path: '^/v1/responses$' };

describe('submitNow', () => {
	it('gives a handle that holds every answer, joined to its row', async () => {
		const local = connectLocally();
		const rows = [
			...rowsOf(2, (index) => ({ index })),
			{ text: '', id: 'leer' },
			{ text: 'x', id: 'Grüße' },
		];
		const plan = planOf({ rows, emptyText: 'skip', provider: withRoomFor(1) });
		const job = await submitNow(plan, local.connection, { concurrency: 3, flex: false });
		expect(job).toMatchObject({ version: 2, kind: 'now', rowCount: 4, label: 'Weekly review' });
		expect(job.answers.map(({ rowId, outcome }) => [rowId, outcome])).toEqual([
			['0', 'succeeded'],
			['1', 'succeeded'],
			['leer', 'failed'],
			['Grüße', 'succeeded'],
		]);
		expect(job.answers[1]).toMatchObject({ kept: { index: 1 }, answer: { category: 'Invoice' } });
		expect(local.calls).toEqual(Array.from({ length: 3 }, () => 'POST /responses'));
		expect(local.server.stats().bought.every(({ times }) => times === 1)).toBe(true);
	});

	it('speaks Chat Completions where the provider does', async () => {
		const provider = { ...withRoomFor(9), protocol: chatBatch };
		const local = connectLocally({ provider });
		const job = await submitNow(planOf({ provider }), local.connection, ONE_BY_ONE);
		expect(job.answers.map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded']);
		expect(local.calls).toEqual(['POST /chat/completions', 'POST /chat/completions']);
	});
});

describe('answerNow', () => {
	it('waits for room as long as the provider says, and sends again', async () => {
		const local = connectLocally();
		local.server.faults.add(
			{
				call: RESPOND,
				effect: { kind: 'status', status: 429, headers: { 'retry-after': '9' } },
			},
			{ call: RESPOND, effect: { kind: 'status', status: 503 } },
		);
		const plan = planOf({ rows: rowsOf(1) });
		const collected = await answerNow(plan, local.connection, ONE_BY_ONE);
		expect(local.clock.sleeps).toEqual([9000, 2000]);
		expect(join(plan, [collected])).toMatchObject([{ outcome: 'succeeded' }]);
	});

	it('gives a row up after five tries, and no other', async () => {
		const local = connectLocally();
		local.server.faults.add({
			call: RESPOND,
			effect: { kind: 'status', status: 429 },
			times: 5,
		});
		const plan = planOf();
		const outcomes = join(plan, [await answerNow(plan, local.connection, ONE_BY_ONE)]);
		expect(outcomes).toMatchObject([
			{ outcome: 'failed', retryable: true },
			{ outcome: 'succeeded' },
		]);
		expect(local.calls).toHaveLength(6);
	});

	it.each(['drop-before', 'drop-after'] as const)(
		'does not send again after a %s: it may have been charged',
		async (kind) => {
			const local = connectLocally();
			local.server.faults.add({ call: RESPOND, effect: { kind } });
			const plan = planOf({ rows: rowsOf(1) });
			const outcomes = join(plan, [await answerNow(plan, local.connection, ONE_BY_ONE)]);
			expect(outcomes).toMatchObject([{ outcome: 'failed', retryable: true }]);
			expect(local.calls).toHaveLength(1);
		},
	);

	it.each<CallEffect>([
		{ kind: 'html', status: 504 },
		{ kind: 'html', status: 502 },
		{ kind: 'html', status: 503 },
		{ kind: 'status', status: 504 },
		{ kind: 'status', status: 408 },
	])('does not send again after %j: the answer may have been on its way', async (effect) => {
		const local = connectLocally();
		local.server.faults.add({ call: RESPOND, effect });
		const plan = planOf({ rows: rowsOf(1) });
		const outcomes = join(plan, [await answerNow(plan, local.connection, ONE_BY_ONE)]);
		expect(outcomes).toMatchObject([{ outcome: 'failed', retryable: true }]);
		expect(local.calls).toHaveLength(1);
	});

	it('sends the others when one row is forbidden', async () => {
		const local = connectLocally();
		local.server.faults.add({ call: RESPOND, effect: { kind: 'status', status: 403 } });
		local.server.faults.add({ call: RESPOND, effect: { kind: 'status', status: 403 }, skip: 2 });
		const plan = planOf({ rows: rowsOf(6) });
		const outcomes = join(plan, [await answerNow(plan, local.connection, ONE_BY_ONE)]);
		expect(outcomes.map(({ outcome }) => outcome)).toEqual([
			...['failed', 'succeeded', 'succeeded', 'failed', 'succeeded', 'succeeded'],
		]);
	});

	it('stops when the first rows are all forbidden: then it is the key', async () => {
		const local = connectLocally();
		const effect = { kind: 'status', status: 403 } as const;
		local.server.faults.add({ call: RESPOND, effect, times: 'always' });
		const plan = planOf({ rows: rowsOf(40) });
		const error = await errorOf(() => answerNow(plan, local.connection, ONE_BY_ONE));
		expect(error.code).toBe('unauthorized');
		expect(local.calls).toHaveLength(3);
	});

	it('stops at a wrong key', async () => {
		const local = connectLocally({ server: { key: 'sk-right' } });
		const plan = planOf({ rows: rowsOf(40) });
		const error = await errorOf(() =>
			answerNow(plan, local.connection, { concurrency: 4, flex: false }),
		);
		expect(error.code).toBe('unauthorized');
		expect(local.calls.length).toBeLessThanOrEqual(4);
	});

	it('keeps the answers that were there before the account ran dry', async () => {
		const local = connectLocally();
		const effect = { kind: 'status', status: 429, code: 'insufficient_quota' } as const;
		local.server.faults.add({ call: RESPOND, effect, skip: 3, times: 'always' });
		const plan = planOf({ rows: rowsOf(40) });
		const outcomes = join(plan, [await answerNow(plan, local.connection, ONE_BY_ONE)]);
		expect(local.calls).toHaveLength(4);
		expect(outcomes.slice(0, 3).every(({ outcome }) => outcome === 'succeeded')).toBe(true);
		expect(outcomes.slice(3).every(({ outcome }) => outcome === 'failed')).toBe(true);
		expect(outcomes[39]?.reason).toContain('no credit left');
	});

	it('asks for the half-price tier first, and for the normal one where there is no room', async () => {
		const local = connectLocally();
		const tiers: unknown[] = [];
		const transport: Transport = async (request) => {
			const body: unknown = JSON.parse(textOfBytes(request.body));
			tiers.push(typeof body === 'object' && body !== null && 'service_tier' in body);
			return await local.connection.transport(request);
		};
		local.server.faults.add({ call: RESPOND, effect: { kind: 'status', status: 429 } });
		const plan = planOf({ rows: rowsOf(2) });
		const connection = { ...local.connection, transport };
		await answerNow(plan, connection, { concurrency: 1, flex: true });
		expect(tiers).toEqual([true, false, true]);
	});

	it('takes a reply that cannot be read as failed', async () => {
		const local = connectLocally();
		const plan = planOf({ rows: rowsOf(1) });
		local.server.faults.add({ call: RESPOND, effect: { kind: 'html', status: 200 } });
		const outcomes = join(plan, [await answerNow(plan, local.connection, ONE_BY_ONE)]);
		expect(outcomes).toMatchObject([{ outcome: 'failed', retryable: false }]);
	});
});
