import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { toErrorItem, toNodeError } from '../shared/errors';
import { searchModels } from '../shared/model';
import { readText } from '../shared/parameters';
import { WAITING_TOOLTIP } from '../shared/parking';
import { CREDENTIAL, connect } from '../shared/transport';
import { ignoreAlwaysOutputData } from '../shared/wiring';
import { getResults } from './getResults';
import { cancel, deleteAllFiles, getMany } from './otherOperations';
import type { Outputs } from '../shared/outputs';
import { pollProperties } from './properties';
import { searchJobs } from './searchJobs';

export class PollBatch implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Poll Batch',
		name: 'pollBatch',
		icon: { light: 'file:../../icons/offpeak.svg', dark: 'file:../../icons/offpeak.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { cancel: "cancel", deleteFiles: "delete files", getMany: "get many", getResults: "get results" }[$parameter["operation"]] }}',
		description: 'Get the answers of a job that Submit Batch sent, each joined to its item',
		defaults: { name: 'Poll Batch' },
		usableAsTool: true,
		waitingNodeTooltip: WAITING_TOOLTIP,
		inputs: [NodeConnectionTypes.Main],
		outputs: [
			{ type: NodeConnectionTypes.Main, displayName: 'Still Running' },
			{ type: NodeConnectionTypes.Main, displayName: 'Done' },
			{ type: NodeConnectionTypes.Main, displayName: 'Failed' },
		],
		credentials: [{ name: CREDENTIAL, required: true }],
		properties: pollProperties,
	};

	methods = { listSearch: { searchJobs, searchModels } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		ignoreAlwaysOutputData(this);
		try {
			return await run(this, items);
		} catch (error) {
			const nodeError = toNodeError(this.getNode(), error);
			if (!this.continueOnFail()) throw nodeError;
			// Never on output 0: that is the loop, and an error in it would go round for ever.
			return [[], [], [toErrorItem(nodeError, items)]];
		}
	}
}

async function run(context: IExecuteFunctions, items: INodeExecutionData[]): Promise<Outputs> {
	const connection = await connect(context);
	switch (readText(context, 'operation')) {
		case 'cancel':
			return await cancel(context, items, connection);
		case 'deleteFiles':
			return await deleteAllFiles(context, items, connection);
		case 'getMany':
			return await getMany(context, items, connection);
		default:
			return await getResults(context, items, connection);
	}
}
