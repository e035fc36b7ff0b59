import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

const forTask: IDisplayOptions = { show: { task: ['extract'] } };

export const extractFields: INodeProperties[] = [
	{
		displayName: 'Fields',
		name: 'fields',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Field', sortable: true },
		placeholder: 'Add Field',
		default: { field: [{ name: '' }] },
		displayOptions: forTask,
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
