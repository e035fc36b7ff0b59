import { defined } from '../formats/defined';
import { isId } from '../formats/ids';
import { readList, readNumber, readObject, readString, type WireObject } from '../formats/json';
import { fitsHandle } from '../record/carriers';
import { readKeptEntry } from '../record/kept-file';
import { isCount, isJobId, LIMITS, readTime } from '../record/limits';
import { readOutcome } from '../record/outcome';
import { readRequestId } from '../requests/ids';
import { readShape } from '../tasks';
import type {
	AnsweredJob,
	BackgroundCall,
	BackgroundJob,
	Carried,
	Handle,
	Job,
	JobShard,
	Outcome,
} from '../types';
import { isAbsent, readWhole } from './read-whole';
import { isRowIndex, readShardRecord } from './shard-record';
import { unwrapHandle } from './unwrap-handle';

/** Reads any handle back from wherever a user carried it: an object, or its JSON text. */
export function readHandle(value: unknown): Handle | undefined {
	const read = checkHandle(value);
	return 'fault' in read ? undefined : read.handle;
}

/** What is wrong with a handle, in words that go behind "The handle is damaged: "; `undefined` where it can be read. */
export function findHandleFault(value: unknown): string | undefined {
	const read = checkHandle(value);
	return 'fault' in read ? read.fault : undefined;
}

type Checked<T> = { readonly fault: string } | { readonly handle: T };

/**
 * A handle passes through many hands: cells, files, other people. What no job can be is refused here, before it
 * costs a call, or memory for rows that nobody sent.
 */
