import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

const forTask: IDisplayOptions = { show: { task: ['custom'] } };

export const customFields: INodeProperties[] = [
	{
		displayName: 'Prompt',
		name: 'prompt',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		required: true,
		placeholder: 'e.g. Say in one word how the writer feels.',
		displayOptions: forTask,
		description:
			'What to do with each text, the same for all items. The text itself is added by the node.',
	},
	{
		displayName: 'Answer As',
		name: 'answerAs',
		type: 'options',
		options: [
			{ name: 'Fields (JSON Schema)', value: 'fields' },
			{ name: 'Text', value: 'text', description: 'Comes back in the field answer' },
		],
		default: 'text',
		displayOptions: forTask,
	},
	{
		displayName: 'Answer Schema',
		name: 'schema',
		type: 'json',
		typeOptions: { rows: 6 },
		default: '{\n  "type": "object",\n  "properties": {\n    "mood": { "type": "string" }\n  }\n}',
		displayOptions: { show: { task: ['custom'], answerAs: ['fields'] } },
		description: 'JSON Schema of the answer; its fields come back beside the kept ones',
	},
];
