import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { OffpeakError, selectKept, type KeepFields, type Row } from '../../core';

/** n8n counts items from 0, in its errors as in its expressions. */
export function nameItem(index: number): string {
	return `Item ${index}`;
}

export interface RowSettings {
	readonly keepFields: KeepFields;
	readonly emptyText: 'refuse' | 'skip';
}

/** All incoming items as rows: text and id from the node's expressions, kept fields from the item. */
export function readRows(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	settings: RowSettings,
): readonly Row[] {
	return items.map((item, index) => {
		const text = readText(context, index);
		if (isPreview(item, text)) throw previewError(index);
		const id = String(context.getNodeParameter('options.rowId', index, '') ?? '').trim();
		const kept = selectKept(item.json, settings.keepFields, text);
		return {
			text,
			kept,
			...(id === '' ? {} : { id }),
		};
	});
}

function readText(context: IExecuteFunctions, index: number): string {
	const value: unknown = context.getNodeParameter('text', index, '');
	if (value === null || value === undefined) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Gmail's Simplify puts out a `snippet` of some 200 characters and no body. */
function isPreview({ json }: INodeExecutionData, text: string): boolean {
	const snippet = json['snippet'];
	if (typeof snippet !== 'string' || snippet === '') return false;
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
