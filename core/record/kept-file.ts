import type { Connection } from '../calls/connection';
import { sourceOf } from '../calls/files';
import { readSideLines } from '../calls/read-side-lines';
import { isJsonObject, readNumber, readObject, readString } from '../formats/json';
import type { Files } from '../protocols/protocol';
import { readShape } from '../tasks';
import type { AnswerShape, KeptEntry, KeptRow } from '../types';
import { encodeEntry, readSideEntries, SideWriter } from './side-file';

/**
 * The kept file: a second file at the provider that brings back, beside the answers, what the provider
 * need not read: the row's fields, an id that does not fit into a request id, why a row was skipped.
 * Its first entry is the shape, then one for each row that has something to keep.
 */
export function beginKeptFile(files: Files, { model, shape, firstRow }: KeptHead): SideWriter {
	const writer = new SideWriter(files.encodeSideTemplate(model), firstRow);
	writer.add(encodeEntry({ shape }));
	return writer;
}

export interface KeptHead {
	readonly model: string;
	readonly shape: AnswerShape;
	readonly firstRow: number;
}

/** A row's entry; `undefined` for anything else. */
export function readKeptEntry(value: unknown): KeptEntry | undefined {
	const entry = readObject(value);
	const rowIndex = readNumber(entry?.['rowIndex']);
	if (entry === undefined || rowIndex === undefined) return undefined;
	const rowId = readString(entry['rowId']);
	const { fields } = entry;
	const skipped = readString(entry['skipped']);
	return {
		rowIndex,
		...(rowId === undefined ? {} : { rowId }),
		...(isJsonObject(fields) ? { fields } : {}),
		...(skipped === undefined ? {} : { skipped }),
	};
}

export interface KeptFile {
	/** By row index. */
	readonly rows: ReadonlyMap<number, KeptRow>;
	readonly shape: AnswerShape | undefined;
	readonly gone: readonly string[];
}

/** One refusal may be a passing one, and what is not read now is missing from the results for good. */
const PAUSES_MS = [1_000, 3_000];

export async function readKeptFile(
	connection: Connection,
	fileId: string | undefined,
): Promise<KeptFile> {
	for (const pause of PAUSES_MS) {
		const { isRefused, ...read } = await readOnce(connection, fileId);
		if (!isRefused) return read;
		await connection.clock.sleep(pause);
	}
	const { rows, shape, gone } = await readOnce(connection, fileId);
	return { rows, shape, gone };
}

async function readOnce(
	connection: Connection,
	fileId: string | undefined,
): Promise<KeptFile & { readonly isRefused: boolean }> {
	const gone: string[] = [];
	let isRefused = false;
	const rows = new Map<number, KeptRow>();
	let shape: AnswerShape | undefined;
	const { files } = connection.provider.protocol;
	for await (const line of readSideLines(connection, sourceOf(connection, fileId), 'kept fields')) {
		if ('gone' in line) {
			gone.push(line.gone);
			isRefused ||= line.isRefused === true;
		}
		for (const value of 'value' in line ? readSideEntries(files, line.value) : []) {
			const entry = readKeptEntry(value);
			if (entry === undefined) shape ??= readShape(readObject(value)?.['shape']);
			else rows.set(entry.rowIndex, entry);
		}
	}
	return { rows, shape, gone, isRefused };
}

/** What of a job's kept rows belongs to the rows `[firstRow, endRow)`. */
export function keptRowsOf(
	entries: readonly KeptEntry[],
	{ firstRow, endRow }: { readonly firstRow: number; readonly endRow: number },
): ReadonlyMap<number, KeptRow> {
	return new Map(
		entries
			.filter(({ rowIndex }) => firstRow <= rowIndex && rowIndex < endRow)
			.map((entry) => [entry.rowIndex, entry]),
	);
}
