import type { IExecuteFunctions } from 'n8n-workflow';
import { OffpeakError, type Category, type ExtractField, type Task } from '../../core';
import { readEntries, readJsonObject, readText } from '../shared/parameters';

/** The task as set on the panel. What is wrong with it, `plan` says. */
export function readTask(context: IExecuteFunctions): Task {
	const kind = readText(context, 'task');
	const own = readText(context, 'options.instructions');
	const instructions = own === '' ? {} : { instructions: own };
	switch (kind) {
		case 'categorize':
			return {
				kind,
				categories: readEntries(context, 'categories.category').map(
					(entry): Category => ({
						name: String(entry['name'] ?? ''),
						description: String(entry['description'] ?? ''),
						value: String(entry['value'] ?? ''),
					}),
				),
				multiple: context.getNodeParameter('allowSeveral', 0, false) === true,
				noMatch: readText(context, 'noMatch') === 'fail' ? 'fail' : 'other',
				...instructions,
			};
		case 'summarize':
			return {
				kind,
				length: readOneOf(readText(context, 'length'), ['sentence', 'short', 'long'], 'short'),
				style: readOneOf(readText(context, 'style'), ['text', 'bullets', 'actions'], 'text'),
				language: readText(context, 'language'),
				...instructions,
			};
		case 'extract':
			return {
				kind,
				fields: readEntries(context, 'fields.field').map(
					(entry): ExtractField => ({
						name: String(entry['name'] ?? ''),
						type: readOneOf(
							String(entry['type'] ?? ''),
							['text', 'number', 'boolean', 'date', 'list'],
							'text',
						),
						description: String(entry['description'] ?? ''),
					}),
				),
				...instructions,
			};
		case 'custom': {
			const schema =
				context.getNodeParameter('answerAs', 0, 'text') === 'fields'
					? readJsonObject(context, 'schema', 'Answer Schema')
					: undefined;
			return {
				kind,
				prompt: readText(context, 'prompt'),
				...(schema === undefined ? {} : { schema }),
			};
		}
		default:
			throw new OffpeakError('invalid_input', `There is no task "${kind}".`, {
				hint: 'Choose a task from the list.',
			});
	}
}

function readOneOf<const T extends string>(value: string, allowed: readonly T[], otherwise: T): T {
	return allowed.find((entry) => entry === value) ?? otherwise;
}
