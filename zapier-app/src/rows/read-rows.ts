import type { ZObject } from 'zapier-platform-core';
import {
	OffpeakError,
	parseJson,
	readList,
	readObject,
	selectKeptFields,
	type JsonValue,
	type Row,
} from '../../../core';
import { keepColumns, readSource } from '../fields/rows';
import { readOneOf, readText, readTexts, textOf, type InputData } from '../input';
import { readCsv } from './csv';
import { readFileTexts } from './files';
import { givenId, nameByPosition } from './row-ids';
import { splitText } from './split-text';

/** What came in, and what to say of how it was read. */
interface ReadRows {
	readonly rows: readonly Row[];
	/** Whole sentences. */
	readonly notes: readonly string[];
}

/** All rows of a step, whichever way they come in. */
export async function readRows(z: ZObject, input: InputData): Promise<ReadRows> {
	const { rows, notes } = await readSourceRows(z, input);
	return { rows: nameByPosition(rows), notes };
}

async function readSourceRows(z: ZObject, input: InputData): Promise<ReadRows> {
	const source = readSource(input);
	switch (source) {
		case 'items':
			return { rows: readItems(input), notes: [] };
		case 'list':
			return { rows: readTextList(input), notes: [] };
		case 'text': {
			const text = readText(input, 'text');
			return {
				rows: text === '' ? [] : splitText(text, readTexts(input, 'keep_names')),
				notes: [],
			};
		}
		case 'json':
			return { rows: readRecords(readJson(readText(input, 'json')), input), notes: [] };
		case 'file':
			return await readFiles(z, input);
	}
}

function readItems(input: InputData): readonly Row[] {
	const columns = keepColumns(input);
	const entries = readList(input['rows']) ?? [input['rows']];
	const rows = entries.map((entry) => readObject(entry) ?? {});
	// A mapping whose step put out nothing leaves one group with nothing in it.
	if (rows.every((row) => Object.values(row).every(isBlank))) return [];
	return rows.map((row): Row => {
		const kept = columns.map(({ key, name }) => [name, keptValue(row[key])] as const);
		return {
			text: textOf(row['row_text']),
			kept: Object.fromEntries(kept),
			...givenId(row['row_id']),
		};
	});
}

/** A blank entry stays, or those behind it would lose their positions, which are their ids. */
function readTextList(input: InputData): readonly Row[] {
	const texts = readList(input['texts']) ?? [input['texts']];
	return texts.every(isBlank) ? [] : texts.map((text) => ({ text: textOf(text).trim() }));
}

function isBlank(value: unknown): boolean {
	return textOf(value).trim() === '';
}

function keptValue(value: unknown): JsonValue {
	return typeof value === 'number' || typeof value === 'boolean' ? value : textOf(value);
}

/** A list, one object, or JSON Lines. */
function readJson(text: string): readonly unknown[] {
	if (text === '') return [];
	const value = parseJson(text);
	if (value !== undefined) return readList(value) ?? [value];
	const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
	return lines.map((line, index) => {
		const entry = parseJson(line);
		if (entry !== undefined) return entry;
		throw new OffpeakError(
			'invalid_input',
			lines.length === 1 ? 'JSON is not valid.' : `Line ${index + 1} of the JSON is not valid.`,
			{ hint: 'Check for a missing quote, comma or bracket. Nothing was sent.' },
		);
	});
}

function readRecords(records: readonly unknown[], input: InputData): readonly Row[] {
	const textField = readText(input, 'text_field') || 'text';
	const idField = readText(input, 'id_field') || 'id';
	const keep = readOneOf(input, 'keep_fields', ['short', 'all', 'none'], 'short');
	const rows = records.map((entry): Row => {
		const record = readObject(entry);
		if (record === undefined) return { text: textOf(entry) };
		const text = textOf(record[textField]);
		return { text, kept: selectKeptFields(record, keep, text), ...givenId(record[idField]) };
	});
	const hasText = records.some((entry) => {
		const record = readObject(entry);
		return record === undefined || Object.hasOwn(record, textField);
	});
	if (rows.length > 0 && !hasText) {
		throw new OffpeakError('invalid_input', `No record has a field called "${textField}".`, {
			hint: 'Write the name of the field with the text into Text Field. Nothing was sent.',
		});
	}
	return rows;
}

async function readFiles(z: ZObject, input: InputData): Promise<ReadRows> {
	const rows: Row[] = [];
	const files = await readFileTexts(z, readTexts(input, 'files'));
	for (const { name, extension, text } of files) {
		switch (extension) {
			case 'csv':
			case 'tsv':
				rows.push(...readRecords(readCsv(text, name), input));
				break;
			case 'json':
			case 'jsonl':
			case 'ndjson':
				rows.push(...readRecords(readJson(text), input));
				break;
			default:
				rows.push({ text, kept: { file: name } });
		}
	}
	return { rows, notes: files.flatMap(({ notes }) => notes) };
}
