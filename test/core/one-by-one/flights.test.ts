import { PROVIDERS, lookAtFlights, sendFlights, type Flight } from '../../../core';
import { holdAnswers } from '../../support/core/held-answers';
import { closeLocalConnections, connectLocally } from '../../../harness/local-connection';
import { errorOf } from '../../support/core/refusal';
import { planOf, rowsOf } from '../../support/core/samples';
import { HOUR_MS, SECOND_MS } from '../../../harness/durations';

afterEach(closeLocalConnections);

const SEND = { method: 'POST', path: '^/v1/responses$' };
const LOOK = { method: 'GET', path: '/v1/responses/' };

function verdicts(flights: ReadonlyMap<number, Flight>): readonly (readonly [number, string])[] {
	return [...flights].flatMap(([row, flight]) =>
		'verdict' in flight ? [[row, flight.verdict.outcome] as const] : [],
	);
}

describe('sendFlights', () => {
	it('sends one background call for each row, and says when', async () => {
		const { connection, calls, clock } = connectLocally();
		const flights = await sendFlights(planOf({ rows: rowsOf(3) }), connection);
		expect(calls).toEqual(['POST /responses', 'POST /responses', 'POST /responses']);
		expect([...flights]).toEqual(
			[0, 1, 2].map((row) => [
				row,
				{
					call: { row, id: expect.any(String), response: expect.any(String) },
					sentAt: clock.now(),
				},
			]),
		);
	});

	it('has answers at once from a provider that cannot answer in the background', async () => {
		const provider = PROVIDERS.groq;
		const { connection, calls } = connectLocally({ provider });
		const flights = await sendFlights(planOf({ provider }), connection);
		expect(calls).toEqual(['POST /chat/completions', 'POST /chat/completions']);
		expect(flights.get(0)).toEqual({
			verdict: {
				outcome: 'succeeded',
				retryable: false,
				rowId: '0',
				answer: expect.objectContaining({ category: 'Invoice', categoryValue: 'Label_1' }),
				usage: expect.any(Object),
			},
		});
	});

	it('survives as JSON', async () => {
		const { connection } = connectLocally();
		const flights = await sendFlights(planOf(), connection);
		expect(JSON.parse(JSON.stringify([...flights]))).toEqual([...flights]);
	});

	it('leaves empty rows out', async () => {
		const { connection } = connectLocally();
		const rows = [{ text: '' }, ...rowsOf(1)];
		const flights = await sendFlights(planOf({ rows, emptyText: 'skip' }), connection);
		expect([...flights.keys()]).toEqual([1]);
	});

	it.each(['local', 'groq'] as const)('buys nothing after its time is up (%s)', async (id) => {
		const provider = PROVIDERS[id];
		const { connection, calls, clock } = connectLocally({ provider });
		const flights = await sendFlights(planOf({ provider }), connection, { until: clock.now() });
		expect([...flights]).toEqual([]);
		expect(calls).toEqual([]);
	});

	it.each(['local', 'groq'] as const)(
		'does not wait for room beyond its time: the row is left for later (%s)',
		async (id) => {
			const provider = PROVIDERS[id];
			const { connection, server, clock } = connectLocally({ provider });
			server.faults.add({
				call: { method: 'POST' },
				effect: { kind: 'status', status: 429, headers: { 'retry-after': '15' } },
			});
			const until = clock.now() + 12 * SECOND_MS;
			const flights = await sendFlights(planOf({ provider }), connection, { until });
			expect([...flights.keys()]).toEqual([1]);
			expect(clock.sleeps).toEqual([]);
			expect(server.stats().bought).toHaveLength(1);
		},
	);

	it('throws when the key is wrong and nothing was bought', async () => {
		const { connection, server } = connectLocally();
		server.faults.add({ call: SEND, effect: { kind: 'status', status: 401 }, times: 'always' });
		const error = await errorOf(() => sendFlights(planOf(), connection));
		expect(error.code).toBe('unauthorized');
	});

	it('takes the end of the money as the failure of what is left', async () => {
		const { connection, server } = connectLocally();
		const effect = { kind: 'status', status: 429, code: 'insufficient_quota' } as const;
		server.faults.add({ call: SEND, effect, skip: 3, times: 'always' });
		const flights = await sendFlights(planOf({ rows: rowsOf(20) }), connection);
		await server.idle();
		const landed = await lookAtFlights(flights, planOf().shape, connection);
		const counts = verdicts(landed).map(([, outcome]) => outcome);
		expect(counts.filter((outcome) => outcome === 'succeeded')).toHaveLength(3);
		expect(counts.filter((outcome) => outcome === 'failed')).toHaveLength(17);
	});
});

