import { startScene, type Input } from '../../harness/zap-runner/scene';
import { rowsIn } from '../../harness/zap-runner/zap';
import { zapTime } from '../support/zap-time';

zapTime();

const TEXT =
	'Please pay the bill of 120 euros by 3 March 2026. Call me on Friday about the meeting.';

const TASKS: ReadonlyArray<readonly [string, Input, object]> = [
	[
		'categorize',
		{
			categories: { Invoice: 'bill, pay, euros', Meeting: 'appointments' },
			category_values: { Invoice: 'Label_7' },
		},
		{ category: 'Invoice', category_value: 'Label_7', confidence: expect.any(Number) },
	],
	['summarize', { style: 'actions' }, { summary: expect.stringContaining('bill') }],
	[
		'extract',
		{ extract_fields: { amount: 'number: the total in euros', due: 'date: when to pay' } },
		{ amount: 120, due: '2026-03-03' },
	],
	['custom', { prompt: 'Say in one word how the writer feels.' }, { answer: expect.any(String) }],
	[
		'custom',
		{
			prompt: 'Is money asked for?',
			schema: '{"type":"object","properties":{"isBill":{"type":"boolean"}}}',
		},
		{ isBill: expect.any(Boolean) },
	],
];

describe.each(TASKS)('the task %s with %j', (task, settings, answer) => {
	const input = { task, model: 'demo', ...settings };

	it('answers a row of a batch', async () => {
		const scene = await startScene();
		const { handle } = await scene.create('submit_batch', {
			...input,
			label: 'Tasks',
			source: 'list',
			texts: [TEXT],
		});
		await scene.finishJobs();

		const polled = await scene.create('poll_batch', { batch: handle });

		expect(rowsIn(polled)).toEqual([expect.objectContaining(answer)]);
	});

	it('answers a text as it arrives', async () => {
		const scene = await startScene();

		const output = await scene.create('categorize_async', { ...input, text: TEXT });

		expect(output).toMatchObject({ ...answer, is_done: true, outcome: 'succeeded' });
	});
});
