import type { IExecuteFunctions } from 'n8n-workflow';
import {
	defined,
	isTaskKind,
	OffpeakError,
	parseJson,
	readList,
	readObject,
	type Category,
	type ExtractField,
	type Task,
} from '../../../core';
import {
	readEntries,
	readJsonObject,
	readNumberOption,
	readOneOf,
	readSwitch,
	readText,
} from './parameters';

/** The task as set on the panel. What is wrong with it, `plan` says. */
export function readTask(context: IExecuteFunctions): Task {
	const kind = readText(context, 'task');
	if (!isTaskKind(kind)) {
		throw new OffpeakError('invalid_input', `There is no task "${kind}".`, {
			hint: 'Choose a task from the list.',
		});
	}
	const instructions = readText(context, 'options.instructions');
	const told = instructions === '' ? {} : { instructions };
	const reviewBelow = readNumberOption(context, 'reviewBelow', 'Needs Review Below', {
		mayBeZero: true,
	});
	switch (kind) {
		case 'categorize':
			return {
				kind,
				categories: readCategories(context),
				multiple: readSwitch(context, 'allowSeveral'),
				noMatch: readText(context, 'noMatch') === 'fail' ? 'fail' : 'other',
				...defined({ reviewBelow }),
				...told,
			};
		case 'summarize':
			return {
				kind,
				length: readOneOf(readText(context, 'length'), ['sentence', 'short', 'long'], 'short'),
				style: readOneOf(readText(context, 'style'), ['text', 'bullets', 'actions'], 'text'),
				language: readText(context, 'language'),
				...told,
			};
		case 'extract':
			return { kind, fields: readEntries(context, 'fields.field').map(asField), ...told };
		case 'custom': {
			const hasFields = readText(context, 'answerAs') === 'fields';
			const schema = hasFields ? readJsonObject(context, 'schema', 'Answer Schema') : undefined;
			const prompt = readText(context, 'prompt');
			return schema === undefined ? { kind, prompt } : { kind, prompt, schema };
		}
	}
}

const FIELD_TYPES = ['text', 'number', 'boolean', 'date', 'list'] as const;

function asField(entry: Readonly<Record<string, unknown>>): ExtractField {
	return {
		name: String(entry['name'] ?? ''),
		type: readOneOf(String(entry['type'] ?? ''), FIELD_TYPES, 'text'),
		description: String(entry['description'] ?? ''),
	};
}

function readCategories(context: IExecuteFunctions): readonly Category[] {
	if (readText(context, 'categoriesFrom') !== 'expression') {
		return readEntries(context, 'categories.category').map(asCategory);
	}
	const value: unknown = context.getNodeParameter('categoriesExpression', 0, '');
	const list =
		readList(value) ?? readList(typeof value === 'string' ? parseJson(value) : undefined);
	if (list !== undefined) return list.map(asCategory);
	return String(value ?? '')
		.split(/[,\n]/)
		.filter((name) => name.trim() !== '')
		.map(asCategory);
}

/** A name alone, or an object with name, description and value; a Gmail label has name and id. */
function asCategory(entry: unknown): Category {
	const category = readObject(entry);
	if (category === undefined) return { name: String(entry ?? '').trim() };
	return {
		name: String(category['name'] ?? ''),
		description: String(category['description'] ?? ''),
		value: String(category['value'] ?? category['id'] ?? ''),
	};
}
