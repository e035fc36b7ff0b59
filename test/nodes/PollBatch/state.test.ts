import {
	DONE,
	POLL,
	SELF_LOOP,
	SUBMIT,
	pollNode,
	submitNode,
	type Canvas,
} from '../../support/nodes/canvas';
import { runHeld } from '../../support/nodes/held';
import { closeHosts } from '../../support/nodes/host';
import type { Finished } from '../../support/nodes/run';
import { speedUpSleeps } from '../../support/nodes/sleeps';

afterEach(closeHosts);

const LOOPED: Canvas = {
	nodes: [submitNode(), pollNode()],
	wires: [[SUBMIT, POLL], SELF_LOOP],
};

describe('what a parked execution holds', () => {
	it('survives as JSON: the parked execution holds the handle and no row', async () => {
		const { finished } = await runHeld({
			...LOOPED,
			items: [{ id: 'm-1', text: 'pay this bill' }],
		});
		const [{ stored } = { stored: '' }] = finished.parks;
		const { runData } = JSON.parse(stored).resultData;
		expect(JSON.stringify(runData[POLL])).toMatch(/"handle":\{"version":2,"id":"op_/);
		expect(JSON.stringify(runData[POLL])).not.toContain('pay this bill');
	});

	it('gives the same results after many parks as after none', async () => {
		const answersOf = ({ finished }: { finished: Finished }) =>
			finished
				.jsonOf(POLL, DONE)
				.map(({ _offpeak, ...json }) => ({ ...json, id: Object(_offpeak).id }));
		const soon = await runHeld(LOOPED, 1);
		const late = await runHeld(LOOPED, 12);
		expect(answersOf(late)).toEqual(answersOf(soon));
	});

	it('grows by the handle alone with each look', async () => {
		const { finished } = await runHeld(LOOPED, 10);
		const sizes = finished.parks.map(({ stored }) => stored.length);
		const growth = sizes.slice(1).map((size, n) => size - (sizes[n] ?? 0));
		for (const bytes of growth) expect(bytes).toBeLessThan(2500);
	});

	it('lets n8n finish its boot when another process parked it', async () => {
		const time = speedUpSleeps();
		const { finished } = await runHeld({
			...LOOPED,
			onPark(_, parked) {
				const memory = parked.executionData?.contextData[`node:${POLL}`];
				expect(memory).toHaveProperty('parkedBy');
				if (memory !== undefined) memory['parkedBy'] = 1;
			},
		});
		time.restore();
		const [pause = 0, ...more] = time.sleeps;
		expect(more).toEqual([]);
		expect(pause).toBeLessThanOrEqual(15_000);
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(3);
	});

	it('loses no time when the same process parked it', async () => {
		const time = speedUpSleeps();
		await runHeld(LOOPED, 3);
		time.restore();
		expect(time.sleeps).toEqual([]);
	});
});
