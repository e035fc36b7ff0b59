import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	OffpeakError,
	selectKeptFields,
	type JsonObject,
	type KeepFields,
	type Row,
} from '../../core';
import { readFileText } from './files';
import { nameItem } from './items';
import { readText } from './parameters';

/** The first items of a node's input as rows: text and id from its expressions, kept fields from the item. */
export async function readRows(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	keepFields: KeepFields,
): Promise<readonly Row[]> {
	const isFile = readText(context, 'source') === 'file';
	const rows: Row[] = [];
	for (const [index, item] of items.entries()) {
		const { text, fields } = isFile
			? await readFileRow(context, index)
			: { text: readFieldText(context, item, index), fields: {} };
		const id = String(context.getNodeParameter('options.rowId', index, '') ?? '').trim();
		rows.push({
			text,
			kept: { ...selectKeptFields(item.json, keepFields, text), ...fields },
			...(id === '' ? {} : { id }),
		});
	}
	return rows;
}

interface RowText {
	readonly text: string;
	/** What to keep that is not in the item's JSON. */
	readonly fields: JsonObject;
}

async function readFileRow(context: IExecuteFunctions, index: number): Promise<RowText> {
	const field = String(context.getNodeParameter('fileField', index, 'data'));
	const { name, text } = await readFileText(context, field, index);
	return { text, fields: { fileName: name } };
}

function readFieldText(
	context: IExecuteFunctions,
	{ json }: INodeExecutionData,
	index: number,
): string {
	const value: unknown = context.getNodeParameter('text', index, '');
	const text = asText(value);
	if (isPreview(json, text)) throw previewError(index);
	return text;
}

/** Of an e-mail without a body `html` is `false`, as mailparser has it: no text, not the word. */
function asText(value: unknown): string {
	if (value === undefined || value === null || value === false) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Gmail's Simplify puts out a `snippet` of some 200 characters and no body. Search results have snippets too. */
function isPreview(json: IDataObject, text: string): boolean {
	const { snippet, threadId, labelIds } = json;
	const isGmail = typeof threadId === 'string' || Array.isArray(labelIds);
	if (!isGmail || typeof snippet !== 'string' || snippet === '') return false;
	const hasBody = ['text', 'textPlain', 'textHtml', 'html', 'textAsHtml'].some(
		(field) => typeof json[field] === 'string' && json[field] !== '',
	);
	return !hasBody && (text.trim() === '' || text.trim() === snippet.trim());
}

function previewError(index: number): OffpeakError {
	return new OffpeakError(
		'invalid_input',
		`${nameItem(index)} holds only the preview of an e-mail, not its text.`,
		{
			rowIndex: index,
			hint: 'In the Gmail node, turn Simplify off; then Text is {{ $json.text }}. Nothing was sent.',
		},
	);
}
