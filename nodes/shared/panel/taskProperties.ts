import type { INodeProperties } from 'n8n-workflow';
import { TASK_KINDS, type Task } from '../../../core';
import { categorizeFields } from './taskFields/categorize';
import { customFields } from './taskFields/custom';
import { extractFields } from './taskFields/extract';
import { summarizeFields } from './taskFields/summarize';

interface OfferedTask {
	readonly choice: { readonly name: string; readonly description: string };
	readonly fields: readonly INodeProperties[];
}

const TASKS: Readonly<Record<Task['kind'], OfferedTask>> = {
	categorize: {
		choice: {
			name: 'Categorize',
			description: 'Choose one or several of your categories for each item',
		},
		fields: categorizeFields,
	},
	summarize: {
		choice: { name: 'Summarize', description: 'Write a summary of each item' },
		fields: summarizeFields,
	},
	extract: {
		choice: {
			name: 'Extract Fields',
			description: 'Read named fields, e.g. amount and due date, out of each item',
		},
		fields: extractFields,
	},
	custom: {
		choice: { name: 'Custom Prompt', description: 'Do with each item what you write' },
		fields: customFields,
	},
};

const WHAT_TO_WHICH_TEXT: readonly INodeProperties[] = [
	{
		displayName: 'Task',
		name: 'task',
		type: 'options',
		noDataExpression: true,
		options: TASK_KINDS.map((value) => ({ value, ...TASKS[value].choice })),
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
	},
];

/** What is done to which text: the top of every panel that sends something. `privacy`: how long it stays where. */
export const taskProperties = (privacy: string): INodeProperties[] => [
	...WHAT_TO_WHICH_TEXT,
	{
		// Not a hint: n8n shows the value of an expression in its place.
		displayName: `Each text is sent to the provider of your credential${privacy}`,
		name: 'privacyNotice',
		type: 'notice',
		default: '',
	},
	...TASK_KINDS.flatMap((kind) => TASKS[kind].fields),
];
