import { OffpeakError } from '../errors';
import { isJsonObject, readObject, readString } from '../formats/json';
import { readJsonLines } from '../formats/jsonl';
import { type KeptRow, readKeptLine } from '../record/kept-file';
import { readRequestId } from '../requests/ids';
import type { Bytes, JsonObject, Plan } from '../types';

/** One request of a plan, for the engines that send requests one by one instead of as a file. */
export interface PlannedRequest {
	readonly id: string;
	readonly rowIndex: number;
	readonly body: JsonObject;
}

/** The requests of a plan, read back from its lines: one encoder serves every engine. */
export async function* readRequests({
	shards,
	packedRowCount,
}: Plan): AsyncGenerator<PlannedRequest> {
	if (packedRowCount > 0) {
		throw new OffpeakError('unsupported', 'Packing works for Within 24 Hours only.', {
			hint: 'Set Packing to Off.',
		});
	}
	for (const { input } of shards) {
		for await (const line of readJsonLines(streamOf(input))) {
			const request = 'value' in line ? readObject(line.value) : undefined;
			const id = readString(request?.['custom_id']);
			const rowIndex = id === undefined ? undefined : readRequestId(id)?.rowIndex;
			const body = request?.['body'];
			if (id !== undefined && rowIndex !== undefined && isJsonObject(body)) {
				yield { id, rowIndex, body };
			}
		}
	}
}

/** The kept rows of a plan, as the kept files would give them back. */
export async function readKeptRows({ shards }: Plan): Promise<ReadonlyMap<number, KeptRow>> {
	const rows = new Map<number, KeptRow>();
	for (const { kept } of shards) {
		if (kept === undefined) continue;
		for await (const line of readJsonLines(streamOf(kept))) {
			const read = 'value' in line ? readKeptLine(line.value) : undefined;
			if (read !== undefined && 'row' in read) rows.set(read.rowIndex, read.row);
		}
	}
	return rows;
}

async function* streamOf({ chunks }: Bytes): AsyncGenerator<Uint8Array> {
	yield* chunks;
}
