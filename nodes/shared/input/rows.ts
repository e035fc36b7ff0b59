import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	OffpeakError,
	readObject,
	selectKeptFields,
	type JsonObject,
	type KeepFields,
	type Row,
} from '../../../core';
import { FileNotes, readFileText } from './files';
import { nameItem } from './items';
import { readText } from './parameters';
import { findPreview } from './previews';

/** The first items of a node's input as rows: text and id from its expressions, kept fields from the item. */
export async function readRows(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	keepFields: KeepFields,
): Promise<readonly Row[]> {
	const isFile = readText(context, 'source') === 'file';
	const source: TextSource = isFile ? { readsOwnItem: false } : readTextSource(context);
	const notes = new FileNotes(context);
	const rows: Row[] = [];
	for (const [index, item] of items.entries()) {
		const { text, fields } = isFile
			? await readFileRow(notes, index)
			: { text: readFieldText(context, item, index, source), fields: {} };
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

async function readFileRow(notes: FileNotes, index: number): Promise<RowText> {
	const field = String(notes.context.getNodeParameter('fileField', index, 'data'));
	const { name, text } = await readFileText(notes, field, index);
	return { text, fields: { fileName: name } };
}

function readFieldText(
	context: IExecuteFunctions,
	{ json }: INodeExecutionData,
	index: number,
	{ readsOwnItem }: TextSource,
): string {
	const text = asText(context.getNodeParameter('text', index, ''));
	const advice = findPreview(json, text, readsOwnItem);
	if (advice !== undefined) {
		throw wrongText(
			`${nameItem(index)} holds only the preview of an e-mail, not its text.`,
			advice,
			index,
		);
	}
	// Whoever reports a bug may have written it; then it stands in the item.
	if (readsOwnItem && text.includes('[object ') && !JSON.stringify(json).includes('[object ')) {
		throw wrongText(
			`In the text of ${nameItem(index)} stands "[object Object]": the name of an object, not what is in it.`,
			'In Text, choose a field inside the object, e.g. {{ $json.body.content }} in place of {{ $json.body }}.',
			index,
		);
	}
	return text;
}

/**
 * Of an e-mail without a body `html` is `false`, as mailparser has it: no text, not the word. Outlook's `body` holds
 * what it says beside what kind of text that is.
 */
function asText(value: unknown): string {
	if (value === undefined || value === null || value === false) return '';
	if (typeof value !== 'object') return String(value);
	const { contentType, content, ...rest } = readObject(value) ?? {};
	const isBody = typeof contentType === 'string' && Object.keys(rest).length === 0;
	return isBody && typeof content === 'string' ? content : JSON.stringify(value);
}

interface TextSource {
	/** Whether Text takes from its own item only, so that what it lacks can be told from the item. */
	readonly readsOwnItem: boolean;
}

const OTHER_DATA = /\$(?:\(|node\b|items?\b|input\b(?!\.item\b)|fromAI\b)/;
const EXPRESSION = /\$(?:\(|json\b|node\b|items?\b|input\b|binary\b)/;

/** How Text is set. The words of an expression that is none would be sent for every item. */
function readTextSource(context: IExecuteFunctions): TextSource {
	// n8n leaves out what is as preset.
	const { text = '={{ $json.text || $json.html }}' } = context.getNode().parameters;
	const setting = typeof text === 'string' ? text : '';
	if (setting.startsWith('=')) return { readsOwnItem: !OTHER_DATA.test(setting) };
	if ((setting.includes('{{') && EXPRESSION.test(setting)) || /^\s*\$json\b/.test(setting)) {
		throw wrongText(
			'Text holds the words of an expression, not its value.',
			'Set Text from Fixed to Expression: the switch stands above the field.',
			0,
		);
	}
	return { readsOwnItem: false };
}

function wrongText(message: string, advice: string, rowIndex: number): OffpeakError {
	return new OffpeakError('invalid_input', message, {
		rowIndex,
		hint: `${advice} Nothing was sent.`,
	});
}
