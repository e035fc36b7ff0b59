import type { Bundle, ZObject } from 'zapier-platform-core';
import { OffpeakError, readHandle, readSlice, toCsv, type Handle } from '../../../core';
import { withConnection } from '../transport';
import { encodeHandle } from './job';
import { toLineItems } from './line-items';

/** A file of all rows, made only when a step of the Zap asks for it. */
export function pointToFile(z: ZObject, handle: Handle): string {
	return z.dehydrateFile(resultsFile, { handle: encodeHandle(handle) });
}

/** Hydrator: all rows of a batch as a table, with what became of each. */
export async function resultsFile(z: ZObject, bundle: Bundle): Promise<string> {
	return await withConnection(z, bundle, async (connection) => {
		const handle = readHydratedHandle(bundle);
		const { provider } = connection;
		const outcomes = await readSlice(handle, connection, 0, handle.rowCount);
		// A byte order mark makes spreadsheets read UTF-8.
		const csv = `\uFEFF${toCsv(toLineItems(outcomes, { handle, provider }))}`;
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
