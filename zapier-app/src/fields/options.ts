import type { PlainInputField } from 'zapier-platform-core';
import { defined, type PlanInput } from '../../../core';
import { readBoolean, readJsonObject, readNumber, type InputData } from '../input';

export const modelField = {
	key: 'model',
	label: 'Model',
	required: true,
	dynamic: 'list_models.id.name',
	helpText: 'The model that answers. A small one is usually enough to categorize.',
} satisfies PlainInputField;

export const labelField = {
	key: 'label',
	label: 'Label',
	required: true,
	helpText: 'A name to find this batch by later, e.g. Weekly review.',
} satisfies PlainInputField;

/** Which batch a step is about: picked from the list, or mapped from an earlier step. */
export const batchField = {
	key: 'batch',
	label: 'Batch',
	required: true,
	dynamic: 'list_batches.id.name',
	helpText:
		'Pick one, or map the field Handle (or ID) of an earlier step, e.g. of Submit Batch. Of Categorize Async, only the Handle will do.',
} satisfies PlainInputField;

/** What can be set for every text, whichever way it is sent. */
export const textOptions: readonly PlainInputField[] = [
	{
		key: 'clean_text',
		label: 'Clean Text',
		type: 'boolean',
		default: 'true',
		helpText:
			'Whether to turn HTML into text and take the older mails off below an answer, so that you pay for less. Forwards, and answers between quotes, stay whole.',
	},
	{
		key: 'max_characters',
		label: 'Shorten Texts To',
		type: 'integer',
		default: '20000',
		helpText: 'Characters. Longer texts are cut there, with a notice that says so.',
	},
	{
		key: 'output_limit',
		label: 'Max Output Tokens',
		type: 'integer',
		helpText:
			'The longest answer per text. Too low cuts answers off; models that think need 1000 or more.',
	},
	{
		key: 'advanced',
		label: 'Advanced (JSON)',
		type: 'text',
		helpText:
			'Fields added to every call as the provider documents them, e.g. `{"reasoning": {"effort": "low"}}`.',
	},
];

type TextSettings = Pick<PlanInput, 'cleanText' | 'maxCharacters' | 'maxOutputTokens' | 'extra'>;

export function readTextOptions(input: InputData): TextSettings {
	return {
		cleanText: readCleanText(input),
		...defined({
			maxCharacters: readNumber(input, 'max_characters', 'Shorten Texts To'),
			maxOutputTokens: readNumber(input, 'output_limit', 'Max Output Tokens'),
			extra: readJsonObject(input, 'advanced', 'Advanced (JSON)'),
		}),
	};
}

export function readCleanText(input: InputData): boolean {
	return readBoolean(input, 'clean_text', true);
}

export const submitOptions: readonly PlainInputField[] = [
	{
		key: 'empty_text',
		label: 'When the Text Is Empty',
		default: 'skip',
		choices: { skip: 'Skip and Report', refuse: 'Stop' },
		helpText: 'A skipped row comes back as failed; with Stop, nothing is sent at all.',
	},
	{
		key: 'packing',
		label: 'Packing',
		default: 'off',
		choices: { off: 'Off', automatic: 'Automatic' },
		helpText:
			'With Automatic, up to 20 short texts share one call: the prompt is paid for once. Off is safest: each text is answered by itself. What comes back wrong from a shared call is reported as failed; send those rows again with Off.',
	},
	{
		key: 'expire_days',
		label: 'Results Expire After',
		type: 'integer',
		default: '7',
		helpText: 'Days until the provider deletes what was sent and answered, 1 to 30.',
	},
	{
		key: 'max_usd',
		label: 'Stop if Estimate Exceeds',
		type: 'number',
		default: '5',
		helpText:
			'US dollars. A batch that may cost more is not sent. Where the price is not known, it is.',
	},
];
