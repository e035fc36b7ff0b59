import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

const showFor = (task: string): IDisplayOptions => ({ show: { task: [task] } });

export const categorizeFields: INodeProperties[] = [
	{
		displayName: 'Categories From',
		name: 'categoriesFrom',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'An Expression', value: 'expression', description: 'E.g. a list of Gmail labels.' },
			{ name: 'The List Below', value: 'list' },
		],
		default: 'list',
		displayOptions: showFor('categorize'),
	},
	{
		displayName: 'Categories',
		name: 'categoriesExpression',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		required: true,
		placeholder: 'e.g. Invoice, Meeting, Newsletter',
		displayOptions: { show: { task: ['categorize'], categoriesFrom: ['expression'] } },
		description:
			'Names separated by commas or lines, or an expression that gives a list of names or of objects with name, description and value',
	},
	{
		displayName: 'Categories',
		name: 'categories',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Category', sortable: true },
		placeholder: 'Add Category',
		default: { category: [{ name: '' }, { name: '' }] },
		displayOptions: { show: { task: ['categorize'], categoriesFrom: ['list'] } },
		description: 'At least two. A description makes the choice better than a name alone.',
		options: [
			{
				displayName: 'Category',
				name: 'category',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. Invoice',
					},
					{
						displayName: 'Description',
						name: 'description',
						type: 'string',
						default: '',
						placeholder: 'e.g. bills, payment reminders, receipts',
						description: 'What belongs here, in a few words',
					},
					{
						displayName: 'Value to Return',
						name: 'value',
						type: 'string',
						default: '',
						placeholder: 'e.g. a Gmail label ID',
						description: 'Comes back as categoryValue, for the step that acts on it',
					},
				],
			},
		],
	},
	{
		displayName: 'When Nothing Fits',
		name: 'noMatch',
		type: 'options',
		options: [
			{
				name: 'Answer Other',
				value: 'other',
				description: 'The category is Other',
			},
			{
				name: 'Fail the Item',
				value: 'fail',
				description: 'The item leaves on the output Failed',
			},
		],
		default: 'other',
		displayOptions: showFor('categorize'),
	},
	{
		displayName: 'Allow Several Categories',
		name: 'allowSeveral',
		type: 'boolean',
		default: false,
		displayOptions: showFor('categorize'),
		description: 'Whether an item may have more than one category, the best one first',
	},
];

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
		displayOptions: showFor('summarize'),
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
		displayOptions: showFor('summarize'),
	},
	{
		displayName: 'Language',
		name: 'language',
		type: 'string',
		default: '',
		placeholder: 'e.g. English; if empty, as the text',
		displayOptions: showFor('summarize'),
		description: 'Leave empty for the language of each text',
	},
];

export const extractFields: INodeProperties[] = [
	{
		displayName: 'Fields',
		name: 'fields',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Field', sortable: true },
		placeholder: 'Add Field',
		default: { field: [{ name: '' }] },
		displayOptions: showFor('extract'),
		options: [
			{
				displayName: 'Field',
				name: 'field',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. amount',
					},
					{
						displayName: 'Type',
						name: 'type',
						type: 'options',
						options: [
							{ name: 'Date', value: 'date' },
							{ name: 'List of Texts', value: 'list' },
							{ name: 'Number', value: 'number' },
							{ name: 'Text', value: 'text' },
							{ name: 'Yes or No', value: 'boolean' },
						],
						default: 'text',
					},
					{
						displayName: 'Description',
						name: 'description',
						type: 'string',
						default: '',
						placeholder: 'e.g. the total in euros, with tax',
					},
				],
			},
		],
	},
];

export const customFields: INodeProperties[] = [
	{
		displayName: 'Prompt',
		name: 'prompt',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		required: true,
		placeholder: 'e.g. Say in one word how the writer feels.',
		displayOptions: showFor('custom'),
		description: 'What to do with each text. The text itself is added by the node.',
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
		displayOptions: showFor('custom'),
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
