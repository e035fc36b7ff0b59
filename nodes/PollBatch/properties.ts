import type { INodeProperties } from 'n8n-workflow';

export const pollProperties: INodeProperties[] = [
	{
		displayName: 'Batch',
		name: 'batch',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'By ID',
				value: 'id',
				description: 'One job, by its ID or the ID of one of its batches',
			},
			{
				name: 'From Previous Node',
				value: 'previous',
				description: 'The job or jobs that Submit Batch put out',
			},
		],
		default: 'previous',
		description: 'Which job to look at',
	},
	{
		displayName: 'Batch ID',
		name: 'batchId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. op_5a49e8501bba6c7266cf682d',
		displayOptions: { show: { batch: ['id'] } },
		description:
			'The ID in the handle that Submit Batch put out (op_…), or of one of its batches (batch_…)',
	},
];
