import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { toNodeError } from '../shared/errors';
import { CREDENTIAL } from '../shared/transport';
import { pollItems } from './pollItems';
import { pollProperties } from './properties';

export class PollBatch implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Poll Batch',
		name: 'pollBatch',
		icon: { light: 'file:../../icons/offpeak.svg', dark: 'file:../../icons/offpeak.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: 'get results',
		description:
			'Get the answers of a job that Submit Batch sent, joined to your items. Wire Still Running back into this node to wait.',
		defaults: { name: 'Poll Batch' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [
			{ type: NodeConnectionTypes.Main, displayName: 'Still Running' },
			{ type: NodeConnectionTypes.Main, displayName: 'Done' },
			{ type: NodeConnectionTypes.Main, displayName: 'Failed' },
		],
		credentials: [{ name: CREDENTIAL, required: true }],
		properties: pollProperties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		try {
			return await pollItems(this, items);
		} catch (error) {
			const nodeError = toNodeError(this.getNode(), error);
			if (!this.continueOnFail()) throw nodeError;
			// Never on output 0: that is the loop, and an error in it would go round for ever.
			const failed: INodeExecutionData[] = [
				{
					json: { error: nodeError.message, hint: nodeError.description ?? '' },
					error: nodeError,
					pairedItem: items.map((_, item) => ({ item })),
				},
			];
			return [[], [], failed];
		}
	}
}
