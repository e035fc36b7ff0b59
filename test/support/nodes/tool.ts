import { ExecuteContext, SupplyDataContext } from 'n8n-core';
import { NodeConnectionTypes, type INodeType } from 'n8n-workflow';

/** A node in the context in which an agent calls its tools. */
export function asTool(node: Pick<INodeType, 'description' | 'execute'>): INodeType {
	const { execute } = node;
	if (execute === undefined) throw new Error('The node does not execute.');
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
			const outputs = await Reflect.apply(execute, context, []);
			this.addExecutionHints(...context.hints);
			// The agent takes the answer; the wires of the node lead nowhere.
			return [[], ...outputs];
		},
	};
}
