import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeOutputConfiguration,
} from 'n8n-workflow';
import { toErrorItem, toNodeError } from './errors';
import { ignoreAlwaysOutputData } from './wiring';

export type Outputs = [
	running: INodeExecutionData[],
	done: INodeExecutionData[],
	failed: INodeExecutionData[],
];

/** Of every node whose answers may take a while. Output 0 is the one that is wired back. */
export const OUTPUTS: INodeOutputConfiguration[] = [
	{ type: NodeConnectionTypes.Main, displayName: 'Still Running' },
	{ type: NodeConnectionTypes.Main, displayName: 'Done' },
	{ type: NodeConnectionTypes.Main, displayName: 'Failed' },
];

/** What fails as a whole leaves on *Failed* under *On Error → Continue*: on output 0 it would go round for ever. */
export async function putOutOrFail(
	context: IExecuteFunctions,
	work: (items: INodeExecutionData[]) => Promise<Outputs>,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	ignoreAlwaysOutputData(context);
	try {
		return await work(items);
	} catch (error) {
		const nodeError = toNodeError(context.getNode(), error);
		if (!context.continueOnFail()) throw nodeError;
		return [[], [], [toErrorItem(nodeError, items)]];
	}
}
