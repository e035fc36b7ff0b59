import {
	DONE,
	POLL,
	SUBMIT,
	plainNode,
	pollNode,
	submitNode,
	type Canvas,
} from '../../support/nodes/canvas';
import { runHeld } from '../../support/nodes/held';
import { closeHosts, startHost } from '../../support/nodes/host';
import { run } from '../../support/nodes/run';
import { speedUpSleeps } from '../../support/nodes/sleeps';

afterEach(closeHosts);

/** Somebody wired the loop, and left the Wait node out. */
const NO_WAIT: Canvas = {
	nodes: [submitNode(), pollNode(), plainNode('Log')],
	wires: [
		[SUBMIT, POLL],
		[POLL, 'Log'],
		['Log', POLL],
	],
};

describe('a loop through other nodes without a Wait node', () => {
	it('is slowed down: the node parks, and asks the provider once a minute at most', async () => {
		const { finished, host } = await runHeld(NO_WAIT, 4);
		expect(finished.error).toBeUndefined();
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(3);
		expect(finished.parks).toHaveLength(4);
		for (const { wait } of finished.parks) expect(wait).toBeGreaterThan(64_000);
		// The first look, and one before and after each park.
		expect(host.server.stats().calls['GET /v1/batches/:id']).toBe(6);
	});

	it('is slowed down as well while the provider cannot be asked', async () => {
		const host = await startHost({ holdAnswers: true });
		host.server.faults.add({
			call: { method: 'GET', path: '/v1/batches/' },
			effect: { kind: 'status', status: 503, message: 'Overloaded.' },
			times: 3,
		});
		const { parks, itemsOf, error } = await run(host.engine, {
			...NO_WAIT,
			async onPark(park) {
				if (park === 3) await host.finishJobs();
			},
		});
		expect(error).toBeUndefined();
		expect(parks).toHaveLength(3);
		expect(itemsOf(POLL, DONE)).toHaveLength(3);
	});

	it('in a workflow with a timeout pauses without a park', async () => {
		const time = speedUpSleeps();
		const host = await startHost({ holdAnswers: true });
		const finished = run(host.engine, { ...NO_WAIT, settings: { executionTimeout: 3600 } });
		const watch = setInterval(() => {
			if ((host.server.stats().calls['GET /v1/batches/:id'] ?? 0) >= 3) void host.finishJobs();
		}, 5);
		const { parks, itemsOf } = await finished;
		clearInterval(watch);
		time.restore();
		expect(parks).toEqual([]);
		expect(itemsOf(POLL, DONE)).toHaveLength(3);
		expect(time.sleeps.length).toBeGreaterThan(0);
		expect(new Set(time.sleeps)).toEqual(new Set([20_000]));
	});
});
