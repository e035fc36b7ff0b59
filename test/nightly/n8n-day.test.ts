import { BatchTrigger } from '../../nodes/BatchTrigger/BatchTrigger.node.ts';
import { DONE, POLL, SELF_LOOP, SUBMIT, pollNode, submitNode } from '../support/nodes/canvas';
import { boughtAt, closeHosts, startHost } from '../support/nodes/host';
import { run } from '../support/nodes/run';
import { Time } from '../../harness/time';
import { ActiveTrigger } from '../support/nodes/trigger';
import { HOUR_MS, MINUTE_MS } from '../../harness/durations';

let time: Time;
beforeEach(() => {
	time = new Time();
});
afterEach(async () => {
	time.restore();
	await closeHosts();
});

describe('24 hours on n8n', () => {
	it('of a job that the provider takes its time with: parked, looked at now and then, bought once', async () => {
		const host = await startHost({ holdAnswers: true });
		const start = Date.now();
		const finished = await run(host.engine, {
			nodes: [submitNode(), pollNode()],
			wires: [[SUBMIT, POLL], SELF_LOOP],
			async onPark(park, parked) {
				const wait = (parked.waitTill?.getTime() ?? Date.now()) - Date.now();
				time.pass(Math.max(wait, MINUTE_MS));
				if (Date.now() > start + 23 * HOUR_MS) await host.finishJobs();
				expect(park).toBeLessThan(190);
			},
		});
		expect(finished.error).toBeUndefined();
		expect(Date.now() - start).toBeGreaterThan(23 * HOUR_MS);
		expect(finished.jsonOf(POLL, DONE)).toHaveLength(3);
		expect(boughtAt(host).batches).toBe(1);
		// Half-hourly at the most, once a job is old: a day of looks must not eat up anybody's quota.
		expect(finished.parks.length).toBeLessThan(120);
	});

	it.each([
		['in the memory of one n8n', false],
		['with durable pollers', true],
	])('of a trigger that polls each minute tell of every job once, %s', async (_, isDurable) => {
		const host = await startHost();
		const options = { parameters: { label: '' }, isDurable };
		let trigger = new ActiveTrigger(new BatchTrigger(), host.engine, options);
		const told: unknown[] = [];
		let submitted = 0;
		for (let minute = 0; minute < 24 * 60; minute += 1) {
			if (minute % 45 === 7) {
				const { status } = await run(host.engine, {
					nodes: [submitNode({ label: `Job ${submitted}` })],
					executionId: String(minute),
				});
				expect(status).toBe('success');
				submitted += 1;
			}
			if (minute % 60 === 30) await host.finishJobs();
			// n8n is restarted every four hours: only what it stored is left.
			if (minute % 240 === 239) {
				const staticData = trigger.store(isDurable);
				trigger = new ActiveTrigger(new BatchTrigger(), host.engine, { ...options, staticData });
			}
			for (const { json } of (await trigger.poll()) ?? []) told.push(json['label']);
			time.pass(MINUTE_MS);
		}
		expect(submitted).toBe(32);
		expect(told.toSorted()).toEqual(
			Array.from({ length: submitted }, (_job, job) => `Job ${job}`).toSorted(),
		);
	});
});
