import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';
import { toNodeError } from '../shared/errors';
import { OPENAI } from '../shared/service';
import { pollJobs } from './pollJobs';
import { triggerProperties } from './properties';
import { readSample } from './sample';

export class BatchTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Batch Trigger',
		name: 'batchTrigger',
		icon: { light: 'file:../../icons/offpeak.svg', dark: 'file:../../icons/offpeak.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["label"] || "any job" }}',
		description: 'Starts the workflow when a job that Submit Batch sent is done',
		eventTriggerDescription: 'Waiting for a job to finish',
		activationMessage: 'Jobs that finish from now on start this workflow.',
		defaults: { name: 'Batch Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: OPENAI.credential, required: true }],
		properties: triggerProperties,
		hints: [
			{
				message:
					'Two lines on one canvas: Schedule → Gmail → Submit Batch, and Batch Trigger → Poll Batch → Sheet.',
				type: 'info',
				location: 'outputPane',
				whenToDisplay: 'beforeExecution',
			},
			{
				message:
					'After a restart of n8n the last job may be told of once more, with the same ID: put Remove Duplicates (Remove Items Processed in Previous Executions) on the field ID behind this node.',
				type: 'info',
				location: 'outputPane',
				whenToDisplay: 'afterExecution',
			},
		],
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		try {
			return this.getMode() === 'manual'
				? [[await readSample(this, OPENAI)]]
				: await pollJobs(this, OPENAI);
		} catch (error) {
			throw toNodeError(this.getNode(), error);
		}
	}
}
