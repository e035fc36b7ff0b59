import { failureOf } from '../../../harness/zap-runner/platform';
import { CATEGORIZE, startScene, submitInput } from '../../../harness/zap-runner/scene';
import { zapTime } from '../../support/zap-time';

zapTime();

describe('Cancel Batch', () => {
	it('cancels a batch that runs, and leaves one alone that is done', async () => {
		const scene = await startScene({ holdAnswers: true });
		const running = await scene.create('submit_batch', submitInput());

		const cancelled = await scene.create('cancel_batch', { batch: running['id'] });
		await scene.finishJobs();
		const again = await scene.create('cancel_batch', { batch: running['id'] });

		expect(cancelled['status']).toMatch(/^cancell(ing|ed)$/);
		expect(again).toMatchObject({ id: running['id'], status: 'cancelled' });
	});

	it('says that a background answer cannot be cancelled', async () => {
		const scene = await startScene();
		const { handle } = await scene.create('categorize_async', { ...CATEGORIZE, text: 'pay' });

		const error = await failureOf(scene.create('cancel_batch', { batch: handle }));

		expect(error.message).toContain('Only what Submit Batch sent can be cancelled.');
	});
});
