import { ExecuteContext, SupplyDataContext } from 'n8n-core';
import { NodeConnectionTypes, type INodeType } from 'n8n-workflow';
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

afterEach(closeHosts);

/** Poll Batch in the context in which an agent calls its tools. */
function asTool(node: PollBatch): INodeType {
	return {
		description: node.description,
		async execute() {
			if (!(this instanceof ExecuteContext)) throw new Error('n8n gave another context.');
			const context = new SupplyDataContext(
				this.workflow,
				this.node,
				this.additionalData,
				this.mode,
				this.runExecutionData,
				this.runIndex,
				this.connectionInputData,
				{ [NodeConnectionTypes.AiTool]: [this.getInputData()] },
				NodeConnectionTypes.AiTool,
				this.executeData,
				[],
			);
			const outputs = await Reflect.apply(node.execute, context, []);
			this.addExecutionHints(...context.hints);
			// The agent takes the answer; the wires of the node lead nowhere.
			return [[], ...outputs];
		},
	};
}

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
