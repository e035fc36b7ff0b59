import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { toErrorItem, toNodeError } from '../shared/errors';
import { searchModels } from '../shared/model';
import { WAITING_TOOLTIP } from '../shared/parking';
import { CREDENTIAL } from '../shared/transport';
import { ignoreAlwaysOutputData } from '../shared/wiring';
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
		outputs: [
			{ type: NodeConnectionTypes.Main, displayName: 'Still Running' },
			{ type: NodeConnectionTypes.Main, displayName: 'Done' },
			{ type: NodeConnectionTypes.Main, displayName: 'Failed' },
		],
		credentials: [{ name: CREDENTIAL, required: true }],
		properties: categorizeProperties,
	};

	methods = { listSearch: { searchModels } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		ignoreAlwaysOutputData(this);
		try {
			return await categorizeItems(this, items);
		} catch (error) {
			const nodeError = toNodeError(this.getNode(), error);
			if (!this.continueOnFail()) throw nodeError;
			return [[], [], [toErrorItem(nodeError, items)]];
		}
	}
}
