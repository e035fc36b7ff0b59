import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

const forTask: IDisplayOptions = { show: { task: ['summarize'] } };

export const summarizeFields: INodeProperties[] = [
	{
		displayName: 'Length',
		name: 'length',
		type: 'options',
		options: [
			{ name: 'One Sentence', value: 'sentence' },
			{ name: 'Short (2 to 4 Sentences)', value: 'short' },
			{ name: 'Long (1 to 3 Paragraphs)', value: 'long' },
		],
		default: 'short',
		displayOptions: forTask,
	},
	{
		displayName: 'Style',
		name: 'style',
		type: 'options',
		options: [
			{ name: 'Bullet Points', value: 'bullets' },
			{ name: 'Running Text', value: 'text' },
			{
				name: 'Running Text and Action Items',
				value: 'actions',
				description: 'Adds the list actionItems: who does what by when',
			},
		],
		default: 'text',
		displayOptions: forTask,
	},
	{
		displayName: 'Language',
		name: 'language',
		type: 'string',
		default: '',
		placeholder: 'e.g. English; if empty, as the text',
		displayOptions: forTask,
		description: 'Leave empty for the language of each text',
	},
];
