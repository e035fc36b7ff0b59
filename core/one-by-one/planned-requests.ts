import { OffpeakError } from '../errors';
import { readJsonLines } from '../formats/jsonl';
import type { Protocol, SentRequest } from '../protocols/protocol';
import { readKeptEntry } from '../record/kept-file';
import { readSideEntries } from '../record/side-file';
import { readRequestId } from '../requests/ids';
import type { Bytes, KeptRow, Plan } from '../types';

/** One request of a plan, for the engines that send requests one by one instead of as a file. */
export interface PlannedRequest {
	readonly rowIndex: number;
	readonly request: SentRequest;
}

/** The requests of a plan, read back from its lines: one encoder serves every engine. */
export async function* readRequests(
	{ shards, packedRowCount }: Plan,
	protocol: Protocol,
): AsyncGenerator<PlannedRequest> {
	if (packedRowCount > 0) {
		throw new OffpeakError('unsupported', 'Packing works for Within 24 Hours only.', {
			hint: 'Set Packing to Off.',
		});
	}
	for (const { input } of shards) {
		for await (const line of readJsonLines(streamOf(input))) {
			const request = 'value' in line ? protocol.readRequest(line.value) : undefined;
			const rowIndex = request === undefined ? undefined : readRequestId(request.id)?.rowIndex;
			if (request !== undefined && rowIndex !== undefined) yield { rowIndex, request };
		}
	}
}

/** The kept rows of a plan, as the kept files would give them back. */
export async function readKeptRows(
	{ shards, kept: carried = [] }: Plan,
	{ files }: Protocol,
): Promise<ReadonlyMap<number, KeptRow>> {
	const rows = new Map<number, KeptRow>(carried.map((entry) => [entry.rowIndex, entry]));
	for (const { kept } of shards) {
		if (kept === undefined) continue;
		for await (const line of readJsonLines(streamOf(kept))) {
			const entries = 'value' in line ? readSideEntries(files, line.value) : [];
			for (const entry of entries.flatMap((value) => readKeptEntry(value) ?? [])) {
				rows.set(entry.rowIndex, entry);
			}
		}
	}
	return rows;
}

async function* streamOf({ chunks }: Bytes): AsyncGenerator<Uint8Array> {
	yield* chunks;
}
