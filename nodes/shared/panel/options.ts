import type { INodeProperties } from 'n8n-workflow';

/** Options of every node that sends something. They stand in each panel by the alphabet, as n8n wants it. */

export const advancedOption: INodeProperties = {
	displayName: 'Advanced (JSON)',
	name: 'advanced',
	type: 'json',
	default: '{}',
	description:
		'Fields added to every call as the provider documents them, e.g. {"reasoning": {"effort": "low"}}',
};

export const cleanTextOption: INodeProperties = {
	displayName: 'Clean Text',
	name: 'cleanText',
	type: 'boolean',
	default: true,
	description:
		'Whether to turn HTML into text and take the older mails off below an answer, so that fewer tokens are paid for. Forwards, and answers between quotes, stay whole.',
};

export const instructionsOption: INodeProperties = {
	displayName: 'Extra Instructions',
	name: 'instructions',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	placeholder: 'e.g. Mails from my family are always Personal.',
	displayOptions: { hide: { '/task': ['custom'] } },
};

export const reviewBelowOption: INodeProperties = {
	displayName: 'Needs Review Below',
	name: 'reviewBelow',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 2 },
	default: 0.6,
	displayOptions: { show: { '/task': ['categorize'] } },
	description: 'Adds needsReview to each answer: true where the confidence (0 to 1) is below this',
};

export const maxOutputTokensOption: INodeProperties = {
	displayName: 'Max Output Tokens',
	name: 'maxOutputTokens',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1000,
	description:
		'The longest answer per item. Too low cuts answers off; models that think need 1000 or more.',
};

export const maxCharactersOption: INodeProperties = {
	displayName: 'Shorten Texts To (Characters)',
	name: 'maxCharacters',
	type: 'number',
	typeOptions: { minValue: 100 },
	default: 20000,
	description: 'Longer texts are cut there, with a notice that says so',
};
