import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { toErrorItem, toNodeError } from '../shared/errors';
import { searchModelsOf } from '../shared/model';
import { OPENAI } from '../shared/service';
import { submitProperties } from './properties';
import { submitItems } from './submitItems';

export class SubmitBatch implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Submit Batch',
		name: 'submitBatch',
		icon: { light: 'file:../../icons/offpeak.svg', dark: 'file:../../icons/offpeak.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["task"] + ": " + $parameter["label"] }}',
		description:
			'Send all items to a language model as one job, at half price. Poll Batch brings the answers.',
		defaults: { name: 'Submit Batch' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: OPENAI.credential, required: true }],
		properties: submitProperties,
	};

	methods = { listSearch: { searchModels: searchModelsOf(OPENAI) } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		try {
			return [[await submitItems(this, items, OPENAI)]];
		} catch (error) {
			const nodeError = toNodeError(this.getNode(), error);
			if (!this.continueOnFail()) throw nodeError;
			return [[toErrorItem(nodeError, items)]];
		}
	}
}
