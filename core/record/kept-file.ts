import type { Connection } from '../calls/connection';
import { readFileLines } from '../calls/file-lines';
import { isJsonObject, readNumber, readObject, readString } from '../formats/json';
import { encodeLine } from '../formats/jsonl';
import { readShape } from '../tasks';
import type { AnswerShape, JsonObject } from '../types';

/**
 * The kept file: a second file at the provider that brings back, beside the answers, what the provider
 * need not read: the row's fields, an id that does not fit into a request id, why a row was skipped.
 * Line 1 is a header, then one line for each row that has something to keep.
 */
export interface KeptRow {
	readonly rowId?: string;
	readonly fields?: JsonObject;
	readonly skipped?: string;
}

export function encodeKeptHeader(shape: AnswerShape): string {
	return encodeLine({ offpeak: 1, shape });
}

export function encodeKeptRow(rowIndex: number, { rowId, fields, skipped }: KeptRow): string {
	return encodeLine({ row: rowIndex, id: rowId, fields, skipped });
}

export type KeptLine =
	| { readonly shape: AnswerShape }
	| { readonly rowIndex: number; readonly row: KeptRow };

export function readKeptLine(value: unknown): KeptLine | undefined {
	const line = readObject(value);
	if (line === undefined) return undefined;
	const shape = readShape(line['shape']);
	if (shape !== undefined) return { shape };
	const rowIndex = readNumber(line['row']);
	if (rowIndex === undefined) return undefined;
	const rowId = readString(line['id']);
	const fields = line['fields'];
	const skipped = readString(line['skipped']);
	return {
		rowIndex,
		row: {
			...(rowId === undefined ? {} : { rowId }),
			...(isJsonObject(fields) ? { fields } : {}),
			...(skipped === undefined ? {} : { skipped }),
		},
	};
}

export interface KeptFile {
	/** By row index. */
	readonly rows: ReadonlyMap<number, KeptRow>;
	readonly shape: AnswerShape | undefined;
	readonly gone: readonly string[];
}

export async function readKeptFile(
	connection: Connection,
	fileId: string | undefined,
): Promise<KeptFile> {
	const gone: string[] = [];
	const rows = new Map<number, KeptRow>();
	let shape: AnswerShape | undefined;
	for await (const line of readFileLines(connection, fileId, 'kept fields')) {
		if ('gone' in line) gone.push(line.gone);
		const kept = 'value' in line ? readKeptLine(line.value) : undefined;
		if (kept === undefined) continue;
		if ('shape' in kept) shape ??= kept.shape;
		else rows.set(kept.rowIndex, kept.row);
	}
	return { rows, shape, gone };
}
