import { defined } from '../formats/defined';
import { isId } from '../formats/ids';
import { readNumber, readObject, readString } from '../formats/json';
import { isCount, LIMITS } from '../record/limits';
import { MAX_SPAN } from '../requests/packer';
import type { ShardRecord } from '../types';

/** What the rest of a handle says of one of its shards. */
export interface ShardPlace {
	readonly rowCount: number;
	readonly round: number;
	/** Rows that were not sent, in order, as far as the handle says. */
	readonly skipped: readonly number[];
}

/** Where the provider keeps no record nobody else can say how many rows there were: so it has to add up. */
export function readShardRecord(
	value: unknown,
	{ rowCount, round, skipped }: ShardPlace,
): ShardRecord | undefined {
	const record = readObject(value);
	const shardCount = readNumber(record?.['shardCount']);
	const firstRow = readNumber(record?.['firstRow']);
	const endRow = readNumber(record?.['endRow']);
	const sent = readObject(record?.['sent']);
	const rows = readNumber(sent?.['rows']);
	const requests = readNumber(sent?.['requests']);
	const keptFileId = readString(record?.['keptFileId']) || undefined;
	if (
		!isCount(shardCount, LIMITS.shards) ||
		!isCount(endRow, rowCount) ||
		firstRow === undefined ||
		!isRowIndex(firstRow, endRow) ||
		!isCount(rows, endRow - firstRow) ||
		!isCount(requests, rows) ||
		rows > requests * MAX_SPAN
	) {
		return undefined;
	}
	// A later round holds only some rows, and what a kept file says of unsent ones is not here.
	const isWitness = round === 1 && keptFileId === undefined;
	const unsent = countBelow(skipped, endRow) - countBelow(skipped, firstRow);
	if (isWitness && rows + unsent < endRow - firstRow) return undefined;
	const again = readNumber(record?.['again']);
	const expireAfterSeconds = readNumber(record?.['expireAfterSeconds']);
	return {
		shardCount,
		firstRow,
		endRow,
		model: readString(record?.['model']) ?? '',
		contentKey: readString(record?.['contentKey']) ?? '',
		sent: { rows, requests },
		...defined({
			runKey: readString(record?.['runKey']),
			keptFileId: keptFileId !== undefined && isId(keptFileId) ? keptFileId : undefined,
			again: isCount(again, LIMITS.shards) ? again : undefined,
			expireAfterSeconds: isCount(expireAfterSeconds, LIMITS.expirySeconds)
				? expireAfterSeconds
				: undefined,
		}),
	};
}

/** By halves: a handle may have as many shards as it has kept rows. */
function countBelow(sorted: readonly number[], limit: number): number {
	let low = 0;
	let high = sorted.length;
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		if ((sorted[middle] ?? limit) < limit) low = middle + 1;
		else high = middle;
	}
	return low;
}

export function isRowIndex(row: number, rowCount: number): boolean {
	return Number.isInteger(row) && row >= 0 && row < rowCount;
}
