import type { Connection } from '../calls/connection';
import { defined } from '../formats/defined';
import { readJsonLines } from '../formats/jsonl';
import { fitsHandle } from '../record/carriers';
import { readKeptEntry } from '../record/kept-file';
import { LIMITS } from '../record/limits';
import { readSideEntries } from '../record/side-file';
import type { Bytes, KeptEntry, Shard } from '../types';

export interface CarriedKept {
	/** None where nothing has to be carried. */
	readonly kept?: readonly KeptEntry[];
	readonly caveats: readonly string[];
}

/**
 * What shards keep that have no file of it at the provider → what of it the handle can carry, up to 1 MB: all; else
 * row ids and why rows were skipped; else the latter alone, for such a row must not look as if it had been lost.
 */
export async function carryKept(
	shards: readonly Shard[],
	connection: Connection,
): Promise<CarriedKept> {
	if (shards.length === 0) return { caveats: [] };
	const files = shards.flatMap(({ kept }) => kept ?? []);
	const entries = await readEntries(files, connection);
	const skipped = entries.bare.filter((entry) => entry.skipped !== undefined);
	const whole = entries.whole !== undefined && fitsHandle(entries.whole);
	const kept = [...(whole ? [entries.whole] : []), entries.bare, skipped].find(fitsHandle) ?? [];
	const caveat = !whole ? LEFT_OUT : kept.length > 0 ? CARRIED : SETTINGS_CARRIED;
	return { kept, caveats: [caveat] };
}

const CARRIED =
	'The provider took no file for what your items keep, so that travels in the handle: store the handle, and mind who can see it. Found by its label or ID, the job comes back with row ids only.';
const SETTINGS_CARRIED =
	'The provider took no file for the settings of this task, so they travel in the handle: store the handle. Found by its label or ID, the job comes back with answers as the model wrote them.';
const LEFT_OUT =
	'The provider took no file for what your items keep, and it is more than the 1 MB that the handle can carry: answers come back with row ids only.';

/** An entry is longer in a file than in a handle, but rarely by more. */
const LONGER_IN_FILE = 8;

async function readEntries(
	files: readonly Bytes[],
	{ provider }: Connection,
): Promise<{ readonly whole?: readonly KeptEntry[]; readonly bare: readonly KeptEntry[] }> {
	const bytes = files.reduce((sum, { byteLength }) => sum + byteLength, 0);
	const mayFit = bytes <= LIMITS.carriedBytes * LONGER_IN_FILE;
	const whole: KeptEntry[] = [];
	const bare: KeptEntry[] = [];
	for (const { chunks } of files) {
		for await (const line of readJsonLines(streamOf(chunks))) {
			const values = 'value' in line ? readSideEntries(provider.protocol.files, line.value) : [];
			for (const entry of values.flatMap((value) => readKeptEntry(value) ?? [])) {
				if (mayFit) whole.push(entry);
				const { rowIndex, rowId, skipped } = entry;
				if (rowId === undefined && skipped === undefined) continue;
				bare.push({ rowIndex, ...defined({ rowId, skipped }) });
			}
		}
	}
	return mayFit ? { whole, bare } : { bare };
}

async function* streamOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
	yield* chunks;
}
