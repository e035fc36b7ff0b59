import {
	lookAt,
	type Look,
	type Results,
	submit,
	submitInBackground,
	submitNow,
} from '../../../core';
import { holdAnswers } from '../../support/core/held-answers';
import { closeLocalConnections, connectLocally } from '../../../harness/local-connection';
import { planOf, rowsOf } from '../../support/core/samples';

afterEach(closeLocalConnections);

const PLAN = () => planOf({ rows: rowsOf(2, (index) => ({ index })) });

async function resultsOf(look: Look): Promise<Results> {
	if (look.state === 'running') throw new Error('It still runs.');
	const results = await look.read();
	if ('unsettled' in results) throw new Error('Answers are still to come.');
	return results;
}

describe('lookAt', () => {
	it('tells how far a batch job is, and has no results to read before its end', async () => {
		const local = connectLocally();
		local.server.faults.add({ batch: { stuckAt: 'finalizing' } });
		const { job } = await submit(PLAN(), local.connection, { reuseWindowSeconds: 0 });
		await local.server.idle();
		const { state, progress } = await lookAt(job, local.connection);
		expect(state).toBe('running');
		expect(progress).toMatchObject({ phase: 'finalizing', answered: 2, total: 2 });
		expect(progress.expiresAt).toBe(Math.floor(local.clock.now() / 1000) + 86_400);
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
			const look = await lookAt(handle, local.connection);
			expect(look.progress).toMatchObject({ phase: 'completed', answered: 2, total: 2 });
			const { outcomes, notes } = await resultsOf(look);
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
		const { state, progress } = await lookAt(job, local.connection);
		expect(state).toBe('running');
		expect(progress).toMatchObject({ phase: 'in_progress', answered: 0, total: 2 });
		release();
	});

	it('names the model that the provider says it used', async () => {
		const local = connectLocally();
		const { job } = await submit(PLAN(), local.connection, { reuseWindowSeconds: 0 });
		await local.server.idle();
		const look = await lookAt(job, local.connection);
		await expect(resultsOf(look)).resolves.toMatchObject({ model: 'demo' });
	});
});
