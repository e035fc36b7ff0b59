import type { INodeProperties } from 'n8n-workflow';

export const submitOptions: INodeProperties[] = [
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Advanced (JSON)',
				name: 'advanced',
				type: 'json',
				default: '{}',
				description:
					'Fields added to every call as the provider documents them, e.g. {"reasoning": {"effort": "low"}}',
			},
			{
				displayName: 'Clean Text',
				name: 'cleanText',
				type: 'boolean',
				default: true,
				description:
					'Whether to turn HTML into text and leave out quoted replies, so that fewer tokens are paid for',
			},
			{
				displayName: 'Extra Instructions',
				name: 'instructions',
				type: 'string',
				typeOptions: { rows: 3 },
				default: '',
				placeholder: 'e.g. Mails from my family are always Personal.',
				displayOptions: { hide: { '/task': ['custom'] } },
			},
			{
				displayName: 'Field Names to Keep',
				name: 'keepFieldNames',
				type: 'string',
				default: '',
				placeholder: 'e.g. subject, from',
				description: 'Separated by commas. Used when Keep Fields is Only These.',
			},
			{
				displayName: 'Keep Fields',
				name: 'keepFields',
				type: 'options',
				options: [
					{ name: 'All Fields', value: 'all' },
					{ name: 'None', value: 'none' },
					{ name: 'Only These', value: 'these', description: 'As named in Field Names to Keep' },
					{
						name: 'Short Fields',
						value: 'short',
						description: 'Values of up to 200 characters; never the text itself or HTML',
					},
				],
				default: 'short',
				description:
					'Which fields of each item come back beside its answer. They wait in a file at the provider.',
			},
			{
				displayName: 'Max Output Tokens',
				name: 'maxOutputTokens',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 1000,
				description:
					'The longest answer per item. Too low cuts answers off; models that think need 1000 or more.',
			},
			{
				displayName: 'Needs Review Below',
				name: 'reviewBelow',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 2 },
				default: 0.6,
				displayOptions: { show: { '/task': ['categorize'] } },
				description:
					'Adds needsReview to each answer: true where the confidence (0 to 1) is below this',
			},
			{
				displayName: 'Results Expire After (Days)',
				name: 'expireAfterDays',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 30 },
				default: 7,
				description: 'When the provider deletes what was sent and answered',
			},
			{
				displayName: 'Reuse Window (Minutes)',
				name: 'reuseWindowMinutes',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description:
					'The same items with the same settings, sent again within this time, give the job that is there already. 0 always buys anew.',
			},
			{
				displayName: 'Row ID',
				name: 'rowId',
				type: 'string',
				default: '',
				placeholder: 'Drag the field that identifies an item here',
				description: 'What identifies each item in the results; its position if left out',
			},
			{
				displayName: 'Shorten Texts To (Characters)',
				name: 'maxCharacters',
				type: 'number',
				typeOptions: { minValue: 100 },
				default: 20000,
				description: 'Longer texts are cut there, with a mark that says so',
			},
			{
				displayName: 'Use Flex When Needed Now',
				name: 'flex',
				type: 'boolean',
				default: false,
				displayOptions: { show: { '/when': ['now'] } },
				description:
					'Whether to ask for the slower half-price tier (OpenAI) first. Where it has no room, the normal price applies.',
			},
			{
				displayName: 'When the Text Is Empty',
				name: 'emptyText',
				type: 'options',
				options: [
					{ name: 'Skip and Report', value: 'skip', description: 'The item comes back as failed' },
					{ name: 'Stop', value: 'refuse', description: 'Nothing is sent' },
				],
				default: 'refuse',
			},
		],
	},
];
