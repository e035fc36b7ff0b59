import type { Bundle, PlainInputField, ZObject } from 'zapier-platform-core';
import { OffpeakError, readHandle, readSlice, toCsv, type Handle } from '../../../core';
import { readOneOf, type InputData } from '../input';
import { withConnection } from '../transport';
import { encodeHandle } from './job';
import { toLineItems } from './line-items';

const SEPARATORS = ['comma', 'semicolon', 'tab'] as const;

/** Of each step that puts out a file. */
export const separatorField = {
	key: 'separator',
	label: 'Results File: Separator',
	default: 'comma',
	choices: { comma: 'Comma', semicolon: 'Semicolon', tab: 'Tab' },
	helpText:
		'What stands between two cells of the CSV file. Excel wants a semicolon where numbers are written with a decimal comma.',
} satisfies PlainInputField;

function readSeparator(input: InputData): (typeof SEPARATORS)[number] {
	return readOneOf(input, separatorField.key, SEPARATORS, 'comma');
}

/** A file of all rows, made only when a step of the Zap asks for it. */
export function pointToFile(z: ZObject, handle: Handle, input: InputData): string {
	const separator = readSeparator(input);
	return z.dehydrateFile(resultsFile, { handle: encodeHandle(handle), separator });
}

/** Hydrator: all rows of a batch as a table, with what became of each. */
export async function resultsFile(z: ZObject, bundle: Bundle): Promise<string> {
	return await withConnection(z, bundle, async (connection) => {
		const handle = readHydratedHandle(bundle);
		const { provider } = connection;
		const outcomes = await readSlice(handle, connection, 0, handle.rowCount);
		// A byte order mark makes spreadsheets read UTF-8.
		const items = toLineItems(outcomes, { handle, provider });
		const csv = `\uFEFF${toCsv(items, readSeparator(bundle.inputData))}`;
		return await z.stashFile(csv, Buffer.byteLength(csv), fileNameOf(handle), 'text/csv');
	});
}

export function readHydratedHandle({ inputData }: Bundle): Handle {
	const handle = readHandle(inputData['handle']);
	if (handle !== undefined) return handle;
	throw new OffpeakError(
		'invalid_input',
		'The results cannot be fetched: their handle is damaged.',
	);
}

function fileNameOf({ label, createdAt }: Handle): string {
	const name = label.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '');
	return `${name || 'results'}-${createdAt.slice(0, 10)}.csv`;
}
