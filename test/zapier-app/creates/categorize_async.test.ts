import { failureOf } from '../../../harness/zap-runner/platform';
import { CATEGORIZE, startScene } from '../../../harness/zap-runner/scene';
import { rowsIn } from '../../../harness/zap-runner/zap';
import { zapTime } from '../../support/zap-time';

const time = zapTime();

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

		expect(time.pauses.length).toBeGreaterThan(1);
		expect(time.pauses.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(3_000);
	});

	it('looks at once, and no more, when it should wait 0 seconds', async () => {
		const scene = await startScene({ holdAnswers: true });

		const output = await scene.create(ASYNC, { ...INPUT, wait_seconds: 0 });

		expect(output).toMatchObject({ is_done: false, outcome: 'running' });
		expect(scene.server.stats().calls).toMatchObject({ 'GET /v1/responses/:id': 1 });
		expect(time.pauses).toEqual([0]);
	});

	it.each([500, 429])('looks again after one look that met a %s', async (status) => {
		const scene = await startScene();
		scene.server.faults.add({
			call: { method: 'GET', path: '/v1/responses' },
			effect: { kind: 'status', status },
		});

		const output = await scene.create(ASYNC, INPUT);

		expect(output).toMatchObject({ is_done: true, category: 'Invoice' });
		expect(scene.server.stats().bought).toMatchObject([{ times: 1 }]);
	});

	it.each([500, 429, 403])(
		'hands over a handle when no look gets through (%s): a step that failed would be bought again',
		async (status) => {
			const scene = await startScene();
			scene.server.faults.add({
				call: { method: 'GET', path: '/v1/responses' },
				effect: { kind: 'status', status },
				times: 3,
			});

			const output = await scene.create(ASYNC, { ...INPUT, wait_seconds: 1 });

			expect(output).toMatchObject({
				is_done: false,
				outcome: 'running',
				outcome_reason: expect.stringMatching(/^The answer could not be fetched: .*Poll Batch/),
			});
			scene.server.faults.clear();
			const polled = await scene.create('poll_batch', { batch: output['handle'] });
			expect(rowsIn(polled)).toMatchObject([{ offpeak_id: 'm-1', category: 'Invoice' }]);
			expect(scene.server.stats().bought).toMatchObject([{ times: 1 }]);
		},
	);

	it('keeps what the model answered in fields that are named like those of the step', async () => {
		const scene = await startScene();
		const fields = {
			id: 'text: the number of the invoice',
			outcome: 'text: what happened',
			offpeak_id: 'text: any id',
			amount: 'number: the total',
		};

		const output = await scene.create(ASYNC, {
			...INPUT,
			task: 'extract',
			extract_fields: fields,
			text: 'Invoice INV-77, total 12.50 euros.',
		});

		expect(output).toMatchObject({
			id: expect.stringMatching(/^op_/),
			outcome: 'succeeded',
			answer_id: expect.anything(),
			answer_outcome: expect.anything(),
			answer_offpeak_id: expect.anything(),
			amount: expect.any(Number),
		});
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
