import {
	collect,
	deleteFiles,
	endEarly,
	join,
	poll,
	runKeyOf,
	submit,
	submitInBackground,
	submitNow,
	type Transport,
} from '../../../core';
import { listFiles } from '../../../core/calls/lists';
import { readFileName } from '../../../core/record/file-names';
import { storeRest } from '../../../core/record/rest-file';
import { bytesOfText } from '../../support/core/canned-transport';
import { closeLocalConnections, connectLocally } from '../../../harness/local-connection';
import {
	fileNamesOf,
	losePurchase,
	NEXT_RUN,
	NO_KEYS,
	THIRD_RUN,
} from '../../support/core/purchases';
import { errorOf } from '../../support/core/refusal';
import { nextRound } from '../../support/core/rounds';
import { planOf, rowsOf } from '../../support/core/samples';

afterEach(closeLocalConnections);

const FOURTH_RUN = { runKey: runKeyOf('execution-4'), reuseWindowSeconds: 0 };

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

	describe('of a job with claims', () => {
		/** A job that was lost and taken by the next run; another one was lost and taken, too. */
		async function taken(label: string) {
			const local = connectLocally();
			const other = planOf({ label: 'Another' });
			await (
				await losePurchase(local, other)
			)();
			await submit(other, local.connection, NEXT_RUN);
			await local.server.idle();
			const rest = { jobId: 'op_other', model: 'demo', outcomes: [], expireAfterSeconds: 3600 };
			await storeRest(rest, local.connection);
			const others = await fileNamesOf(local);
			local.server.faults.add({ batch: { stuckAt: 'in_progress' } });
			await (
				await losePurchase(local, planOf({ label }), { run: THIRD_RUN })
			)();
			const { job, reused } = await submit(planOf({ label }), local.connection, FOURTH_RUN);
			expect(reused).toBe(true);
			return { local, job, others };
		}

		it('leaves neither of those about its input files, nor the one about its rest', async () => {
			const { local, job, others } = await taken('Mine');
			await endEarly(job, local.connection);
			await local.server.idle();
			const names = (await fileNamesOf(local)).filter((name) => !others.includes(name));
			expect(names.map((name) => readFileName(name)?.role ?? name).sort()).toEqual(
				['input', 'lost', `offpeak.${job.id}.rest.jsonl`, 'taken'].sort(),
			);
			await deleteFiles(job, local.connection);
			expect((await fileNamesOf(local)).filter((name) => !others.includes(name))).toEqual([]);
		});

		it('leaves the claims of other jobs, and their rest, where they are', async () => {
			const { local, job, others } = await taken('Mine');
			await endEarly(job, local.connection);
			await local.server.idle();
			await deleteFiles(job, local.connection);
			await expect(fileNamesOf(local)).resolves.toEqual(others);
			expect(others.map((name) => readFileName(name)?.role ?? name)).toEqual([
				'offpeak.op_other.rest.jsonl',
				'taken',
				'lost',
				'input',
			]);
		});
	});
});
