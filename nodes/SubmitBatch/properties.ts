import type { INodeProperties } from 'n8n-workflow';
import { modelField } from '../shared/model';
import { submitOptions } from './options';
import { categorizeFields, customFields, extractFields, summarizeFields } from './taskFields';

/** The panel, in the order in which a person decides. */
export const submitProperties: INodeProperties[] = [
	{
		displayName: 'Task',
		name: 'task',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Categorize',
				value: 'categorize',
				description: 'Choose one or several of your categories for each item',
			},
			{
				name: 'Custom Prompt',
				value: 'custom',
				description: 'Do with each item what you write',
			},
			{
				name: 'Extract Fields',
				value: 'extract',
				description: 'Read named fields, e.g. amount and due date, out of each item',
			},
			{
				name: 'Summarize',
				value: 'summarize',
				description: 'Write a summary of each item',
			},
		],
		default: 'categorize',
		description: 'What should be done with every item',
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '={{ $json.text || $json.html }}',
		required: true,
		description: 'The text to read of each item. Drag a field here from the left.',
		hint: 'This text is sent to the provider of your credential and is kept there until Results Expire After.',
	},
	...categorizeFields,
	...summarizeFields,
	...extractFields,
	...customFields,
	modelField,
	{
		displayName: 'Label',
		name: 'label',
		type: 'string',
		default: '={{ $workflow.name }}',
		required: true,
		description: 'A name to find this job by later',
	},
	...submitOptions,
];
