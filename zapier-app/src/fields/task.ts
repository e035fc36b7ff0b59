import type { Bundle, PlainInputField, ZObject } from 'zapier-platform-core';
import {
	OffpeakError,
	TASK_KINDS,
	defined,
	type Category,
	type ExtractField,
	type ExtractType,
	type Task,
} from '../../../core';
import {
	readBoolean,
	readJsonObject,
	readOneOf,
	readPairs,
	readText,
	type InputData,
} from '../input';

export const taskField = {
	key: 'task',
	label: 'Task',
	required: true,
	default: 'categorize',
	choices: {
		categorize: 'Categorize',
		summarize: 'Summarize',
		extract: 'Extract Fields',
		custom: 'Custom Prompt',
	} satisfies Record<Task['kind'], string>,
	altersDynamicFields: true,
	helpText: 'What should be done with every text.',
} satisfies PlainInputField;

/** The settings of the task that is chosen. */
export function taskFields(_z: ZObject, { inputData }: Bundle): PlainInputField[] {
	const task = readOneOf(inputData, 'task', TASK_KINDS, 'categorize');
	switch (task) {
		case 'categorize':
			return [...CATEGORIZE, INSTRUCTIONS];
		case 'summarize':
			return [...SUMMARIZE, INSTRUCTIONS];
		case 'extract':
			return [...EXTRACT, INSTRUCTIONS];
		case 'custom':
			return [...CUSTOM];
	}
}

const INSTRUCTIONS: PlainInputField = {
	key: 'instructions',
	label: 'Extra Instructions',
	type: 'text',
	helpText:
		'What else the model should know, e.g. that mails from your family are always Personal.',
};

const CATEGORIZE: readonly PlainInputField[] = [
	{
		key: 'categories',
		label: 'Categories',
		dict: true,
		required: true,
		helpText:
			'At least two. On the left the name, on the right what belongs there, in a few words: a description makes the choice better than a name alone.',
	},
	{
		key: 'category_values',
		label: 'Category Values',
		dict: true,
		helpText:
			'On the left the name of a category, on the right what a later step needs to act on it, e.g. a Gmail label. It comes back as Category Value.',
	},
	{
		key: 'no_match',
		label: 'When Nothing Fits',
		default: 'other',
		choices: { other: 'Answer Other', fail: 'Fail the Row' },
		helpText: 'What to answer for a text that fits none of the categories.',
	},
	{
		key: 'allow_several',
		label: 'Allow Several Categories',
		type: 'boolean',
		default: 'false',
		helpText: 'Whether a text may have more than one category, the best one first.',
	},
];

const SUMMARIZE: readonly PlainInputField[] = [
	{
		key: 'length',
		label: 'Length',
		default: 'short',
		choices: {
			sentence: 'One Sentence',
			short: 'Short (2 to 4 Sentences)',
			long: 'Long (1 to 3 Paragraphs)',
		},
		helpText: 'How long each summary should be.',
	},
	{
		key: 'style',
		label: 'Style',
		default: 'text',
		choices: {
			text: 'Running Text',
			bullets: 'Bullet Points',
			actions: 'Running Text and Action Items',
		},
		helpText: 'With action items, each row also says who does what by when.',
	},
	{
		key: 'language',
		label: 'Language',
		helpText: 'E.g. English. Leave empty for the language of each text.',
	},
];

const EXTRACT: readonly PlainInputField[] = [
	{
		key: 'extract_fields',
		label: 'Fields to Extract',
		dict: true,
		required: true,
		helpText:
			'On the left the name of a field, on the right its type and meaning, e.g. amount: `number: the total in euros`. Types are `text`, `number`, `date`, `list`, and `yes or no`; without one it is text.',
	},
];

const CUSTOM: readonly PlainInputField[] = [
	{
		key: 'prompt',
		label: 'Prompt',
		type: 'text',
		required: true,
		helpText:
			'What to do with each text, e.g. say in one word how the writer feels. The text is added.',
	},
	{
		key: 'schema',
		label: 'Answer Schema',
		type: 'text',
		helpText:
			'[JSON Schema](https://json-schema.org/learn/getting-started-step-by-step) of the answer, if it should come as fields. Leave empty for one field called answer.',
	},
];

/** The task as set in the editor. What is wrong with it, `plan` says. */
export function readTask(input: InputData): Task {
	const own = readText(input, 'instructions');
	const instructions = own === '' ? {} : { instructions: own };
	const kind = readOneOf(input, 'task', TASK_KINDS, 'categorize');
	switch (kind) {
		case 'categorize':
			return {
				kind,
				categories: readCategories(input),
				multiple: readBoolean(input, 'allow_several', false),
				noMatch: readOneOf(input, 'no_match', ['other', 'fail'], 'other'),
				...instructions,
			};
		case 'summarize':
			return {
				kind,
				length: readOneOf(input, 'length', ['sentence', 'short', 'long'], 'short'),
				style: readOneOf(input, 'style', ['text', 'bullets', 'actions'], 'text'),
				language: readText(input, 'language'),
				...instructions,
			};
		case 'extract':
			return {
				kind,
				fields: readPairs(input, 'extract_fields').map(([name, words]) => readField(name, words)),
				...instructions,
			};
		case 'custom': {
			const schema = readJsonObject(input, 'schema', 'Answer Schema');
			return { kind, prompt: readText(input, 'prompt'), ...defined({ schema }) };
		}
	}
}

function readCategories(input: InputData): readonly Category[] {
	const pairs = readPairs(input, 'categories');
	const values = readPairs(input, 'category_values');
	const stray = values.find(
		([name]) =>
			!pairs.some(([category]) => isSameName(category, name)) && !isSameName(name, 'Other'),
	);
	if (stray !== undefined) {
		throw new OffpeakError(
			'invalid_input',
			`Category Values names "${stray[0]}", which is not one of the categories.`,
			{ hint: 'Write the name as it stands under Categories. Nothing was sent.' },
		);
	}
	return pairs.map(([name, description]) => ({
		name,
		description,
		value: values.find(([category]) => isSameName(category, name))?.[1] ?? '',
	}));
}

function isSameName(a: string, b: string): boolean {
	return a.toLowerCase() === b.toLowerCase();
}

const TYPE_WORDS: Readonly<Record<string, ExtractType>> = {
	text: 'text',
	number: 'number',
	date: 'date',
	list: 'list',
	boolean: 'boolean',
	'yes or no': 'boolean',
};

function readField(name: string, words: string): ExtractField {
	const match = /^(text|number|date|list|boolean|yes or no)\s*(?:[:,–-](.*))?$/is.exec(words);
	const type = TYPE_WORDS[match?.[1]?.toLowerCase() ?? ''];
	return type === undefined
		? { name, type: 'text', description: words }
		: { name, type, description: match?.[2]?.trim() ?? '' };
}
