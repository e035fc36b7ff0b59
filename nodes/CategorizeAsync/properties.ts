import type { INodeProperties } from 'n8n-workflow';
import { modelField } from '../shared/model';
import {
	advancedOption,
	cleanTextOption,
	instructionsOption,
	maxCharactersOption,
	maxOutputTokensOption,
	reviewBelowOption,
} from '../shared/panel/options';
import { ownPriceOption } from '../shared/ownPrice';
import { taskProperties } from '../shared/panel/taskProperties';

export const categorizeProperties: INodeProperties[] = [
	{
		displayName:
			'For one item at a time, as it arrives. To go through hundreds at half the price, use Submit Batch.',
		name: 'notice',
		type: 'notice',
		default: '',
	},
	...taskProperties(', which may keep it for up to 30 days.'),
	modelField,
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
			maxOutputTokensOption,
			reviewBelowOption,
			ownPriceOption,
			maxCharactersOption,
		],
	},
];
