import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

const forTask: IDisplayOptions = { show: { task: ['categorize'] } };

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
		displayOptions: forTask,
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
		displayOptions: forTask,
	},
	{
		displayName: 'Allow Several Categories',
		name: 'allowSeveral',
		type: 'boolean',
		default: false,
		displayOptions: forTask,
		description: 'Whether an item may have more than one category, the best one first',
	},
];
