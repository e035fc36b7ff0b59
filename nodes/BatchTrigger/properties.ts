import type { INodeProperties } from 'n8n-workflow';

export const triggerProperties: INodeProperties[] = [
	{
		displayName: 'Label',
		name: 'label',
		type: 'string',
		default: '={{ $workflow.name }}',
		placeholder: 'e.g. Weekly e-mail review',
		description:
			'Only jobs with this label, as it stands in the field Label of Submit Batch, which is the name of its workflow unless you change it. Leave empty for every job that Offpeak sent with this key.',
	},
	{
		displayName: 'Trigger On',
		name: 'statuses',
		type: 'multiOptions',
		noDataExpression: true,
		options: [
			{
				name: 'Cancelled',
				value: 'cancelled',
				description: 'Somebody ended the job early. What was answered by then is there.',
			},
			{
				name: 'Completed',
				value: 'completed',
				description: 'The provider has worked through all items. Single ones may have failed.',
			},
			{
				name: 'Expired',
				value: 'expired',
				description: 'The time ran out. What was answered by then is there.',
			},
			{
				name: 'Failed',
				value: 'failed',
				description: 'The provider refused the job or a file of it',
			},
			{
				name: 'Incomplete',
				value: 'incomplete',
				description: 'Sending stopped halfway, and the rest did not come within an hour',
			},
		],
		default: ['cancelled', 'completed', 'expired', 'failed', 'incomplete'],
		description: 'How a job must have ended to start the workflow',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Include Jobs of the Last (Hours)',
				name: 'lookBackHours',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 720 },
				default: 24,
				description:
					'When the workflow is published for the first time, jobs that finished so many hours ago start it, too',
			},
			{
				displayName: 'Include Other Jobs',
				name: 'includeOthers',
				type: 'boolean',
				default: false,
				description:
					'Whether batches that other tools sent with this key start the workflow, too, whatever the label. They have no handle: Poll Batch cannot join their answers.',
			},
		],
	},
];
