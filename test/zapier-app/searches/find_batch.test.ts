import { closeScenes, startScene, submitInput } from '../../../harness/zap-runner/scene';

afterEach(closeScenes);

describe('Find Batch', () => {
	it('finds the newest batch with the label, and none where there is none', async () => {
		const scene = await startScene();
		await scene.create('submit_batch', submitInput({ label: 'Weekly review 46' }));
		const newest = await scene.create('submit_batch', submitInput({ label: 'Weekly review 47' }));
		await scene.create('submit_batch', submitInput({ label: 'Something else' }));
		await scene.finishJobs();

		const [found] = await scene.search('find_batch', { label: 'weekly' });

		expect(found).toMatchObject({ id: newest['id'], status: 'completed', rows_answered: 3 });
		expect(await scene.search('find_batch', { label: 'Monthly' })).toEqual([]);
	});

	it('finds a batch of the editor’s test only where that is asked for', async () => {
		const scene = await startScene();
		const live = await scene.create('submit_batch', submitInput({ label: 'Weekly review' }));
		const test = await scene.create('submit_batch', submitInput(), { isLoadingSample: true });

		const find = async (label: string) => await scene.search('find_batch', { label });
		expect(await find('Weekly')).toMatchObject([{ id: live['id'] }]);
		expect(await find('weekly review (TEST)')).toMatchObject([{ id: test['id'] }]);
	});

	it('tells what runs from what is done', async () => {
		const scene = await startScene({ holdAnswers: true });
		await scene.create('submit_batch', submitInput());

		expect(await scene.search('find_batch', { label: '', state: 'done' })).toEqual([]);
		expect(await scene.search('find_batch', { label: '', state: 'running' })).toMatchObject([
			{ ended_at: null },
		]);
	});

	it('fills the dropdowns', async () => {
		const scene = await startScene();
		const { id } = await scene.create('submit_batch', submitInput());
		await scene.finishJobs();

		expect(await scene.poll('list_models')).toEqual([
			{ id: 'demo', name: 'demo' },
			{ id: 'demo-mini', name: 'demo-mini' },
		]);
		expect(await scene.poll('list_batches')).toEqual([
			{ id, name: expect.stringMatching(/^Weekly review: 3 rows, completed, \d{4}-/) },
		]);
	});
});
