import type {
	ICredentialType,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { PollBatch } from '../../nodes/PollBatch/PollBatch.node.ts';
import { runOperation } from '../../nodes/PollBatch/operations/runOperation';
import { SubmitBatch } from '../../nodes/SubmitBatch/SubmitBatch.node.ts';
import { submitItems } from '../../nodes/SubmitBatch/submitItems';
import { putOutOrFail } from '../../nodes/shared/panel/outputs';
import { madeUpService } from './provider';

/** As a package of its own would have it: a credential with a header of its own, and thin nodes. */
export class MadeUpApi implements ICredentialType {
	name = madeUpService.credential;

	displayName = 'Made-Up API';

	properties = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string' as const,
			default: '',
			typeOptions: { password: true },
		},
		{ displayName: 'Base URL', name: 'baseUrl', type: 'string' as const, default: '' },
	];

	authenticate = {
		type: 'generic' as const,
		properties: { headers: { 'x-made-up-key': '={{$credentials.apiKey}}' } },
	};
}

function speakingMadeUp(description: INodeTypeDescription, name: string): INodeTypeDescription {
	const credentials = [{ name: madeUpService.credential, required: true }];
	return { ...description, name, credentials };
}

export class SubmitBatchToMadeUp implements INodeType {
	description = speakingMadeUp(new SubmitBatch().description, 'submitBatchToMadeUp');

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [[await submitItems(this, this.getInputData(), madeUpService)]];
	}
}

export class PollBatchOfMadeUp implements INodeType {
	description = speakingMadeUp(new PollBatch().description, 'pollBatchOfMadeUp');

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await putOutOrFail(this, async (items) => runOperation(this, items, madeUpService));
	}
}
