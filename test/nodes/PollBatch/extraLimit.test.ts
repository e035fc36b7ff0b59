import { FAILED, POLL, SELF_LOOP, SUBMIT, pollNode, submitNode } from '../../support/nodes/canvas';
import { boughtAt, closeHosts, startHost } from '../../support/nodes/host';
import { run } from '../../support/nodes/run';

afterEach(closeHosts);

describe('Stop if Extra Cost Exceeds', () => {
	it.each([['={{ "1 USD" }}'], ['={{ $json.nope }}'], ['={{ null }}']])(
		'buys nothing more where it is no number: %s',
		async (extraBudget) => {
			const host = await startHost();
			host.server.faults.add({ batch: { failLines: { ids: ['r1'], status: 500 } } });
			const { error, itemsOf } = await run(host.engine, {
				nodes: [submitNode(), pollNode({ options: { retries: 2, extraBudget } })],
				wires: [[SUBMIT, POLL], SELF_LOOP],
				onPark: () => host.finishJobs(),
			});
			expect(error).toEqual({
				message: 'Stop if Extra Cost Exceeds is no number from 0 up.',
				description: expect.stringMatching(/^Correct Options → Stop if Extra Cost Exceeds\./),
			});
			expect(boughtAt(host).batches).toBe(1);
			expect(itemsOf(POLL, FAILED)).toEqual([]);
		},
	);
});
