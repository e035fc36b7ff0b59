import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { searchModelsOf } from '../shared/model';
import { OUTPUTS, putOutOrFail } from '../shared/panel/outputs';
import { WAITING_TOOLTIP } from '../shared/parking';
import { OPENAI } from '../shared/service';
import { searchJobsOf } from './jobs/searchJobs';
import { runOperation } from './operations/runOperation';
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
		credentials: [{ name: OPENAI.credential, required: true }],
		properties: pollProperties,
	};

	methods = {
		listSearch: { searchJobs: searchJobsOf(OPENAI), searchModels: searchModelsOf(OPENAI) },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await putOutOrFail(this, async (items) => await runOperation(this, items, OPENAI));
	}
}
