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
import { categorizeItems } from './categorizeItems';
import { categorizeProperties } from './properties';

export class CategorizeAsync implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Categorize Async',
		name: 'categorizeAsync',
		icon: { light: 'file:../../icons/offpeak.svg', dark: 'file:../../icons/offpeak.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["task"] }}',
		description: 'Tag items in the background as they arrive, e.g. new e-mails',
		defaults: { name: 'Categorize Async' },
		usableAsTool: true,
		waitingNodeTooltip: WAITING_TOOLTIP,
		inputs: [NodeConnectionTypes.Main],
		outputs: OUTPUTS,
		credentials: [{ name: OPENAI.credential, required: true }],
		properties: categorizeProperties,
	};

	methods = { listSearch: { searchModels: searchModelsOf(OPENAI) } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await putOutOrFail(this, async (items) => await categorizeItems(this, items, OPENAI));
	}
}
