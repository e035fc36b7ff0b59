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
		displayName: 'Text From',
		name: 'source',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'A Field', value: 'field', description: 'The text is in the item' },
			{
				name: 'An Input File',
				value: 'file',
				description: 'The item carries a file: txt, md, srt, vtt, html, csv or JSON',
			},
		],
		default: 'field',
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '={{ $json.text || $json.html }}',
		required: true,
		displayOptions: { show: { source: ['field'] } },
		description: 'The text to read of each item. Drag a field here from the left.',
		hint: 'This text is sent to the provider of your credential and stays there for 7 days, unless Options → Results Expire After says otherwise.',
	},
	{
		displayName: 'Input File Field',
		name: 'fileField',
		type: 'string',
		default: 'data',
		required: true,
		placeholder: 'e.g. data',
		displayOptions: { show: { source: ['file'] } },
		description: 'The name of the field that holds the file, as shown on the tab Binary',
		hint: 'Its text is sent to the provider of your credential and stays there for 7 days, unless Options → Results Expire After says otherwise.',
	},
	...categorizeFields,
	...summarizeFields,
	...extractFields,
	...customFields,
	{
		displayName: 'When Do You Need It?',
		name: 'when',
		type: 'options',
		options: [
			{
				name: 'Within 24 Hours, Half Price',
				value: 'batch',
				description:
					'To store the answers or look for patterns in many items. Usually done in an hour.',
			},
			{
				name: 'In Minutes',
				value: 'background',
				description: 'To have it done silently while the workflow goes on. Full price.',
			},
			{
				name: 'Now',
				value: 'now',
				description: 'To go on with the answer at once, e.g. for something urgent. Full price.',
			},
		],
		default: 'batch',
		description:
			'Waiting for the answer to go on: Now. Silently in the background: In Minutes. Storing it or looking for patterns: Within 24 Hours.',
	},
	modelField,
	{
		displayName: 'Label',
		name: 'label',
		type: 'string',
		default: '={{ $workflow.name }}',
		required: true,
		description: 'A name to find this job by later',
	},
	{
		displayName: 'Run',
		name: 'run',
		type: 'options',
		options: [
			{ name: 'All Items', value: 'all' },
			{
				name: 'Estimate Only',
				value: 'estimate',
				description: 'Shows what it would cost in each way. Nothing is sent.',
			},
			{
				name: 'Try First 5 Now',
				value: 'try',
				description: 'Answers the first 5 items in seconds, so that you see what will come',
			},
		],
		default: 'all',
	},
	...submitOptions,
];
