import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { searchModels } from '../shared/model';
import { readText } from '../shared/parameters';
import { OUTPUTS, putOutOrFail, type Outputs } from '../shared/outputs';
import { WAITING_TOOLTIP } from '../shared/parking';
import { CREDENTIAL, connect } from '../shared/transport';
import { searchJobs } from './jobs/searchJobs';
import { cancel } from './operations/cancel';
import { deleteAllFiles } from './operations/deleteFiles';
import { getMany } from './operations/getMany';
import { getResults } from './operations/getResults';
import { pollProperties } from './properties';

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
		outputs: OUTPUTS,
		credentials: [{ name: CREDENTIAL, required: true }],
		properties: pollProperties,
	};

	methods = { listSearch: { searchJobs, searchModels } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await putOutOrFail(this, async (items) => await run(this, items));
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