function checkHandle(value: unknown): Checked<Handle> {
	const carried = unwrapHandle(value);
	const handle = readObject(carried);
	if (handle === undefined) {
		return typeof carried === 'string' && /^\s*[{[]/.test(carried)
			? { fault: 'its text was cut off or changed on the way, and is no JSON any more' }
			: { fault: 'it is not the text or object of a handle' };
	}
	const head = readHead(handle);
	if ('fault' in head) return head;
	switch (handle['kind']) {
		case 'batch':
			return checkJob(handle, head.handle);
		case 'background':
			return checkBackgroundJob(handle, head.handle);
		case 'now':
			return checkAnsweredJob(handle, head.handle);
		default:
			return { fault: 'its "kind" is none of batch, background and now' };
	}
}

type Head = Omit<AnsweredJob, 'kind' | 'answers'>;

function readHead(handle: WireObject): Checked<Head> {
	if (handle['version'] === '2') return { fault: 'its numbers were made texts on the way' };
	if (handle['version'] !== 2) return { fault: 'its "version" is not 2' };
	const id = readString(handle['id']) ?? '';
	const service = readString(handle['service']) ?? '';
	const baseUrl = readString(handle['baseUrl']) ?? '';
	const label = handle['label'] ?? '';
	const createdAt = readTime(readString(handle['createdAt']) ?? '');
	const rowCount = readNumber(handle['rowCount']);
	if (!isJobId(id)) return { fault: 'its "id" is none of a job' };
	if (!/^[a-z][a-z-]{0,40}$/.test(service)) return { fault: 'its "service" is missing' };
	if (!isAddress(baseUrl)) return { fault: 'its "baseUrl" is no address' };
	if (typeof label !== 'string' || label.length > LIMITS.labelCharacters) {
		return { fault: `its "label" is no text of up to ${LIMITS.labelCharacters} characters` };
	}
	if (createdAt === undefined) {
		return { fault: 'its "createdAt" is no time at which a job was sent' };
	}
	if (!isCount(rowCount, LIMITS.rows)) {
		return { fault: `its "rowCount" is no number from 1 to ${LIMITS.rows}` };
	}
	return { handle: { version: 2, id, service, baseUrl, label, rowCount, createdAt } };
}

function isAddress(text: string): boolean {
	if (text.length > LIMITS.urlCharacters || /[\s?#]/.test(text) || !URL.canParse(text))
		return false;
	const { protocol } = new URL(text);
	return protocol === 'https:' || protocol === 'http:';
}

function checkJob(handle: WireObject, head: Head): Checked<Job> {
	const { rowCount } = head;
	const shardCount = readNumber(handle['shardCount']);
	if (!isCount(shardCount, Math.min(rowCount, LIMITS.shards))) {
		return { fault: 'its "shardCount" does not fit its "rowCount"' };
	}
	const carried = readCarried(handle, rowCount);
	if ('fault' in carried) return carried;
	const { kept = [], shape } = carried.handle;
	const skipped = kept.flatMap((entry) => (entry.skipped === undefined ? [] : [entry.rowIndex]));
	skipped.sort((a, b) => a - b);
	const entries = readList(handle['shards']) ?? [];
	// None at all when one cannot be read: its rows would look as if they had never been sent.
	const shards = entries.flatMap((entry) => readJobShard(entry, head, skipped));
	if (shards.length === 0 || shards.length < entries.length) {
		return { fault: 'one of its "shards" cannot be read, or there is none' };
	}
	const places = new Set(shards.map(({ index, round }) => `${round}/${index}`));
	const round = shards.reduce((last, shard) => Math.max(last, shard.round), 1);
	const isTooMany = shards.some((shard) => shard.round === 1 && shard.index > shardCount);
	if (places.size < shards.length || isTooMany || handle['round'] !== round) {
		return { fault: 'its "shards" do not fit its "round" and "shardCount"' };
	}
	const isCarried = shards.some(
		({ record }) => record !== undefined && record.keptFileId === undefined,
	);
	if (isCarried && shape === undefined) return { fault: NO_SHAPE };
	return { handle: { ...head, kind: 'batch', round, shardCount, shards, ...carried.handle } };
}

const NO_SHAPE = 'its "shape" is missing, without which its answers cannot be read';

function readCarried(handle: WireObject, rowCount: number): Checked<Carried> {
	const [shape] = isAbsent(handle['shape']) ? [] : readWhole(handle['shape'], readShape);
	if (shape === undefined && !isAbsent(handle['shape'])) {
		return { fault: 'its "shape" cannot be read, and so its answers could not be' };
	}
	if (isAbsent(handle['kept'])) return { handle: defined({ shape }) };
	const entries = readList(handle['kept']);
	const kept = (entries ?? []).flatMap((entry) => readWhole(entry, readKeptEntry));
	const rows = new Set(kept.map(({ rowIndex }) => rowIndex));
	const areRows = [...rows].every((row) => isRowIndex(row, rowCount));
	if (entries === undefined || rows.size < entries.length || !areRows) {
		return { fault: 'its "kept" fields cannot be read, or belong to no row' };
	}
	if (!fitsHandle(kept)) return { fault: 'its "kept" fields are more than 1 MB' };
	return { handle: { kept, ...defined({ shape }) } };
}

function readJobShard(value: unknown, head: Head, skipped: readonly number[]): readonly JobShard[] {
	const entry = readObject(value);
	const batchId = readString(entry?.['batchId']);
	const index = readNumber(entry?.['index']);
	const round = readNumber(entry?.['round']);
	if (batchId === undefined || !isId(batchId)) return [];
	if (!isCount(index, LIMITS.shards) || !isCount(round, LIMITS.rounds)) return [];
	if (isAbsent(entry?.['record'])) return [{ batchId, index, round }];
	const place = { rowCount: head.rowCount, round, skipped };
	const record = readShardRecord(entry?.['record'], place);
	return record === undefined || index > record.shardCount
		? []
		: [{ batchId, index, round, record }];
}

function checkBackgroundJob(handle: WireObject, head: Head): Checked<BackgroundJob> {
	const carried = readCarried(handle, head.rowCount);
	if ('fault' in carried) return carried;
	const calls = (readList(handle['calls']) ?? []).flatMap(readCall);
	const keptFileId = readString(handle['keptFileId']) || undefined;
	if (!isOneForEachRow(calls, ({ row }) => row, head)) {
		return { fault: 'its "calls" are not one for each row' };
	}
	if (keptFileId !== undefined && !isId(keptFileId)) {
		return { fault: 'its "keptFileId" is none of a file' };
	}
	if (keptFileId === undefined && carried.handle.shape === undefined) return { fault: NO_SHAPE };
	return {
		handle: { ...head, kind: 'background', calls, ...carried.handle, ...defined({ keptFileId }) },
	};
}

function readCall(value: unknown): readonly BackgroundCall[] {
	const call = readObject(value) ?? {};
	const row = readNumber(call['row']);
	const id = readString(call['id']);
	const response = readString(call['response']);
	const refused = readString(call['refused']);
	if (row === undefined || id === undefined || readRequestId(id)?.rowIndex !== row) return [];
	if (response !== undefined) return isId(response) ? [{ row, id, response }] : [];
	return refused === undefined ? [] : [{ row, id, refused }];
}

function checkAnsweredJob(handle: WireObject, head: Head): Checked<AnsweredJob> {
	const answers = (readList(handle['answers']) ?? []).flatMap((entry) =>
		readWhole(entry, (value) => readOutcome(value)[0]),
	);
	return isOneForEachRow(answers, ({ rowIndex }: Outcome) => rowIndex, head)
		? { handle: { ...head, kind: 'now', answers } }
		: { fault: 'its "answers" are not one for each row' };
}

function isOneForEachRow<T>(
	entries: readonly T[],
	rowOf: (entry: T) => number,
	{ rowCount }: Head,
): boolean {
	const rows = new Set(entries.map(rowOf).filter((row) => isRowIndex(row, rowCount)));
	return entries.length === rowCount && rows.size === rowCount;
}
