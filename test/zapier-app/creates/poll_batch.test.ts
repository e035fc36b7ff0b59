import { failureOf } from '../../../harness/zap-runner/platform';
import {
	CATEGORIZE,
	mailRows,
	startScene,
	submitInput,
	type Scene,
} from '../../../harness/zap-runner/scene';
import { rowsIn } from '../../../harness/zap-runner/zap';
import { zapTime } from '../../support/zap-time';

zapTime();

const POLL = 'poll_batch';

async function submitted(scene: Scene, rows = 3) {
	return await scene.create('submit_batch', submitInput({ rows: mailRows(rows) }));
}

describe('Poll Batch', () => {
	it('ends the run while the batch is at work, so that no empty report is mailed', async () => {
		const scene = await startScene({ holdAnswers: true });
		const { handle } = await submitted(scene);

		const error = await failureOf(scene.create(POLL, { batch: handle }));

		expect(error.kind).toBe('HaltedError');
		expect(error.message).toContain('"Weekly review" is not done yet: 0 of 3 answered');
	});

	it('goes on without results where that is wanted', async () => {
		const scene = await startScene({ holdAnswers: true });
		const { handle } = await submitted(scene);

		const output = await scene.create(POLL, { batch: handle, when_running: 'continue' });

		expect(output).toMatchObject({ is_done: false, rows: [], report_html: '', handle });
	});

	it.each(['handle', 'id'])('finds the batch by its %s', async (field) => {
		const scene = await startScene();
		const output = await submitted(scene);
		await scene.finishJobs();

		const polled = await scene.create(POLL, { batch: output[field] });

		expect(polled).toMatchObject({ is_done: true, rows_answered: 3, id: output['id'] });
		expect(rowsIn(polled)[1]).toMatchObject({ offpeak_id: 'm-1', subject: 'Subject 1' });
	});

	it.each(['1', 'file', '2', 'again-1', '2:again-1:3'])(
		'finds the batch by the id of an event of the triggers: its own, and :%s',
		async (mark) => {
			const scene = await startScene();
			const { id } = await submitted(scene);
			await scene.finishJobs();

			const polled = await scene.create(POLL, { batch: `${String(id)}:${mark}` });

			expect(polled).toMatchObject({ is_done: true, id });
		},
	);

	it.each([
		[
			'{"version":2,"kind":"now","id":"op_1","service":"openai","rowCount":1e9,"answers":[]}',
			'baseUrl',
		],
		['{"version":2,"id":"op_1","service":"openai","ba', 'cut off or changed on the way'],
		['[object Object]', 'no JSON any more'],
	])('refuses a handle that is forged or damaged, without a call: %s', async (batch, fault) => {
		const scene = await startScene();
		const error = await failureOf(scene.create(POLL, { batch }));
		expect(error.message).toContain('The handle is damaged');
		expect(error.message).toContain(fault);
		expect(scene.server.stats().calls).toEqual({});
	});

	it('says that only the handle leads to an answer of Categorize Async', async () => {
		const scene = await startScene();
		const { id } = await scene.create('categorize_async', { ...CATEGORIZE, text: 'pay the bill' });

		const error = await failureOf(scene.create(POLL, { batch: id }));

		expect(error.message).toContain('map its field Handle');
	});

	it('carries up to 500 rows, and the file carries all', async () => {
		const scene = await startScene();
		const { handle } = await submitted(scene, 620);
		await scene.finishJobs();

		const polled = await scene.create(POLL, { batch: handle });
		const whole = await scene.hydrate(polled);

		expect(rowsIn(polled)).toHaveLength(500);
		expect(polled).toMatchObject({
			rows_left_out: 120,
			note: expect.stringContaining('120 of 620 rows are only in Results File'),
		});
		const file = scene.backend.files.get(String(whole['results_file']));
		expect(file?.name).toMatch(/^Weekly-review-\d{4}-\d\d-\d\d\.csv$/);
		expect(file?.text.trim().split('\r\n')).toHaveLength(621);
	});

	it.each([
		['comma', ','],
		['semicolon', ';'],
		['tab', '\t'],
	])('separates the file by a %s where asked to', async (separator, character) => {
		const scene = await startScene();
		const { handle } = await submitted(scene, 2);
		await scene.finishJobs();

		const whole = await scene.hydrate(await scene.create(POLL, { batch: handle, separator }));

		const file = scene.backend.files.get(String(whole['results_file']));
		const [head = ''] = file?.text.split('\r\n') ?? [];
		expect(head.replace('\uFEFF', '').split(character).slice(0, 2)).toEqual([
			'offpeak_id',
			'offpeak_outcome',
		]);
	});

	it('stays under what Zapier carries when the rows are long', async () => {
		const scene = await startScene();
		const rows = mailRows(300).map((row) => ({ ...row, keep_subject: 'x'.repeat(30_000) }));
		const { handle } = await scene.create('submit_batch', submitInput({ rows }));
		await scene.finishJobs();

		const polled = await scene.create(POLL, { batch: handle });

		expect(rowsIn(polled).length).toBeLessThan(140);
		expect(scene.platform.calls.at(-1)?.bytes).toBeLessThan(4_200_000);
	});

	it('keeps rows without an answer apart, with the reason, and counts every row once', async () => {
		const scene = await startScene();
		scene.server.faults.add({ batch: { failLines: { every: 3, status: 500 } } });
		const { handle } = await submitted(scene, 9);
		await scene.finishJobs();

		const polled = await scene.create(POLL, { batch: handle });

		expect(polled).toMatchObject({ rows_answered: 6, rows_failed: 3, rows_left_out: 0 });
		for (const row of rowsIn(polled, 'failed_rows')) {
			expect(row).toMatchObject({ offpeak_outcome: 'failed', category: '' });
			expect(row['offpeak_reason']).not.toBe('');
		}
	});

	it('gives every row every column, for Zapier moves values up into gaps', async () => {
		const scene = await startScene();
		const json =
			'[{"id":"a","text":"please pay the bill","from":"Anna"},{"id":"b","text":"a meeting","subject":"Hi"}]';
		const { handle } = await scene.create('submit_batch', submitInput({ source: 'json', json }));
		await scene.finishJobs();

		const rows = rowsIn(await scene.create(POLL, { batch: handle }));

		expect(new Set(rows.map((row) => Object.keys(row).join()))).toHaveProperty('size', 1);
	});

	it('carries a report over all rows', async () => {
		const scene = await startScene();
		const { handle } = await submitted(scene, 40);
		await scene.finishJobs();

		const polled = await scene.create(POLL, { batch: handle });

		expect(polled['report_subject']).toContain('40 rows');
		expect(polled['report_html']).toContain('<h1');
	});

	it('counts by a kept field, over the period that is asked for, at the user’s own price', async () => {
		const scene = await startScene();
		const { handle } = await submitted(scene, 4);
		await scene.finishJobs();

		const polled = await scene.create(POLL, {
			batch: handle,
			count_by: ['subject'],
			trend_by: 'week',
			own_price_input: 1000,
			own_price_output: 1000,
		});

		const report: unknown = JSON.parse(String(polled['report_json']));
		expect(report).toMatchObject({ by: [{ field: 'subject' }], trend: { unit: 'week' } });
		expect(polled).toMatchObject({ price_source: 'your own', saved_usd: 0 });
		expect(Number(polled['cost_usd'])).toBeGreaterThan(0.01);
		const costs = rowsIn(polled).map((row) => Number(row['offpeak_cost']));
		expect(costs.reduce((sum, cost) => sum + cost, 0)).toBeCloseTo(Number(polled['cost_usd']), 3);
	});

	it('writes findings where a model is chosen for them, once, and not in the editor’s test', async () => {
		const scene = await startScene();
		const { handle } = await submitted(scene, 4);
		await scene.finishJobs();
		const wanted = { batch: handle, findings_model: 'demo' };
		const calls = () => scene.server.stats().calls['POST /v1/responses'] ?? 0;

		const plain = await scene.create(POLL, { batch: handle });
		const test = await scene.create(POLL, wanted, { isLoadingSample: true });
		expect(calls()).toBe(0);
		const polled = await scene.create(POLL, wanted);

		expect(calls()).toBe(1);
		expect(plain).toMatchObject({ findings: '', findings_usd: null });
		expect(test['findings']).toBe('The findings are not written in the editor’s test.');
		expect(polled).toMatchObject({
			findings: expect.stringContaining('no language model'),
			findings_usd: 0,
			report_html: expect.stringContaining('Written by demo'),
		});
	});

	it('gives the report without findings, and says why, when they cannot be written', async () => {
		const scene = await startScene();
		const { handle } = await submitted(scene, 4);
		await scene.finishJobs();
		scene.server.faults.add({
			call: { method: 'POST', path: '/v1/responses' },
			effect: { kind: 'status', status: 404 },
		});

		const polled = await scene.create(POLL, { batch: handle, findings_model: 'demo' });

		expect(polled).toMatchObject({ is_done: true, rows_answered: 4 });
		expect(polled['findings']).toMatch(/^The findings could not be written: /);
		expect(polled['report_text']).toContain('The findings could not be written');
	});

	it('reads the answers of an expired batch that are paid', async () => {
		const scene = await startScene();
		scene.server.faults.add({ batch: { expireAfter: 2 } });
		const { handle } = await submitted(scene, 6);
		await scene.finishJobs();

		const polled = await scene.create(POLL, { batch: handle });

		expect(polled).toMatchObject({ status: 'expired', rows_answered: 2, rows_failed: 4 });
	});

	it('says what is missing when no batch is chosen, or it is another connection’s', async () => {
		const scene = await startScene();
		const other = await startScene();
		const { handle } = await submitted(other);

		const nothing = await failureOf(scene.create(POLL, { batch: '' }));
		const foreign = await failureOf(scene.create(POLL, { batch: handle }));

		expect(nothing.message).toContain('No batch is chosen.');
		expect(foreign.message).toContain('Choose the connection that the job was submitted with.');
	});

	it('asks for a new key when the provider no longer takes it', async () => {
		const scene = await startScene();
		const { handle } = await submitted(scene);
		scene.server.faults.add({
			call: { path: '/v1/batches' },
			effect: { kind: 'status', status: 401 },
		});

		const error = await failureOf(scene.create(POLL, { batch: handle }));

		expect(error.kind).toBe('ExpiredAuthError');
	});
});
