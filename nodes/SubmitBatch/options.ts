import type { INodeProperties } from 'n8n-workflow';
import { MAX_REUSE_SECONDS } from '../../core';
import {
	advancedOption,
	cleanTextOption,
	instructionsOption,
	reviewBelowOption,
	maxOutputTokensOption,
	maxCharactersOption,
} from '../shared/panel/options';
import { ownPriceOption } from '../shared/ownPrice';

export const submitOptions: INodeProperties[] = [
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			advancedOption,
			cleanTextOption,
			instructionsOption,
			{
				displayName: 'Keep Fields',
				name: 'keepFields',
				type: 'options',
				options: [
					{ name: 'All Fields', value: 'all' },
					{ name: 'None', value: 'none' },
					{
						name: 'Only These',
						value: 'these',
						description: 'Named in the option Keep Fields: Only These',
					},
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
				displayName: 'Keep Fields: Only These',
				name: 'keepFieldNames',
				type: 'string',
				default: '',
				placeholder: 'e.g. subject, from',
				description: 'Separated by commas. Used when Keep Fields is Only These.',
			},
			maxOutputTokensOption,
			reviewBelowOption,
			ownPriceOption,
			{
				displayName: 'Packing',
				name: 'packing',
				type: 'options',
				options: [
					{
						name: 'Automatic',
						value: 'automatic',
						description:
							'Up to 20 short texts share one call, so that the prompt is paid for once; long ones go alone',
					},
					{ name: 'Off', value: 'off', description: 'Each text is answered by itself: safest' },
				],
				default: 'automatic',
				description:
					'For Within 24 Hours; off if this option is left out. What comes back wrong from a shared call is asked again alone, if Poll Batch → Options → Try Failed Items Again is set.',
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
				typeOptions: { minValue: 0, maxValue: MAX_REUSE_SECONDS / 60 },
				default: 0,
				description:
					'For Within 24 Hours: the same items with the same settings, sent again within this time, give the job that is there already. 0 always buys anew, a week is the most.',
			},
			{
				displayName: 'Row ID',
				name: 'rowId',
				type: 'string',
				default: '',
				placeholder: 'Drag the field that identifies an item here',
				description: 'What identifies each item in the results; its position if left out',
			},
			maxCharactersOption,
			{
				displayName: 'Stop if Estimate Exceeds (USD)',
				name: 'budget',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 2 },
				default: 5,
				description:
					'Nothing is sent if it may cost more. 5 if this option is left out; 0 never stops.',
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
				default: 'skip',
				description: 'If all texts are empty, nothing is sent either way',
			},
		],
	},
];
