import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { OffpeakError, readTextFile, type TextFault } from '../../../core';
import { tell } from '../hints';
import { nameItem } from './items';

const TEXT_EXTENSIONS = new Set('txt md markdown text html htm csv json log'.split(' '));
const SUBTITLE_EXTENSIONS = new Set(['srt', 'vtt']);

export interface FileText {
	readonly name: string;
	readonly text: string;
}

/** The text of an item's input file. What is no text is refused with the node that can read it. */
export async function readFileText(
	notes: FileNotes,
	field: string,
	index: number,
): Promise<FileText> {
	const { context } = notes;
	const binary = context.getInputData()[index]?.binary?.[field];
	if (binary === undefined) throw noFile(field, index);
	const extension = extensionOf(binary);
	const isSubtitles = SUBTITLE_EXTENSIONS.has(extension);
	if (!isSubtitles && !TEXT_EXTENSIONS.has(extension) && !binary.mimeType.startsWith('text/')) {
		throw notText(binary, index);
	}
	const name = binary.fileName ?? `file ${index}`;
	const bytes = await context.helpers.getBinaryDataBuffer(index, field);
	const read = readTextFile(bytes, isSubtitles);
	if ('fault' in read) throw unreadable(read, name, index);
	for (const note of read.notes) notes.tell(name, index, note);
	return { name, text: read.text };
}

/** A folder of two hundred files in the same old encoding is no reason for two hundred hints. */
const TOLD_FILES = 5;

/** Says how the files of a node's items were read: of each kind the first few, and once that there are more. */
export class FileNotes {
	readonly #counts = new Map<string, number>();

	constructor(readonly context: IExecuteFunctions) {}

	tell(name: string, index: number, note: string): void {
		// Numbers differ from file to file.
		const kind = note.replaceAll(/\d/g, '');
		const count = (this.#counts.get(kind) ?? 0) + 1;
		this.#counts.set(kind, count);
		const item = nameItem(index);
		if (count <= TOLD_FILES) tell(this.context, `${item}: the file ${name} ${note}`);
		else if (count === TOLD_FILES + 1) {
			tell(this.context, `The same holds for more files: from ${item} on, the next ${note}`);
		}
	}
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

const READS = 'This node reads txt, md, srt, vtt, html, csv and json.';

function notText({ fileName, mimeType }: IBinaryData, index: number): OffpeakError {
	return new OffpeakError(
		'invalid_input',
		`${nameItem(index)}: the file ${fileName ?? ''} (${mimeType}) is no text file.`,
		{
			rowIndex: index,
			hint: `${READS} For PDF, Word and others put n8n’s node Extract From File before it, and set Text From to A Field.`,
		},
	);
}

function unreadable({ fault, kind }: TextFault, name: string, index: number): OffpeakError {
	const file = `${nameItem(index)}: the file ${name}`;
	const refuse = (message: string, hint: string): OffpeakError =>
		new OffpeakError('invalid_input', message, { rowIndex: index, hint });
	switch (fault) {
		case 'no text':
			return refuse(
				`${file} is ${kind ?? 'no text'}${kind === undefined ? '' : ', no text'}, whatever its name says.`,
				`${READS} For PDF, Word, Excel and others put n8n’s node Extract From File before it, and set Text From to A Field.`,
			);
		case 'unknown encoding':
			return refuse(
				`${file} is in an encoding that cannot be told.`,
				'Open it in an editor where it looks right, and save it as UTF-8 (in Notepad: Save As → Encoding). Nothing was sent.',
			);
		case 'too large':
			return refuse(`${file} is larger than 50 MB.`, 'Split it. Nothing was sent.');
	}
}
