import type { INodeProperties } from 'n8n-workflow';
import { ownPriceOption } from '../shared/ownPrice';
import { findingsFields } from './results/findings';

export const pollProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Get Results',
				value: 'getResults',
				action: 'Get the results of a batch',
				description: 'Every item with its answer, once the job is done',
			},
			{
				name: 'Get Many',
				value: 'getMany',
				action: 'Get many batches',
				description: 'List the newest jobs',
			},
			{
				name: 'Cancel',
				value: 'cancel',
				action: 'Cancel a batch',
				description: 'End a job early. What is answered by then is kept.',
			},
			{
				name: 'Delete Files',
				value: 'deleteFiles',
				action: 'Delete the files of a batch',
				description:
					'Remove everything that a job left at the provider, at once. Refused while any of it runs.',
			},
		],
		default: 'getResults',
	},
	{
		displayName: 'Batch',
		name: 'batch',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'From Previous Node',
				value: 'previous',
				description: 'The job or jobs that Submit Batch or Batch Trigger put out',
			},
			{
				name: 'Latest With Label',
				value: 'latest',
				description: 'The newest job with this label, whichever workflow sent it',
			},
			{ name: 'From List', value: 'list', description: 'One of the newest jobs' },
			{
				name: 'By ID',
				value: 'id',
				description: 'One job, by its ID or the ID of one of its batches',
			},
		],
		default: 'previous',
		displayOptions: { hide: { operation: ['getMany'] } },
		description: 'Which job to look at',
	},
	{
		displayName: 'Label',
		name: 'label',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Weekly e-mail review',
		displayOptions: { show: { batch: ['latest'] }, hide: { operation: ['getMany'] } },
		description: 'As it stands in the field Label of Submit Batch',
	},
	{
		displayName: 'Job',
		name: 'job',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		displayOptions: { show: { batch: ['list'] }, hide: { operation: ['getMany'] } },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchJobs', searchable: true },
			},
		],
	},
	{
		displayName: 'Batch ID',
		name: 'batchId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. op_5a49e8501bba6c7266cf682d',
		displayOptions: { show: { batch: ['id'] }, hide: { operation: ['getMany'] } },
		description:
			'The ID in the handle that Submit Batch put out (op_…), or of one of its batches (batch_…)',
	},
	{
		displayName: 'Results As',
		name: 'resultsAs',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Items', value: 'items', description: 'One item for each item that was sent' },
			{
				name: 'One Report',
				value: 'report',
				description:
					'One item that sees all together: counts, trends, examples, cost; with HTML for a mail',
			},
			{
				name: 'File',
				value: 'file',
				description: 'One item with a CSV file that a spreadsheet opens',
			},
		],
		default: 'items',
		displayOptions: { show: { operation: ['getResults'] } },
		hint: 'To wait for the answers, drag a wire from the output Still Running back into this node’s own input.',
	},
	...findingsFields,
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		displayOptions: { show: { operation: ['getResults'], resultsAs: ['items', 'file'] } },
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions: { show: { operation: ['getResults'] } },
		options: [
			{
				displayName: 'Also Buy Again What the Provider Says It Answered',
				name: 'retryCounted',
				type: 'boolean',
				default: false,
				description:
					'Whether Try Failed Items Again and Finish by Deadline also send items whose answer the provider counts and an hour after the end still does not hand over. They may have been paid for.',
			},
			ownPriceOption,
			{
				displayName: 'File: Separator',
				name: 'separator',
				type: 'options',
				displayOptions: { show: { '/resultsAs': ['file'] } },
				options: [
					{ name: 'Comma', value: 'comma' },
					{
						name: 'Semicolon',
						value: 'semicolon',
						description: 'For Excel where numbers are written with a decimal comma',
					},
					{ name: 'Tab', value: 'tab' },
				],
				default: 'comma',
				description:
					'What stands between two cells of the CSV file. If everything lands in one column, choose another.',
			},
			{
				displayName: 'Finish by Deadline (Hours)',
				name: 'deadlineHours',
				type: 'number',
				typeOptions: { minValue: 0.1, numberPrecision: 1 },
				default: 12,
				description:
					'So many hours after it was sent, a job that still runs is cancelled, and what has no answer is answered at once, at full price, up to Stop if Extra Cost Exceeds. Needs Still Running wired back into this node: a job that nobody looks at is not ended. If this option is left out, a job has its 24 hours.',
			},
			{
				displayName: 'Report: Count By',
				name: 'countBy',
				type: 'string',
				default: '',
				placeholder: 'e.g. from, project',
				displayOptions: { show: { '/resultsAs': ['report'] } },
				description: 'Kept fields to count the categories by, separated by commas',
			},
			{
				displayName: 'Report: Trend By',
				name: 'trendBy',
				type: 'options',
				displayOptions: { show: { '/resultsAs': ['report'] } },
				options: [
					{ name: 'As It Fits', value: 'auto', description: 'By how many days the items span' },
					{ name: 'Day', value: 'day' },
					{ name: 'Month', value: 'month' },
					{ name: 'Week', value: 'week' },
					{ name: 'Year', value: 'year' },
				],
				default: 'auto',
				description: 'What the categories are counted over',
			},
			{
				displayName: 'Stop if Extra Cost Exceeds (USD)',
				name: 'extraBudget',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 2 },
				default: 5,
				description:
					'What Try Failed Items Again and Finish by Deadline may cost for one job in all; items beyond that stay as they are. 5 if this option is left out; 0 never stops.',
			},
			{
				displayName: 'Try Again After Cancel',
				name: 'retryCancelled',
				type: 'boolean',
				default: false,
				description:
					'Whether Try Failed Items Again also sends the rest of a job that was cancelled. Otherwise what you cancel is not bought again.',
			},
			{
				displayName: 'Try Failed Items Again',
				name: 'retries',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 5 },
				default: 2,
				description:
					'How often to send items again that expired, were cut off or met a fault of the provider. Items that would fail the same way are never sent again. Half price, up to 24 hours each time. Needs the output Still Running wired back into this node, which waits for them.',
			},
		],
	},
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		displayOptions: { show: { operation: ['getMany'] } },
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		displayOptions: { show: { operation: ['getMany'], returnAll: [false] } },
		description: 'Max number of results to return',
	},
];
