import { failureOf } from '../../../harness/zap-runner/platform';
import {
	KEY,
	mailRows,
	startScene,
	submitInput,
	type Input,
	type Scene,
} from '../../../harness/zap-runner/scene';
import { rowsIn } from '../../../harness/zap-runner/zap';
import { zapTime } from '../../support/zap-time';

zapTime();

const SUBMIT = 'submit_batch';

function bought({ server }: Scene): { readonly batches: number; readonly files: number } {
	const { batchesCreated, calls } = server.stats();
	return { batches: batchesCreated, files: calls['POST /v1/files'] ?? 0 };
}

async function resultsOf(scene: Scene, input: Input) {
	const { handle } = await scene.create(SUBMIT, input);
	await scene.finishJobs();
	return await scene.create('poll_batch', { batch: handle });
}

describe('Submit Batch', () => {
	it('sends line items as one batch and says when it is due', async () => {
		const scene = await startScene();

		const output = await scene.create(SUBMIT, submitInput());

		expect(output).toMatchObject({
			id: expect.stringMatching(/^op_/),
			label: 'Weekly review',
			status: 'submitted',
			rows_total: 3,
			is_test: false,
			is_reused: false,
			zapier_tasks_one_by_one: 3,
		});
		const { created_at: createdAt, expected_by: expectedBy } = output;
		expect(Date.parse(String(expectedBy)) - Date.parse(String(createdAt))).toBe(86_400_000);
		expect(bought(scene).batches).toBe(1);
	});

	it('takes 3 rows in the editor’s test, and says so', async () => {
		const scene = await startScene();
		const input = submitInput({ rows: mailRows(200) });

		const output = await scene.create(SUBMIT, input, { isLoadingSample: true });

		expect(output).toMatchObject({
			rows_total: 3,
			is_test: true,
			label: 'Weekly review (test)',
			note: expect.stringContaining('This was a test: at most the first 3 rows were taken.'),
		});
		await scene.finishJobs();
		expect(scene.server.stats().bought).toHaveLength(3);
	});

	it('buys nothing twice when Zapier replays the step', async () => {
		const scene = await startScene({ holdAnswers: true });

		const first = await scene.create(SUBMIT, submitInput());
		const second = await scene.create(SUBMIT, submitInput());

		expect(second).toMatchObject({ id: first['id'], is_reused: true });
		expect(bought(scene).batches).toBe(1);
	});

	it('buys anew when an hour has passed: next week’s digest may be the same', async () => {
		const scene = await startScene();
		const first = await scene.create(SUBMIT, submitInput());
		const now = Date.now();
		const clock = jest.spyOn(Date, 'now').mockImplementation(() => now + 3_700_000);

		const second = await scene.create(SUBMIT, submitInput());
		clock.mockRestore();

		expect(second).toMatchObject({ is_reused: false });
		expect(second['id']).not.toBe(first['id']);
	});

	it('finds the batch again when the reply to its purchase was lost', async () => {
		const scene = await startScene({ holdAnswers: true });
		scene.server.faults.add({
			call: { method: 'POST', path: '/v1/batches' },
			effect: { kind: 'drop-after' },
		});

		const output = await scene.create(SUBMIT, submitInput());

		expect(output).toMatchObject({ status: 'submitted' });
		expect(bought(scene).batches).toBe(1);
	}, 30_000);

	it('lets Zapier try again, within its 30 seconds, when the provider is out of reach', async () => {
		const scene = await startScene();
		scene.server.faults.add({
			call: { method: 'POST', path: '/v1/files' },
			effect: {
				kind: 'status',
				status: 429,
				code: 'rate_limit_exceeded',
				headers: { 'retry-after': '120' },
			},
			times: 'always',
		});

		const error = await failureOf(scene.create(SUBMIT, submitInput()));

		expect(error.kind).toBe('ThrottledError');
		expect(error.delay).toBeGreaterThanOrEqual(60);
		expect(bought(scene).batches).toBe(0);
	});

	it('says at once that an address does not lead to the provider', async () => {
		const scene = await startScene();
		scene.server.faults.add({
			call: { path: '/v1' },
			effect: { kind: 'status', status: 301, headers: { location: 'https://elsewhere.example/' } },
			times: 'always',
		});

		const error = await failureOf(scene.create(SUBMIT, submitInput()));

		expect(error.kind).toBe('AppError');
		expect(error.message).toContain('Put the final address into the Base URL of the connection.');
	});

	it('stops at an empty text in words of the editor, where that is wanted', async () => {
		const scene = await startScene();
		const rows = [{ row_id: 'a', row_text: ' ' }];

		const error = await failureOf(
			scene.create(SUBMIT, submitInput({ rows, empty_text: 'refuse' })),
		);

		expect(error.message).toBe(
			'The text of Row 1 is empty. Check the field Text, or set When the Text Is Empty to Skip and Report.',
		);
	});

	it('ends the run, and no more, when no row came in', async () => {
		const scene = await startScene();

		const error = await failureOf(scene.create(SUBMIT, submitInput({ rows: [] })));

		expect(error.kind).toBe('HaltedError');
		expect(error.message).toContain('There is nothing to send');
	});

	it.each([
		['blank', ' \n'],
		['blank once it is clean', '<p><img src="https://x.example/1.png"></p>'],
	])('ends the run, and no more, when every text is %s', async (_, text) => {
		const scene = await startScene();
		const rows = [{ row_id: 'a', row_text: text }];

		const error = await failureOf(scene.create(SUBMIT, submitInput({ rows })));

		expect(error.kind).toBe('HaltedError');
		expect(error.message).toContain('There is nothing to send: every text is empty.');
	});

	it('reads one text at the lines that begin a row, with what is kept', async () => {
		const scene = await startScene();
		const text = [
			'=== 17f3a | subject: Your bill | from: Anna',
			'An invoice: please pay the bill.',
			'=== end 17f3a',
			'=== 17f3b',
			'A meeting, in the calendar.',
			'=== end 17f3b',
		].join('\n');
		const input = submitInput({ source: 'text', text, keep_names: ['subject', 'from'] });

		const output = await resultsOf(scene, input);

		expect(rowsIn(output)).toMatchObject([
			{ offpeak_id: '17f3a', subject: 'Your bill', from: 'Anna', category: 'Invoice' },
			{ offpeak_id: '17f3b', subject: '', from: '', category: 'Meeting' },
		]);
	});

	it('lets no e-mail split or stop a digest: two newsletters with the same headline', async () => {
		const scene = await startScene();
		const newsletter = 'Daily\n=== Headlines ===\nPlease pay the bill.';
		const text = `=== a\n${newsletter}\n=== end a\n=== b\n${newsletter}\n=== end b`;

		const output = await resultsOf(scene, submitInput({ source: 'text', text }));

		expect(rowsIn(output)).toMatchObject([{ offpeak_id: 'a' }, { offpeak_id: 'b' }]);
		expect(rowsIn(output)).toHaveLength(2);
	});

	it('reads a list of texts', async () => {
		const scene = await startScene();

		const output = await resultsOf(
			scene,
			submitInput({ source: 'list', texts: ['please pay the bill', 'a meeting in the calendar'] }),
		);

		expect(rowsIn(output)).toMatchObject([
			{ offpeak_id: '0', category: 'Invoice' },
			{ offpeak_id: '1', category: 'Meeting' },
		]);
	});

	it.each([
		['a list', '[{"id":"a","body":"please pay the bill","size":2}]'],
		['JSON Lines', '{"id":"a","body":"please pay the bill","size":2}\n'],
	])('reads JSON that is %s', async (_, json) => {
		const scene = await startScene();

		const output = await resultsOf(
			scene,
			submitInput({ source: 'json', json, text_field: 'body' }),
		);

		expect(rowsIn(output)).toMatchObject([{ offpeak_id: 'a', category: 'Invoice', size: 2 }]);
	});

	it('names the field that no record has', async () => {
		const scene = await startScene();

		const error = await failureOf(
			scene.create(SUBMIT, submitInput({ source: 'json', json: '[{"body":"x"}]' })),
		);

		expect(error.message).toContain('No record has a field called "text".');
		expect(bought(scene)).toEqual({ batches: 0, files: 0 });
	});

	it('reports a row with an empty text instead of losing the others', async () => {
		const scene = await startScene();
		const rows = [
			{ row_id: 'a', row_text: 'please pay the bill' },
			{ row_id: 'b', row_text: '  ' },
		];

		const output = await resultsOf(scene, submitInput({ rows }));

		expect(rowsIn(output)).toMatchObject([{ offpeak_id: 'a' }]);
		expect(rowsIn(output, 'failed_rows')).toMatchObject([
			{ offpeak_id: 'b', offpeak_reason: 'The text is empty, so it was not sent.' },
		]);
	});

	it.each([
		[
			'line items',
			{
				source: 'items',
				rows: [{ row_text: 'pay the bill' }, { row_text: '' }, { row_text: 'meet' }],
			},
		],
		[
			'line items without fields',
			{ rows: [{ row_text: 'pay the bill' }, {}, { row_text: 'meet' }] },
		],
		['a list of texts', { source: 'list', texts: ['pay the bill', ' ', 'meet'] }],
		['a list of JSON texts', { source: 'json', json: '["pay the bill", null, "meet"]' }],
	])('keeps the position of rows behind a blank one in %s', async (_, input) => {
		const scene = await startScene();

		const output = await resultsOf(scene, submitInput(input));

		expect(rowsIn(output)).toMatchObject([{ offpeak_id: '0' }, { offpeak_id: '2' }]);
		expect(rowsIn(output, 'failed_rows')).toMatchObject([{ offpeak_id: '1' }]);
	});

	it('does not take the position of a row for the ID of another', async () => {
		const scene = await startScene();
		const rows = [{ row_id: '1', row_text: 'pay the bill' }, {}, { row_text: 'meet' }];

		const output = await resultsOf(scene, submitInput({ rows }));

		expect(rowsIn(output)).toMatchObject([{ offpeak_id: '1' }, { offpeak_id: '2' }]);
		expect(rowsIn(output, 'failed_rows')).toMatchObject([{ offpeak_id: '1 (2)' }]);
	});

	it.each([
		['line items', { rows: [{ row_text: '' }, {}] }],
		['a list of texts', { source: 'list', texts: ['', ' '] }],
	])('ends the run, and no more, when all of %s are blank', async (_, input) => {
		const scene = await startScene();

		const error = await failureOf(scene.create(SUBMIT, submitInput(input)));

		expect(error.kind).toBe('HaltedError');
	});

	it('lets curly braces in an e-mail through, and no text, key or field into Zapier’s log', async () => {
		const scene = await startScene();
		const text =
			'Dear {{bundle.authData.api_key}} and {{process.env.HOME}}, pay the bill: unspeakable.';
		const rows = [{ row_id: 'a', row_text: text, keep_subject: '{{bundle.inputData.label}}' }];

		const output = await resultsOf(scene, submitInput({ rows }));

		expect(rowsIn(output)).toMatchObject([{ subject: '{{bundle.inputData.label}}' }]);
		expect(scene.backend.log()).toContain('/v1/files');
		expect(scene.backend.log()).not.toContain('unspeakable');
		const bodies = scene.backend.log().match(/"request_data":("[^"]*"|[^,]*)/g);
		expect(new Set(bodies)).toEqual(new Set(['"request_data":"<streaming data>"']));
		expect(scene.backend.log()).not.toContain(KEY);
	});

	it('answers short rows together when Packing is Automatic, each as it would be alone', async () => {
		const rows = mailRows(25);
		const alone = await startScene();
		const packed = await startScene();

		const [first, second] = [
			await resultsOf(alone, submitInput({ rows })),
			await resultsOf(packed, submitInput({ rows, packing: 'automatic' })),
		];

		expect(rowsIn(second)).toEqual(rowsIn(first));
		expect(alone.server.stats().linesAccepted).toBe(25);
		expect(packed.server.stats().linesAccepted).toBe(2);
	});

	it('says what a batch costs, in dollars and in tasks, and sends nothing', async () => {
		const scene = await startScene();

		const output = await scene.create(SUBMIT, submitInput({ run: 'estimate', rows: mailRows(40) }));

		expect(output).toMatchObject({
			status: 'estimated',
			handle: '',
			created_at: null,
			zapier_tasks: 2,
			zapier_tasks_one_by_one: 40,
			estimate: expect.stringMatching(
				/Submit Batch fits: so many answers .* On Zapier: 2 tasks instead of 40/,
			),
		});
		expect(output['estimate']).not.toMatch(/workflow|Choose Now/);
		expect(bought(scene)).toEqual({ batches: 0, files: 0 });
	});

	it('estimates all rows in the editor’s test, too', async () => {
		const scene = await startScene();
		const input = submitInput({ run: 'estimate', rows: mailRows(40) });

		const test = await scene.create(SUBMIT, input, { isLoadingSample: true });

		expect(test).toEqual(await scene.create(SUBMIT, input));
		expect(test).toMatchObject({ rows_total: 40, is_test: false, label: 'Weekly review' });
	});

	it('estimates by the user’s own price, says so, and wants both halves of it', async () => {
		const scene = await startScene();
		const run = { run: 'estimate', rows: mailRows(40) };

		const priced = await scene.create(
			SUBMIT,
			submitInput({ ...run, own_price_input: 100, own_price_output: '400' }),
		);
		const half = await failureOf(scene.create(SUBMIT, submitInput({ ...run, own_price_input: 1 })));

		expect(priced).toMatchObject({
			price_source: 'your own',
			estimate: expect.stringMatching(
				/Within 24 hours: \$[\d.]+–\$[\d.]+, by your own price; takes/,
			),
		});
		expect(half.message).toContain('Own Price has no usable figure for output tokens.');
	});

	it('refuses a category value that names no category', async () => {
		const scene = await startScene();

		const error = await failureOf(
			scene.create(SUBMIT, submitInput({ category_values: { Invioce: 'Label_1' } })),
		);

		expect(error.message).toContain('"Invioce", which is not one of the categories');
		expect(bought(scene)).toEqual({ batches: 0, files: 0 });
	});

	it.each([
		['summarize', { task: 'summarize', length: 'sentence' }, { summary: expect.any(String) }],
		[
			'extract',
			{ task: 'extract', extract_fields: { amount: 'number: the total', due: 'date' } },
			{ amount: expect.anything(), due: expect.anything() },
		],
		['custom', { task: 'custom', prompt: 'Say it in one word.' }, { answer: expect.any(String) }],
	])('does the task %s', async (_, settings, answer) => {
		const scene = await startScene();

		const output = await resultsOf(
			scene,
			submitInput({ ...settings, rows: [{ row_text: 'Pay 12.50 euros by 2026-12-01.' }] }),
		);

		expect(rowsIn(output)).toMatchObject([answer]);
	});
});
