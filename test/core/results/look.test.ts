import { lookAt, submit, submitInBackground, submitNow } from '../../../core';
import { holdAnswers } from '../../support/core/held-answers';
import { closeLocalConnections, connectLocally } from '../../../harness/local-connection';
import { errorOf } from '../../support/core/refusal';
import { planOf, rowsOf } from '../../support/core/samples';

afterEach(closeLocalConnections);

const PLAN = () => planOf({ rows: rowsOf(2, (index) => ({ index })) });

describe('lookAt', () => {
	it('tells how far a batch job is, and refuses to read it before its end', async () => {
		const local = connectLocally();
		local.server.faults.add({ batch: { stuckAt: 'finalizing' } });
		const { job } = await submit(PLAN(), local.connection, { reuseWindowSeconds: 0 });
		await local.server.idle();
		const { progress, read } = await lookAt(job, local.connection);
		expect(progress).toMatchObject({
			state: 'running',
			phase: 'finalizing',
			answered: 2,
			total: 2,
		});
		expect(progress.expiresAt).toBe(Math.floor(local.clock.now() / 1000) + 86_400);
		expect((await errorOf(read)).code).toBe('not_finished');
	});

	it('reads the results of all kinds of jobs in the same terms', async () => {
		const local = connectLocally();
		const handles = [
			(await submit(PLAN(), local.connection, { reuseWindowSeconds: 0 })).job,
			await submitInBackground(PLAN(), local.connection),
			await submitNow(PLAN(), local.connection, { concurrency: 2, flex: false }),
		];
		await local.server.idle();
		for (const handle of handles) {
			const { progress, read } = await lookAt(handle, local.connection);
			expect(progress).toMatchObject({ state: 'done', phase: 'completed', answered: 2, total: 2 });
			const { outcomes, notes } = await read();
			expect(notes).toEqual([]);
			expect(
				outcomes.map(({ outcome, kept, answer }) => [outcome, kept, answer['category']]),
			).toEqual([
				['succeeded', { index: 0 }, 'Invoice'],
				['succeeded', { index: 1 }, 'Invoice'],
			]);
		}
	});

	it('tells that background answers are being made', async () => {
		const { answerer, release } = holdAnswers();
		const local = connectLocally({ server: { answerer } });
		const job = await submitInBackground(PLAN(), local.connection);
		const { progress, read } = await lookAt(job, local.connection);
		expect(progress).toMatchObject({ state: 'running', phase: 'in_progress', total: 2 });
		await expect(read()).resolves.toMatchObject({ outcomes: [], notes: [] });
		release();
	});

	it('names the model that the provider says it used', async () => {
		const local = connectLocally();
		const { job } = await submit(PLAN(), local.connection, { reuseWindowSeconds: 0 });
		await local.server.idle();
		const { read } = await lookAt(job, local.connection);
		await expect(read()).resolves.toMatchObject({ model: 'demo' });
	});
});
