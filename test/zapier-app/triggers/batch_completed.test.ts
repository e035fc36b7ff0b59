import { readList, readObject } from '../../../core';
import { mailRows, startScene, submitInput } from '../../../harness/zap-runner/scene';
import { zapTime } from '../../support/zap-time';
import { MINUTE_MS } from '../../../harness/durations';

const time = zapTime();

const COMPLETED = 'batch_completed';

describe('Batch Completed', () => {
	it('fires for every end of a batch, the newest first, with ISO dates and a stable id', async () => {
		const scene = await startScene();
		const send = async (label: string) =>
			await scene.create('submit_batch', submitInput({ label, rows: mailRows(4) }));
		const good = await send('good');
		await scene.finishJobs();
		time.pass(MINUTE_MS);
		scene.server.faults.add({ batch: { expireAfter: 1 } });
		const late = await send('late');
		await scene.finishJobs();
		time.pass(MINUTE_MS);
		scene.server.faults.add({ batch: { failBatch: { code: 'bad', message: 'No.' } } });
		const bad = await send('bad');
		await scene.finishJobs();
		time.pass(MINUTE_MS);

		const events = await scene.poll(COMPLETED);
		const again = await scene.poll(COMPLETED);

		expect(events.map(({ id, status }) => [id, status])).toEqual([
			[bad['id'], 'failed'],
			[late['id'], 'expired'],
			[good['id'], 'completed'],
		]);
		expect(again).toEqual(events);
		expect(events[0]?.['ended_at']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
	});

	it('fires again, with an id of its own, when a file that had failed was sent anew', async () => {
		const scene = await startScene();
		const { id } = await scene.create('submit_batch', submitInput());
		await scene.finishJobs();
		const url = 'http://local.test/v1/batches';
		const headers = { authorization: 'Bearer sk-test', 'content-type': 'application/json' };
		const list: unknown = await (await scene.server.fetch(new Request(url, { headers }))).json();
		const batch = readObject(readList(readObject(list)?.['data'])?.[0]);
		const body = JSON.stringify({
			input_file_id: batch?.['input_file_id'],
			endpoint: batch?.['endpoint'],
			completion_window: '24h',
			metadata: { ...readObject(batch?.['metadata']), offpeak_again: '1' },
		});
		await scene.server.fetch(new Request(url, { method: 'POST', headers, body }));
		await scene.finishJobs();
		time.pass(MINUTE_MS);

		const [event] = await scene.poll(COMPLETED);
		expect(event?.['id']).toBe(`${String(id)}:again-1`);
		const polled = await scene.create('poll_batch', { batch: event?.['id'] });
		expect(polled).toMatchObject({ status: 'completed' });
	});

	it('reads the list only; report and file are fetched when a Zap wants them', async () => {
		const scene = await startScene();
		await scene.create('submit_batch', submitInput());
		await scene.finishJobs();
		time.pass(MINUTE_MS);
		const before = scene.server.stats().calls;

		const [event] = await scene.poll(COMPLETED);
		const after = scene.server.stats().calls;

		const { 'GET /v1/batches': lists = 0, ...rest } = after;
		const { 'GET /v1/batches': listsBefore = 0, ...restBefore } = before;
		expect(lists - listsBefore).toBe(1);
		expect(rest).toEqual(restBefore);
		const whole = await scene.hydrate(event);
		expect(whole).toMatchObject({ report_subject: expect.stringContaining('3 rows') });
		expect(whole).not.toHaveProperty('$HOIST$');
		expect(scene.backend.files.get(String(whole['results_file']))?.text).toContain('m-2');
	});

	it('makes the report as the trigger is set', async () => {
		const scene = await startScene();
		await scene.create('submit_batch', submitInput());
		await scene.finishJobs();
		time.pass(MINUTE_MS);

		const [event] = await scene.poll(COMPLETED, {
			count_by: ['subject'],
			own_price_input: 1000,
			own_price_output: 1000,
		});
		const whole = await scene.hydrate(event);

		expect(whole).toMatchObject({ price_source: 'your own' });
		expect(JSON.parse(String(whole['report_json']))).toMatchObject({ by: [{ field: 'subject' }] });
	});

	it('says nothing of a batch that runs, or that Offpeak did not send', async () => {
		const scene = await startScene({ holdAnswers: true });
		await scene.create('submit_batch', submitInput());
		time.pass(MINUTE_MS);

		expect(await scene.poll(COMPLETED)).toEqual([]);
	});

	it('fires for no batch of the editor’s test, unless Label asks for it', async () => {
		const scene = await startScene();
		const long = 'Weekly review of '.repeat(14);
		for (const label of ['Weekly review', long]) {
			await scene.create('submit_batch', submitInput({ label }), { isLoadingSample: true });
		}
		await scene.finishJobs();
		time.pass(MINUTE_MS);

		expect(await scene.poll(COMPLETED, { label: 'Weekly review' })).toEqual([]);
		expect(await scene.poll(COMPLETED)).toEqual([]);
		expect(await scene.poll('new_batch_results', { label: 'Weekly review' })).toEqual([]);
		expect(await scene.poll(COMPLETED, { label: 'review (test)' })).toMatchObject([
			{ label: 'Weekly review (test)' },
		]);
		// The editor wants an example for the steps behind the trigger.
		expect(await scene.poll(COMPLETED, {}, { isLoadingSample: true })).toHaveLength(2);
	});

	it('can be asked for some labels and some ends only', async () => {
		const scene = await startScene();
		await scene.create('submit_batch', submitInput({ label: 'Weekly review' }));
		await scene.create('submit_batch', submitInput({ label: 'Notes' }));
		await scene.finishJobs();
		time.pass(MINUTE_MS);

		expect(await scene.poll(COMPLETED, { label: 'weekly' })).toHaveLength(1);
		expect(await scene.poll(COMPLETED, { statuses: ['failed', 'expired'] })).toEqual([]);
	});
});
