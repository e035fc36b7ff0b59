import { readList, readObject, readString } from '../formats/json';
import { findSchemaFault } from '../formats/schema/strict-schema';
import type { AnswerShape, ExtractTask, ExtractType, JsonObject } from '../types';
import { readJsonAnswer } from './answer';
import { keysFor, onOneLine } from './stand-ins';
import { joinParagraphs, nameOf, type TaskDefinition } from './task';

export type ExtractShape = Extract<AnswerShape, { kind: 'extract' }>;

const TYPES: Record<ExtractType, { readonly words: string; readonly schema: JsonObject }> = {
	text: { words: 'text', schema: { type: ['string', 'null'] } },
	number: { words: 'a number without unit', schema: { type: ['number', 'null'] } },
	boolean: { words: 'true or false', schema: { type: ['boolean', 'null'] } },
	date: { words: 'a date as YYYY-MM-DD', schema: { type: ['string', 'null'] } },
	list: { words: 'a list of texts', schema: { type: 'array', items: { type: 'string' } } },
};

export const extract: TaskDefinition<ExtractTask, ExtractShape> = {
	findFaults(task) {
		const faults: string[] = [];
		const names = task.fields.map(nameOf);
		const shown = names.map(onOneLine);
		if (names.length === 0) faults.push('Add at least one field to extract.');
		names.forEach((name, index) => {
			if (name === '') faults.push(`Field ${index + 1} has no name. Name it or remove it.`);
			const first = shown.indexOf(onOneLine(name));
			if (name !== '' && first !== index) {
				faults.push(`Fields ${first + 1} and ${index + 1} are both called "${name}". Rename one.`);
			}
		});
		const fault = findSchemaFault(schemaOf(extract.shape(task)));
		if (fault !== undefined) faults.push(`The list of fields is too large: ${fault}.`);
		return faults;
	},

	instructions({ fields, instructions }) {
		const names = fields.map(nameOf);
		const keys = keysFor(names);
		const list = fields.map(({ type, description = '' }, at) => {
			const [name = '', key = ''] = [names[at], keys[at]];
			const called = key === name ? '' : `, which is called ${onOneLine(name)}`;
			const meaning = onOneLine(description);
			return `- ${key} (${TYPES[type].words})${called}${meaning === '' ? '' : `: ${meaning}`}`;
		});
		return joinParagraphs(
			'Extract these fields from the text. Use null, or an empty list, for what the text does not say.',
			list.join('\n'),
			instructions,
		);
	},

	schema: (task) => schemaOf(extract.shape(task)),
	shape: ({ fields }) => ({
		kind: 'extract',
		fields: fields.map((field) => ({ name: nameOf(field), type: field.type })),
	}),
	readShape: (stored) => ({
		kind: 'extract',
		fields: (readList(stored['fields']) ?? []).flatMap((entry) => {
			const name = readString(readObject(entry)?.['name']);
			const type = readString(readObject(entry)?.['type']);
			return name === undefined || !isExtractType(type) ? [] : [{ name, type }];
		}),
	}),
	readAnswer(shape, text) {
		const names = shape.fields.map(({ name }) => name);
		// A server that enforces nothing may let the model answer by the names.
		const byName = readJsonAnswer(text, schemaOf(shape, names));
		if ('fields' in byName) return byName;
		const keys = keysFor(names);
		if (names.every((name, at) => name === keys[at])) return byName;
		const byKey = readJsonAnswer(text, schemaOf(shape, keys));
		if ('invalid' in byKey) return byName;
		const { fields } = byKey;
		return {
			fields: Object.fromEntries(keys.map((key, at) => [names[at] ?? key, fields[key] ?? null])),
		};
	},
};

function isExtractType(type: string | undefined): type is ExtractType {
	return type !== undefined && Object.hasOwn(TYPES, type);
}

function schemaOf(
	{ fields }: ExtractShape,
	keys = keysFor(fields.map(({ name }) => name)),
): JsonObject {
	const properties = Object.fromEntries(
		fields.map(({ name, type }, at) => [keys[at] ?? name, TYPES[type].schema]),
	);
	return {
		type: 'object',
		properties,
		required: Object.keys(properties),
		additionalProperties: false,
	};
}