describe('lookAtFlights', () => {
	const { shape } = planOf();

	async function send(rows: number, options: Parameters<typeof connectLocally>[0] = {}) {
		const local = connectLocally(options);
		const flights = await sendFlights(planOf({ rows: rowsOf(rows) }), local.connection);
		local.calls.length = 0;
		return { ...local, flights };
	}

	it('has the verdict of each row that is answered', async () => {
		const { server, connection, flights, calls } = await send(3);
		await server.idle();
		const landed = await lookAtFlights(flights, shape, connection);
		expect(landed.get(1)?.verdict).toMatchObject({
			outcome: 'succeeded',
			answer: { category: 'Invoice', categoryValue: 'Label_1' },
		});
		expect(landed.size).toBe(3);
		expect(calls).toHaveLength(3);
	});

	it('asks for nothing that has landed', async () => {
		const { server, connection, flights, calls } = await send(2);
		await server.idle();
		const landed = await lookAtFlights(flights, shape, connection);
		calls.length = 0;
		expect([...(await lookAtFlights(landed, shape, connection))]).toEqual([]);
		expect(calls).toEqual([]);
	});

	it('makes only a few calls while the first ones still run', async () => {
		const { answerer, release } = holdAnswers();
		const { connection, flights, calls } = await send(100, { server: { answerer } });
		const landed = await lookAtFlights(flights, shape, connection);
		release();
		expect(landed.size).toBe(0);
		expect(calls.length).toBeLessThanOrEqual(16);
	});

	it('does not let one slow answer hide the others', async () => {
		const { server, connection, flights } = await send(100);
		await server.idle();
		server.faults.add({
			call: LOOK,
			effect: { kind: 'changed', fields: { status: 'in_progress' } },
		});
		expect((await lookAtFlights(flights, shape, connection)).size).toBe(99);
	});

	it('looks no longer than it may', async () => {
		const { server, connection, flights, calls, clock } = await send(3);
		await server.idle();
		expect((await lookAtFlights(flights, shape, connection, { until: clock.now() })).size).toBe(0);
		expect(calls).toEqual([]);
	});

	it('leaves in the air what cannot be asked for just now, and nothing else', async () => {
		const { server, connection, flights } = await send(4);
		await server.idle();
		server.faults.add(
			{ call: LOOK, effect: { kind: 'status', status: 503 } },
			{ call: LOOK, effect: { kind: 'drop-before' } },
		);
		expect((await lookAtFlights(flights, shape, connection)).size).toBe(2);
		expect((await lookAtFlights(flights, shape, connection)).size).toBe(4);
	});

	it.each([
		[{ kind: 'status', status: 404 }, /no longer has this answer/],
		[{ kind: 'status', status: 403 }, /may not do that/],
	] as const)('fails one row on what will not pass: %j', async (effect, reason) => {
		const { server, connection, flights, clock } = await send(2);
		await server.idle();
		clock.pass(HOUR_MS);
		server.faults.add({ call: LOOK, effect });
		const landed = await lookAtFlights(flights, shape, connection);
		expect(verdicts(landed)).toEqual(
			expect.arrayContaining([
				[0, 'failed'],
				[1, 'succeeded'],
			]),
		);
		expect(landed.get(0)?.verdict.reason).toMatch(reason);
	});

	it.each([
		{ kind: 'status', status: 200, body: {} },
		{ kind: 'status', status: 200, body: { id: 'of_another', status: 'completed', output: [] } },
		{ kind: 'html', status: 200 },
		{ kind: 'status', status: 404 },
	] as const)(
		'leaves in the air what was said by mistake, and reads it later: %j',
		async (effect) => {
			const { server, connection, flights } = await send(2);
			await server.idle();
			server.faults.add({ call: LOOK, effect });
			expect((await lookAtFlights(flights, shape, connection)).size).toBe(1);
			expect((await lookAtFlights(flights, shape, connection)).size).toBe(2);
		},
	);

	it('gives an answer up after a day, but not one that has come', async () => {
		const { server, connection, flights, clock } = await send(2);
		await server.idle();
		server.faults.add({
			call: LOOK,
			effect: { kind: 'changed', fields: { status: 'in_progress' } },
			times: 2,
		});
		expect(
			verdicts(await lookAtFlights(new Map([...flights].slice(0, 1)), shape, connection)),
		).toEqual([]);
		clock.pass(25 * HOUR_MS);
		const landed = await lookAtFlights(flights, shape, connection);
		expect(verdicts(landed)).toEqual(
			expect.arrayContaining([
				[0, 'expired'],
				[1, 'succeeded'],
			]),
		);
	});
});
