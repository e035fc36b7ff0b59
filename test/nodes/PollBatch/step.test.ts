import {
	DONE,
	POLL,
	RUNNING,
	SELF_LOOP,
	START,
	SUBMIT,
	WAIT,
	plainNode,
	pollNode,
	submitNode,
	waitNode,
	type Canvas,
} from '../../support/nodes/canvas';
import { runHeld } from '../../support/nodes/held';
import { closeHosts, startHost } from '../../support/nodes/host';
import { run } from '../../support/nodes/run';

afterEach(closeHosts);

const NODES = [submitNode(), pollNode(), waitNode(), plainNode('Sheet')];
const TO_SHEET = [POLL, 'Sheet', DONE] as const;
const LOOPED: Canvas = { nodes: NODES, wires: [[SUBMIT, POLL], SELF_LOOP, TO_SHEET] };
const THROUGH_WAIT: Canvas = {
	nodes: NODES,
	wires: [[SUBMIT, POLL], [POLL, WAIT], [WAIT, POLL], TO_SHEET],
};

describe('Execute step on Poll Batch', () => {
	it.each([
		['wired straight back', LOOPED],
		['wired back through a Wait node', THROUGH_WAIT],
	])('looks once and says how to wait, with Still Running %s', async (_, canvas) => {
		const { finished, host } = await runHeld({ ...canvas, step: POLL });
		expect(finished.error).toBeUndefined();
		expect(finished.parks).toEqual([]);
		expect(finished.order).toEqual([START, SUBMIT, POLL]);
		expect(finished.jsonOf(POLL, RUNNING)).toMatchObject([{ status: 'running' }]);
		expect(finished.hintsOf(POLL)).toEqual([
			expect.stringMatching(
				/^Still running: .*\. Execute step looks once and cannot wait: use Execute workflow for that\.$/,
			),
		]);
		expect(host.server.stats().calls['GET /v1/batches/:id']).toBe(1);
	});

	it('without a loop says how to draw one', async () => {
		const { finished } = await runHeld({ nodes: NODES, wires: [[SUBMIT, POLL]], step: POLL });
		expect(finished.hintsOf(POLL)).toEqual([
			expect.stringContaining('drag a wire from the output Still Running'),
		]);
	});

	it('brings the answers of a job that is done', async () => {
		const host = await startHost();
		const { jsonOf } = await run(host.engine, { nodes: [submitNode()] });
		await host.finishJobs();
		const finished = await run(host.engine, {
			nodes: [pollNode(), plainNode('Sheet')],
			wires: [SELF_LOOP, TO_SHEET],
			items: jsonOf(SUBMIT),
			step: POLL,
		});
		expect(finished.itemsOf(POLL, DONE)).toHaveLength(3);
		expect(finished.runsOf('Sheet')).toBe(0);
	});
});

it('waits when the step that is executed stands behind it', async () => {
	const { finished } = await runHeld({ ...LOOPED, step: 'Sheet' }, 2);
	expect(finished.parks).toHaveLength(2);
	expect(finished.itemsOf('Sheet')).toHaveLength(3);
});
