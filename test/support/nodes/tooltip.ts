import { Workflow, type INode, type INodeType, type IRunExecutionData } from 'n8n-workflow';
import { asNodeTypes } from '../../../harness/n8n-engine/engine';

/**
 * What the editor shows in place of a parked node's output: the description's `waitingNodeTooltip`, evaluated
 * as n8n-editor-ui 2.41.1 does, which hands it an address out of the run's metadata and nothing else.
 */
export async function tooltipOf(
	type: INodeType,
	node: INode,
	parked?: IRunExecutionData,
): Promise<string> {
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: asNodeTypes({ [node.type]: type }),
	});
	const metadata = parked?.resultData.runData[node.name]?.at(-1)?.metadata;
	const address = 'http://127.0.0.1/webhook-waiting/1';
	await workflow.expression.acquireIsolate();
	const shown = workflow.expression.getSimpleParameterValue(
		node,
		type.description.waitingNodeTooltip,
		'internal',
		{
			$execution: {
				id: '1',
				mode: 'test',
				resumeUrl: metadata?.resumeUrl ?? address,
				resumeFormUrl: address,
			},
		},
	);
	await workflow.expression.releaseIsolate();
	return String(shown);
}
