import { failureOf } from '../../../harness/zap-runner/platform';
import { mailRows, startScene, submitInput, type Scene } from '../../../harness/zap-runner/scene';
import { Zap, rowsIn } from '../../../harness/zap-runner/zap';
import { zapTime } from '../../support/zap-time';
import { HOUR_MS, MINUTE_MS } from '../../../harness/durations';

const time = zapTime();

const RESULTS = 'new_batch_results';

async function finishedJob(scene: Scene, rows: number, label = 'Weekly review') {
	const output = await scene.create('submit_batch', submitInput({ rows: mailRows(rows), label }));
	await scene.finishJobs();
	return output;
}

/** A Zap that writes each row back, and what it wrote. */
function writeBack(scene: Scene, rowsPerEvent: number) {
	const written: string[] = [];
	const zap = new Zap(scene, {
		trigger: RESULTS,
		input: { rows_per_event: rowsPerEvent },
		steps: [
			{
				run: ({ trigger }) => {
					for (const row of rowsIn(trigger)) {
						written.push(`${String(trigger['label'])} ${String(row['offpeak_id'])}`);
					}
					return {};
				},
			},
		],
	});
	return { zap, written };
}

describe('New Batch Results', () => {
	it('brings a batch as up to 90 events, under what Zapier lets through', async () => {
		const scene = await startScene();
		const { id } = await finishedJob(scene, 900);
		time.pass(MINUTE_MS);

		const events = await scene.poll(RESULTS, { rows_per_event: 10 });

		expect(events).toHaveLength(90);
		expect(events[0]).toMatchObject({
			id: `${String(id)}:90`,
			part: 90,
			parts: 90,
			rows_in_event: 10,
		});
		const last = await scene.hydrate(events[0]);
		expect(rowsIn(last)).toHaveLength(10);
		expect(rowsIn(last)[9]).toMatchObject({ offpeak_id: 'm-899', category: 'Invoice' });
	});

	it('reads nothing but the list, however many rows there are', async () => {
		const scene = await startScene();
		await finishedJob(scene, 250);
		time.pass(MINUTE_MS);
		const before = scene.server.stats().calls;

		await scene.poll(RESULTS);

		const { 'GET /v1/batches': lists = 0, ...rest } = scene.server.stats().calls;
		const { 'GET /v1/batches': listsBefore = 0, ...restBefore } = before;
		expect([lists - listsBefore, rest]).toEqual([1, restBefore]);
	});

	it('brings what would take more than 90 events as the file', async () => {
		const scene = await startScene();
		const { id } = await finishedJob(scene, 91);
		time.pass(MINUTE_MS);

		const [event, ...others] = await scene.poll(RESULTS, { rows_per_event: 1 });
		const whole = await scene.hydrate(event);

		expect(others).toEqual([]);
		expect(whole).toMatchObject({ id: `${String(id)}:file`, rows: [], failed_rows: [] });
		const file = scene.backend.files.get(String(whole['results_file']));
		expect(file?.text.trim().split('\r\n')).toHaveLength(92);
	});

	it('brings up to 90 rows one by one', async () => {
		const scene = await startScene();
		await finishedJob(scene, 90);
		time.pass(MINUTE_MS);

		const events = await scene.poll(RESULTS, { rows_per_event: 1 });

		expect(events).toHaveLength(90);
		expect(rowsIn(await scene.hydrate(events.at(-1)))).toMatchObject([{ offpeak_id: 'm-0' }]);
	});

	it('is turned on over old batches without running for any of their rows', async () => {
		const scene = await startScene();
		// More events than pass at once: some would be released only after the Zap is turned on.
		await finishedJob(scene, 170, 'old');
		await finishedJob(scene, 150, 'as old');
		time.pass(MINUTE_MS);
		const { zap, written } = writeBack(scene, 2);
		const before = scene.server.stats().calls;

		await zap.turnOn();
		expect(scene.server.stats().calls).toMatchObject({
			'GET /v1/batches': (before['GET /v1/batches'] ?? 0) + 1,
		});
		await zap.poll();
		time.pass(4 * HOUR_MS);
		await zap.poll();
		await finishedJob(scene, 25, 'new');
		time.pass(4 * HOUR_MS);
		await zap.poll();

		expect(written).toEqual(Array.from({ length: 25 }, (_, index) => `new m-${index}`));
	});

	it('holds, doubles and loses nothing with three hours between polls and two batches at once', async () => {
		const scene = await startScene();
		const { zap, written } = writeBack(scene, 1);
		await zap.turnOn();
		// More than pass at once.
		await Promise.all([finishedJob(scene, 50, 'one'), finishedJob(scene, 55, 'two')]);

		for (let polls = 0; polls < 3; polls += 1) {
			time.pass(3 * HOUR_MS);
			expect(await zap.poll()).toBeLessThanOrEqual(90);
		}

		expect(zap.held).toEqual([]);
		expect(zap.runs.every(({ status }) => status === 'success')).toBe(true);
		expect(written).toHaveLength(105);
		expect(new Set(written).size).toBe(105);
	});

	it('keeps rows without an answer apart, and every row in exactly one event', async () => {
		const scene = await startScene();
		scene.server.faults.add({ batch: { failLines: { every: 4, status: 500 } } });
		await finishedJob(scene, 40);
		time.pass(MINUTE_MS);

		const events = await scene.poll(RESULTS, { rows_per_event: 10 });
		const whole = await Promise.all(events.map(async (event) => await scene.hydrate(event)));
		const answered = whole.flatMap((event) => rowsIn(event));
		const failed = whole.flatMap((event) => rowsIn(event, 'failed_rows'));

		expect([answered.length, failed.length]).toEqual([30, 10]);
		const ids = [...answered, ...failed].map((row) => row['offpeak_id']);
		expect(new Set(ids).size).toBe(40);
	});

	it('stays under what Zapier carries when the rows are long, and says what only the file has', async () => {
		const scene = await startScene();
		const rows = mailRows(100).map((row) => ({ ...row, keep_subject: 'x'.repeat(90_000) }));
		await scene.create('submit_batch', submitInput({ rows }));
		await scene.finishJobs();
		time.pass(MINUTE_MS);

		const [event] = await scene.poll(RESULTS);
		const whole = await scene.hydrate(event, false);

		expect(rowsIn(whole).length).toBeGreaterThan(30);
		expect(scene.platform.calls.at(-1)?.bytes).toBeLessThan(4_200_000);
		expect(whole).toMatchObject({
			rows_left_out: 100 - rowsIn(whole).length,
			note: expect.stringContaining('of 100 rows are only in Results File'),
		});
	});

	it('refuses more than 100 rows per event', async () => {
		const scene = await startScene();

		const error = await failureOf(scene.poll(RESULTS, { rows_per_event: 101 }));

		expect(error.message).toContain('Rows per Event must be a whole number up to 100.');
	});
});
