import { mailRows, startScene, submitInput } from '../../harness/zap-runner/scene';
import { Zap, rowsIn } from '../../harness/zap-runner/zap';
import { zapTime } from '../support/zap-time';
import { HOUR_MS, MINUTE_MS } from '../../harness/durations';

const time = zapTime();

/** How many rows a Zap of this day hands in, hour by hour: a burst, single mails, a break, two batches at once. */
const ROWS: Readonly<Record<number, readonly number[]>> = {
	0: [3],
	1: [120, 125],
	4: [1],
	9: [60, 2],
	10: [1],
	17: [300, 250],
	22: [400],
};

describe('24 hours of New Batch Results', () => {
	// Zapier polls each 1, 2 or 15 minutes, by the plan; three hours is a Zap that Zapier throttles.
	it.each([
		['a minute', MINUTE_MS],
		['two minutes', 2 * MINUTE_MS],
		['a quarter of an hour', 15 * MINUTE_MS],
		['three hours', 3 * HOUR_MS],
	])('hold, double and lose no row with %s between polls', async (_, gap) => {
		const scene = await startScene();
		const written: string[] = [];
		const zap = new Zap(scene, {
			trigger: 'new_batch_results',
			input: { rows_per_event: 5 },
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
		await zap.turnOn();
		const wanted: string[] = [];
		const start = Date.now();
		let hour = -1;
		// The rows of a large batch come over several polls: a little longer, for those of the last.
		while (Date.now() < start + 24 * HOUR_MS + 5 * Math.max(gap, HOUR_MS)) {
			for (; hour < Math.floor((Date.now() - start) / HOUR_MS); hour += 1) {
				const counts = ROWS[hour + 1] ?? [];
				for (const [batch, count] of counts.entries()) {
					const label = `${hour + 1} o'clock, batch ${batch}`;
					const rows = mailRows(count);
					await scene.create('submit_batch', submitInput({ rows, label }));
					wanted.push(...rows.map((row) => `${label} ${row['row_id']}`));
				}
				await scene.finishJobs();
			}
			time.pass(gap);
			expect(await zap.poll()).toBeLessThanOrEqual(100);
		}
		expect(zap.held).toEqual([]);
		expect(zap.runs.every(({ status }) => status === 'success')).toBe(true);
		expect(written.toSorted()).toEqual(wanted.toSorted());
	});
});

describe('a batch of 9,000 rows', () => {
	it('comes as 90 events, under what Zapier lets through', async () => {
		const scene = await startScene({ countPurchases: false });
		const { id } = await scene.create('submit_batch', submitInput({ rows: mailRows(9_000) }));
		await scene.finishJobs();
		time.pass(MINUTE_MS);

		const events = await scene.poll('new_batch_results');

		expect(events).toHaveLength(90);
		const last = { id: `${String(id)}:90`, part: 90, parts: 90, rows_in_event: 100 };
		expect(events[0]).toMatchObject(last);
		const rows = rowsIn(await scene.hydrate(events[0]));
		expect(rows).toHaveLength(100);
		expect(rows[99]).toMatchObject({ offpeak_id: 'm-8999', category: 'Invoice' });
	});
});
