import { PollBatch } from '../../../nodes/PollBatch/PollBatch.node.ts';
import { closeHosts, startHost } from '../../support/nodes/host';
import {
	POLL,
	RUNNING,
	SELF_LOOP,
	SUBMIT,
	plainNode,
	pollNode,
	submitNode,
} from '../../support/nodes/canvas';
import { run } from '../../support/nodes/run';
import { asTool } from '../../support/nodes/tool';

afterEach(closeHosts);

it('never parks as a tool of an agent, and says that it cannot wait', async () => {
	const host = await startHost({ holdAnswers: true });
	const engine = {
		...host.engine,
		nodeTypes: { ...host.engine.nodeTypes, pollBatch: asTool(new PollBatch()) },
	};
	const { parks, jsonOf, hintsOf, error } = await run(engine, {
		nodes: [submitNode(), pollNode(), plainNode('Sheet')],
		wires: [[SUBMIT, POLL], SELF_LOOP],
	});
	expect(error).toBeUndefined();
	expect(parks).toEqual([]);
	expect(jsonOf(POLL, RUNNING + 1)).toMatchObject([{ status: 'running' }]);
	expect(hintsOf(POLL)).toEqual([
		expect.stringMatching(/^Still running: .*\. As a tool it cannot wait: ask again later\.$/),
	]);
});
