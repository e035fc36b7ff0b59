import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeOutputConfiguration,
} from 'n8n-workflow';
import { toErrorItem, toNodeError } from '../errors';
import { ignoreAlwaysOutputData, isTool } from '../wiring';

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

/** What fails as a whole leaves on *Failed* under *On Error → Continue*: on output 0 it would spin for ever. */
export async function putOutOrFail(
	context: IExecuteFunctions,
	work: (items: INodeExecutionData[]) => Promise<Outputs>,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	ignoreAlwaysOutputData(context);
	try {
		const outputs = await work(items);
		return isTool(context) ? [toToolOutput(outputs)] : outputs;
	} catch (error) {
		const nodeError = toNodeError(context.getNode(), error);
		if (!context.continueOnFail()) throw nodeError;
		const failed = [toErrorItem(nodeError, items)];
		return isTool(context) ? [failed] : [[], [], failed];
	}
}

/** An agent is told what is on output 0 and nothing else, and sees no hint. */
function toToolOutput([running, done, failed]: Outputs): INodeExecutionData[] {
	const nextStep = 'Not answered yet. Call this tool again in a minute.';
	const waiting = running.map((item) => ({
		...item,
		json: { ...item.json, status: 'running', nextStep },
	}));
	return [...done, ...failed, ...waiting];
}
