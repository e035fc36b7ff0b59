import { createHash } from 'node:crypto';
import { MAX_SPAN } from './packer';

/**
 * A request's id says which rows it holds, so that an answer finds its rows without any other record. The
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

export interface HeldRow {
	readonly rowIndex: number;
	readonly rowId: string;
}

/** The inverse of `encodeRequestId`; `undefined` for an id that is not ours, or of several rows. */
export function readRequestId(requestId: string): HeldRow | undefined {
	const match = ID_PATTERN.exec(requestId);
	if (match?.[1] === undefined) return undefined;
	const rowIndex = Number(match[1]);
	return { rowIndex, rowId: match[2] ?? String(rowIndex) };
}

/** The rows of one request; those rows have no ids here, for there is no room for them. */
export interface Pack {
	/** In ascending order. */
	readonly rowIndexes: readonly number[];
	/** Where the marks of its rows come from. */
	readonly seed: string;
}

const PACK_PATTERN = /^p(\d{1,9})-([0-9a-f]{1,24})-([A-Za-z0-9_-]{16})$/;
export const SEED_LENGTH = 16;

/** `p<first row>-<which of the rows from there on, as bits, lowest first>-<seed>`. */
export function encodePackId({ rowIndexes, seed }: Pack): string {
	const [first = 0] = rowIndexes;
	const bits = rowIndexes.reduce((sum, index) => sum | (1n << BigInt(index - first)), 0n);
	return `p${first}-${bits.toString(16)}-${seed}`;
}

/** The inverse of `encodePackId`; `undefined` for any other id. */
export function readPackId(requestId: string): Pack | undefined {
	const match = PACK_PATTERN.exec(requestId);
	if (match?.[2] === undefined || match[3] === undefined) return undefined;
	const first = Number(match[1]);
	const bits = BigInt(`0x${match[2]}`);
	const rowIndexes = Array.from({ length: MAX_SPAN }, (_, offset) => offset)
		.filter((offset) => ((bits >> BigInt(offset)) & 1n) === 1n)
		.map((offset) => first + offset);
	return rowIndexes[0] === first ? { rowIndexes, seed: match[3] } : undefined;
}

/** The rows of any request of ours; none for an id that is not ours. */
export function readHeldRows(requestId: string): readonly HeldRow[] {
	const single = readRequestId(requestId);
	if (single !== undefined) return [single];
	const pack = readPackId(requestId);
	return (pack?.rowIndexes ?? []).map((rowIndex) => ({ rowIndex, rowId: String(rowIndex) }));
}

const MARKS = 900_000;

/**
 * What stands in for a row inside its request: six digits, two tokens. It follows from the request's id, and
 * nobody who writes one row's text can know it without all the others.
 */
export function markOf({ seed }: Pick<Pack, 'seed'>, rowIndex: number): string {
	const hash = createHash('sha256').update(`${seed}.${rowIndex}`).digest('hex');
	return String(100_000 + (Number.parseInt(hash.slice(0, 12), 16) % MARKS));
}
