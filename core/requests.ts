import type { LineTemplate } from './protocols/protocol';
import { escapeFence } from './tasks';

/**
 * A request's id says which row it holds, so that an answer finds its row without any other record. The
 * alphabet and length are the strictest of all providers' (`^[A-Za-z0-9_-]{1,64}$`, Anthropic).
 */
const MAX_ID_LENGTH = 64;
const ID_PATTERN = /^r(\d{1,9})(?:-([A-Za-z0-9_-]+))?$/;
const SAFE_ROW_ID = /^[A-Za-z0-9_-]+$/;

export function encodeRequestId(rowIndex: number, rowId: string): string {
	const bare = `r${rowIndex}`;
	return fitsRequestId(rowIndex, rowId) && rowId !== String(rowIndex) ? `${bare}-${rowId}` : bare;
}

/** Whether the id alone gives the row's id back; where not, it travels with the kept fields. */
export function fitsRequestId(rowIndex: number, rowId: string): boolean {
	if (rowId === String(rowIndex)) return true;
	return SAFE_ROW_ID.test(rowId) && rowId.length + String(rowIndex).length + 2 <= MAX_ID_LENGTH;
}

/** The inverse of `encodeRequestId`; `undefined` for an id that is not ours. */
export function readRequestId(
	requestId: string,
): { readonly rowIndex: number; readonly rowId: string } | undefined {
	const match = ID_PATTERN.exec(requestId);
	if (match?.[1] === undefined) return undefined;
	const rowIndex = Number(match[1]);
	return { rowIndex, rowId: match[2] ?? String(rowIndex) };
}

/** The parts of one JSONL line, for a `LineWriter`. */
export function encodeRequest(
	template: LineTemplate,
	rowIndex: number,
	rowId: string,
	text: string,
): readonly string[] {
	return [
		template.head,
		encodeRequestId(rowIndex, rowId),
		template.middle,
		JSON.stringify(escapeFence(text)).slice(1, -1),
		template.tail,
	];
}
