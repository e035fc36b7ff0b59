import { failureOf } from '../../support/zap-runner/platform';
import { CATEGORIZE, closeScenes, startScene } from '../../support/zap-runner/scene';
import { rowsIn } from '../../support/zap-runner/zap';

afterEach(closeScenes);

const ASYNC = 'categorize_async';
const INPUT = { ...CATEGORIZE, text: 'An invoice: please pay the bill by Friday.', row_id: 'm-1' };

describe('Categorize Async', () => {
	it('answers in about a second when the model does', async () => {
		const scene = await startScene({ latencyMs: 300 });

		const output = await scene.create(ASYNC, INPUT);

		expect(output).toMatchObject({
			row_id: 'm-1',
			is_done: true,
			outcome: 'succeeded',
			category: 'Invoice',
			category_value: 'Label_1',
		});
		expect(scene.platform.calls.at(-1)?.milliseconds).toBeLessThan(2_000);
		expect(scene.server.stats().calls).not.toHaveProperty('GET /v1/batches');
	});

	it('hands over a handle when the answer takes longer, and Poll Batch gets it', async () => {
		const scene = await startScene({ holdAnswers: true });

		const output = await scene.create(ASYNC, { ...INPUT, wait_seconds: 1 });
		await scene.finishJobs();
		const polled = await scene.create('poll_batch', { batch: output['handle'] });

		expect(output).toMatchObject({ is_done: false, outcome: 'running', category: '' });
		expect(rowsIn(polled)).toMatchObject([
			{ offpeak_id: 'm-1', category: 'Invoice', category_value: 'Label_1' },
		]);
	});

	it('waits no longer than was asked for', async () => {
		const scene = await startScene({ holdAnswers: true });

		await scene.create(ASYNC, { ...INPUT, wait_seconds: 3 });

		expect(scene.platform.calls.at(-1)?.milliseconds).toBeLessThan(4_500);
	});

	it('reports an answer that is no answer', async () => {
		const scene = await startScene();
		scene.server.faults.add({
			call: { method: 'POST', path: '/v1/responses' },
			effect: { kind: 'status', status: 400, message: 'Your text is too spicy.' },
		});

		const output = await scene.create(ASYNC, INPUT);

		expect(output).toMatchObject({ is_done: true, outcome: 'failed', category: '' });
		expect(output['outcome_reason']).toContain('too spicy');
	});

	it('summarizes, too', async () => {
		const scene = await startScene();

		const output = await scene.create(ASYNC, { ...INPUT, task: 'summarize' });

		expect(output).toMatchObject({ is_done: true, summary: expect.any(String) });
	});

	it('keeps the text out of Zapier’s log', async () => {
		const scene = await startScene();

		await scene.create(ASYNC, { ...INPUT, text: 'pay the bill {{bundle.x}}: unspeakable' });

		expect(scene.backend.log()).toContain('/v1/responses');
		expect(scene.backend.log()).not.toContain('unspeakable');
	});

	it('refuses an empty text before anything is sent', async () => {
		const scene = await startScene();

		const error = await failureOf(scene.create(ASYNC, { ...INPUT, text: ' ' }));

		expect(error.message).toContain('Text is empty.');
		expect(scene.server.stats().calls).toEqual({});
	});
});
