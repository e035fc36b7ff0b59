import {
	cancelJob,
	collect,
	deleteFiles,
	join,
	poll,
	submit,
	submitInBackground,
	submitNow,
	type Transport,
} from '../../../core';
import { listFiles } from '../../../core/calls/lists';
import { protocolOf } from '../../../core/protocols';
import { bytesOfText } from '../../support/core/canned-transport';
import { holdAnswers } from '../../support/core/held-answers';
import { closeLocalConnections, connectLocally } from '../../../harness/local-connection';
import { errorOf } from '../../support/core/refusal';
import { nextRound } from '../../support/core/rounds';
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
		const foreign = { ...job, provider: 'openai' };
		expect((await errorOf(() => cancelJob(foreign, local.connection))).code).toBe('invalid_input');
		expect((await errorOf(() => deleteFiles(foreign, local.connection))).code).toBe(
			'invalid_input',
		);
		expect(local.calls).toEqual([]);
	});

	it('is in the protocol of every provider', () => {
		expect(protocolOf(connectLocally().connection.provider).cancel).toBeDefined();
	});
});

describe('deleteFiles', () => {
	it('leaves nothing of a batch job at the provider', async () => {
		const local = connectLocally();
		local.server.faults.add({ batch: { failLines: { ids: ['r0'], status: 400 } } });
		const plan = planOf({ rows: rowsOf(2, (index) => ({ index })) });
		const { job } = await submit(plan, local.connection, NO_KEYS);
		await local.server.idle();
		await expect(deleteFiles(job, local.connection)).resolves.toEqual({
			deleted: 4,
			goneBefore: 0,
		});
		expect((await listFiles(local.connection, 0)).entries).toEqual([]);
		await expect(deleteFiles(job, local.connection)).resolves.toEqual({
			deleted: 0,
			goneBefore: 4,
		});
	});

	it('refuses a job that still runs: its answers would be lost and paid', async () => {
		const local = connectLocally();
		local.server.faults.add({ batch: { stuckAt: 'in_progress' } });
		const { job } = await submit(planOf(), local.connection, NO_KEYS);
		const error = await errorOf(() => deleteFiles(job, local.connection));
		expect(error.code).toBe('not_finished');
		expect(local.calls.some((call) => call.startsWith('DELETE'))).toBe(false);
	});

	it('leaves nothing of further rounds either, whether the handle knows of them or not', async () => {
		const local = connectLocally();
		local.server.faults.add({ batch: { failLines: { ids: ['r0'], status: 500 } } });
		const plan = planOf({ rows: rowsOf(2, (index) => ({ index })) });
		const { job } = await submit(plan, local.connection, NO_KEYS);
		await nextRound(local, job);
		await local.server.idle();
		// Of the first round: input, kept, output and error file; of the second: input and output.
		await expect(deleteFiles(job, local.connection)).resolves.toEqual({
			deleted: 6,
			goneBefore: 0,
		});
		expect((await listFiles(local.connection, 0)).entries).toEqual([]);
	});

	it('deletes nothing while a round runs that the handle does not know of, and says so', async () => {
		const local = connectLocally();
		local.server.faults.add(
			{ batch: { failLines: { ids: ['r0'], status: 500 } } },
			{ batch: { stuckAt: 'in_progress' } },
		);
		const { job } = await submit(planOf({ rows: rowsOf(2) }), local.connection, NO_KEYS);
		await nextRound(local, job);
		await local.server.idle();
		const error = await errorOf(() => deleteFiles(job, local.connection));
		expect(error.code).toBe('not_finished');
		expect(error.message).toContain('were sent again and still run');
		expect(error.details.hint).toContain(job.id);
		expect(local.calls.some((call) => call.startsWith('DELETE'))).toBe(false);
	});

	it('leaves another job of the same content alone', async () => {
		const local = connectLocally();
		const plan = planOf({ rows: rowsOf(2) });
		const { job } = await submit(plan, local.connection, NO_KEYS);
		const { job: other } = await submit(plan, local.connection, NO_KEYS);
		await local.server.idle();
		await deleteFiles(job, local.connection);
		const results = await collect(await poll(other, local.connection), local.connection);
		expect(join(other, results).map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded']);
	});

	it('says that files may be left where the list is longer than can be searched', async () => {
		const local = connectLocally();
		const { job } = await submit(planOf({ rows: rowsOf(2) }), local.connection, NO_KEYS);
		await local.server.idle();
		const createdAt = Date.parse(job.createdAt) / 1000;
		let pages = 0;
		const transport: Transport = async (request) => {
			if (request.method !== 'GET' || request.path !== '/batches') {
				return await local.connection.transport(request);
			}
			pages += 1;
			const batch = { id: `batch_other${pages}`, status: 'completed', created_at: createdAt };
			const page = { object: 'list', data: [batch], has_more: true };
			return { status: 200, headers: {}, body: bytesOfText(JSON.stringify(page)) };
		};
		const deletion = await deleteFiles(job, { ...local.connection, transport });
		expect(deletion.caveats).toEqual([expect.stringContaining('newest 2,000')]);
		expect(pages).toBe(20);
	});

	it('leaves nothing of a background job at the provider', async () => {
		const local = connectLocally();
		const plan = planOf({ rows: rowsOf(2, (index) => ({ index })) });
		const job = await submitInBackground(plan, local.connection);
		await local.server.idle();
		await expect(deleteFiles(job, local.connection)).resolves.toEqual({
			deleted: 3,
			goneBefore: 0,
		});
		await expect(deleteFiles(job, local.connection)).resolves.toEqual({
			deleted: 0,
			goneBefore: 3,
		});
	});

	it('has nothing to delete of answers that were never stored', async () => {
		const local = connectLocally();
		const job = await submitNow(planOf(), local.connection, { concurrency: 1, flex: false });
		await expect(deleteFiles(job, local.connection)).resolves.toEqual({
			deleted: 0,
			goneBefore: 0,
		});
	});

	it('fails when a file cannot be deleted', async () => {
		const local = connectLocally();
		const { job } = await submit(planOf(), local.connection, NO_KEYS);
		await local.server.idle();
		local.server.faults.add({
			call: { method: 'DELETE' },
			effect: { kind: 'status', status: 500 },
		});
		expect((await errorOf(() => deleteFiles(job, local.connection))).code).toBe('unavailable');
	});
});
