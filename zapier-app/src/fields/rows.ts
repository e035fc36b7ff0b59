import type { Bundle, PlainInputField, ZObject } from 'zapier-platform-core';
import { hashContent } from '../../../core';
import { readOneOf, readTexts, type InputData } from '../input';

const SOURCES = ['items', 'list', 'text', 'json', 'file'] as const;
type Source = (typeof SOURCES)[number];

export const sourceField = {
	key: 'source',
	label: 'Rows From',
	required: true,
	default: 'items',
	choices: {
		items: 'Line Items of an Earlier Step',
		list: 'A List of Texts',
		text: 'One Text, e.g. From Digest by Zapier',
		json: 'JSON',
		file: 'Files',
	},
	altersDynamicFields: true,
	helpText: 'How the texts come in. Each becomes one row of the batch.',
} satisfies PlainInputField;

export function readSource(input: InputData): Source {
	return readOneOf(input, 'source', SOURCES, 'items');
}

/** The fields for the rows, as *Rows From* wants them. */
export function rowsFields(_z: ZObject, { inputData }: Bundle): PlainInputField[] {
	const source = readSource(inputData);
	switch (source) {
		case 'items':
			return [KEPT_COLUMNS, rowChildren(keepColumns(inputData))];
		case 'list':
			return [TEXTS];
		case 'text':
			return [FRAMED_TEXT, KEPT_BEHIND_IDS];
		case 'json':
			return [JSON_TEXT, ...RECORD_FIELDS];
		case 'file':
			return [FILES, ...RECORD_FIELDS];
	}
}

const KEEP_NAMES: PlainInputField = {
	key: 'keep_names',
	label: 'Fields to Keep',
	list: true,
	altersDynamicFields: true,
};

const KEPT_COLUMNS: PlainInputField = {
	...KEEP_NAMES,
	helpText:
		'Names of fields that come back beside each answer, e.g. subject. Each becomes a column below. They wait in a file at the provider.',
};

const TEXTS: PlainInputField = {
	key: 'texts',
	label: 'Texts',
	type: 'text',
	list: true,
	required: true,
	helpText: 'One text per entry, or a list mapped from an earlier step.',
};

const FRAMED_TEXT: PlainInputField = {
	key: 'text',
	label: 'Text',
	type: 'text',
	required: true,
	helpText:
		'Each row begins at a line `=== id` and ends at a line `=== end id`. In Digest by Zapier, put the lines into the entry, with the ID of the e-mail in both: who writes to you does not know it, so no e-mail can begin another row.',
};

const KEPT_BEHIND_IDS: PlainInputField = {
	...KEEP_NAMES,
	helpText:
		'Names of fields that come back beside each answer, e.g. subject. They follow the ID: `=== 17f3a | subject: Your bill | from: Anna`. They wait in a file at the provider.',
};

const JSON_TEXT: PlainInputField = {
	key: 'json',
	label: 'JSON',
	type: 'text',
	required: true,
	helpText: 'A list of objects or texts, or one object per line (JSON Lines).',
};

const FILES: PlainInputField = {
	key: 'files',
	label: 'Files',
	type: 'file',
	list: true,
	required: true,
	helpText:
		'Text files (txt, md, html), transcripts (srt, vtt): one row each. Tables (csv, json, jsonl): one row per record.',
};

const RECORD_FIELDS: readonly PlainInputField[] = [
	{
		key: 'text_field',
		label: 'Text Field',
		default: 'text',
		helpText: 'The field or column that holds the text of a record.',
	},
	{
		key: 'id_field',
		label: 'ID Field',
		default: 'id',
		helpText: 'The field or column that identifies a record; its position where there is none.',
	},
	{
		key: 'keep_fields',
		label: 'Keep Fields',
		default: 'short',
		choices: { short: 'Short Fields', all: 'All Fields', none: 'None' },
		helpText:
			'Which other fields come back beside each answer. Short ones have up to 200 characters. They wait in a file at the provider.',
	},
];

interface KeepColumn {
	/** The field's key in the editor. */
	readonly key: string;
	/** The name under which it comes back. */
	readonly name: string;
}

/** One column for each name. Its key follows from the name alone, so that a mapping stays with its name. */
export function keepColumns(input: InputData): readonly KeepColumn[] {
	return [...new Set(readTexts(input, 'keep_names'))].map((name) => {
		const slug = name.replaceAll(/[^A-Za-z0-9_]+/g, '_');
		const isWhole = slug === name;
		return { key: isWhole ? `keep_${slug}` : `keep_${slug}_${hashOf(name)}`, name };
	});
}

/** Tells apart names that lost what Zapier does not take in a key: "e-mail" and "e mail", names in Cyrillic. */
function hashOf(name: string): string {
	return hashContent([name]).slice(0, 8);
}

function rowChildren(columns: readonly KeepColumn[]): PlainInputField {
	return {
		key: 'rows',
		label: 'Rows',
		children: [
			{ key: 'row_text', label: 'Text', required: true, helpText: 'The text of each row.' },
			{
				key: 'row_id',
				label: 'Row ID',
				helpText: 'What identifies each row in the results; its position if left out.',
			},
			...columns.map(({ key, name }) => ({ key, label: `Keep: ${name}` })),
		],
	};
}
