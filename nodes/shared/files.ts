import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { OffpeakError, decodeText, readSubtitles } from '../../core';
import { nameItem } from './items';

const TEXT_EXTENSIONS = new Set('txt md markdown text html htm csv json log'.split(' '));
const SUBTITLE_EXTENSIONS = new Set(['srt', 'vtt']);

export interface FileText {
	readonly name: string;
	readonly text: string;
}

/** The text of an item's input file. What is no text is refused with the node that can read it. */
export async function readFileText(
	context: IExecuteFunctions,
	field: string,
	index: number,
): Promise<FileText> {
	const binary = context.getInputData()[index]?.binary?.[field];
	if (binary === undefined) throw noFile(field, index);
	const extension = extensionOf(binary);
	const isSubtitles = SUBTITLE_EXTENSIONS.has(extension);
	if (!isSubtitles && !TEXT_EXTENSIONS.has(extension) && !binary.mimeType.startsWith('text/')) {
		throw notText(binary, index);
	}
	const text = decodeText(await context.helpers.getBinaryDataBuffer(index, field));
	return {
		name: binary.fileName ?? `file ${index}`,
		text: isSubtitles ? readSubtitles(text) : text,
	};
}

function extensionOf({ fileName, fileExtension, mimeType }: IBinaryData): string {
	const named = /\.([A-Za-z0-9]+)$/.exec(fileName ?? '')?.[1];
	if (mimeType === 'application/x-subrip') return 'srt';
	if (mimeType === 'text/vtt') return 'vtt';
	return (named ?? fileExtension ?? '').toLowerCase();
}

function noFile(field: string, index: number): OffpeakError {
	return new OffpeakError(
		'invalid_input',
		`${nameItem(index)} has no file in the field "${field}".`,
		{
			rowIndex: index,
			hint: 'See the tab Binary of the step before this one for the name of the field, and put it into Input File Field.',
		},
	);
}

function notText({ fileName, mimeType }: IBinaryData, index: number): OffpeakError {
	return new OffpeakError(
		'invalid_input',
		`${nameItem(index)}: the file ${fileName ?? ''} (${mimeType}) is no text file.`,
		{
			rowIndex: index,
			hint: 'This node reads txt, md, srt, vtt, html, csv and json. For PDF, Word and others put n8n’s node Extract From File before it, and set Text From to A Field.',
		},
	);
}
