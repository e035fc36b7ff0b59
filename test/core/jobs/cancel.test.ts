import {
	cancelJob,
	collect,
	deleteFiles,
	join,
	poll,
	PROVIDERS,
	submit,
	type Transport,
} from '../../../core';
import { holdAnswers } from '../../support/core/held-answers';
import { closeLocalConnections, connectLocally } from '../../../harness/local-connection';
import { errorOf } from '../../support/core/refusal';
import { planOf, rowsOf, withRoomFor } from '../../support/core/samples';

afterEach(closeLocalConnections);

const NO_KEYS = { reuseWindowSeconds: 0 };

describe('cancelJob', () => {
	it('cancels what still runs, and leaves what has ended alone', async () => {
		const local = connectLocally();
		local.server.faults.add({ batch: { stuckAt: 'in_progress' } });
		const plan = planOf({ rows: rowsOf(3), provider: withRoomFor(2) });
		const { job } = await submit(plan, local.connection, NO_KEYS);
		await local.server.idle();
		const batches = await cancelJob(job, local.connection);
		expect(batches.map(({ phase }) => phase)).toEqual(['cancelling', 'completed']);
		await local.server.idle();
		const outcomes = join(job, await collect(await poll(job, local.connection), local.connection));
		expect(outcomes.map(({ outcome }) => outcome)).toEqual(['cancelled', 'cancelled', 'succeeded']);
	});

	it('takes a job that ended just before the cancel for what it is: completed', async () => {
		const held = holdAnswers();
		const local = connectLocally({ server: { answerer: held.answerer } });
		const { job } = await submit(planOf(), local.connection, NO_KEYS);
		const transport: Transport = async (request) => {
			if (request.path.endsWith('/cancel')) {
				held.release();
				await local.server.idle();
			}
			return await local.connection.transport(request);
		};
		const batches = await cancelJob(job, { ...local.connection, transport });
		expect(batches.map(({ phase }) => phase)).toEqual(['completed']);
		expect(local.server.stats().calls['POST /v1/batches/:id/cancel']).toBe(1);
	});

	it('does not call a job cancelled when the provider would not', async () => {
		const local = connectLocally();
		local.server.faults.add(
			{ batch: { stuckAt: 'in_progress' } },
			{ call: { path: '^/v1/batches/.*/cancel' }, effect: { kind: 'status', status: 500 } },
		);
		const { job } = await submit(planOf(), local.connection, NO_KEYS);
		await local.server.idle();
		expect((await errorOf(() => cancelJob(job, local.connection))).code).toBe('unavailable');
	});

	it('refuses the handle of another account without a call', async () => {
		const local = connectLocally();
		const { job } = await submit(planOf(), local.connection, NO_KEYS);
		local.calls.length = 0;
		const foreign = { ...job, service: 'claude' };
		expect((await errorOf(() => cancelJob(foreign, local.connection))).code).toBe('invalid_input');
		expect((await errorOf(() => deleteFiles(foreign, local.connection))).code).toBe(
			'invalid_input',
		);
		expect(local.calls).toEqual([]);
	});

	it('is in the protocol of every provider', () => {
		for (const { protocol } of Object.values(PROVIDERS)) expect(protocol.cancel).toBeDefined();
	});
});
