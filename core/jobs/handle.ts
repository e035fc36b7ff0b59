import { defined } from '../formats/defined';
import {
	parseJson,
	readList,
	readNumber,
	readObject,
	readString,
	readStrings,
	type WireObject,
} from '../formats/json';
import { readOutcome } from '../record/outcome';
import { readShape } from '../tasks';
import type {
	AnsweredJob,
	BackgroundCall,
	BackgroundJob,
	Engine,
	Handle,
	Job,
	JobBatch,
} from '../types';

/** Reads any handle back from wherever a user carried it: an object, or its JSON text. */
export function readHandle(value: unknown): Handle | undefined {
	const handle = readObject(parseHandle(value));
	switch (handle?.['when']) {
		case 'background':
			return readBackgroundJob(handle);
		case 'now':
			return readAnsweredJob(handle);
		default:
			return readJob(handle);
	}
}

/**
 * A handle that was carried as text: in a cell, a file, a field. Hosts may have made a text of the text
 * (n8n-io/n8n#13771), and editors put a byte order mark before it.
 */
function parseHandle(value: unknown): unknown {
	if (typeof value !== 'string') return value;
	const once = parseJson(value.replace(/^\uFEFF/, ''));
	return typeof once === 'string' ? parseJson(once) : once;
}

/** How a job was sent. A handle says so only where it was not sent as a batch. */
export function engineOf(handle: Handle): Engine {
	return 'when' in handle ? handle.when : 'batch';
}

type Shared = Omit<AnsweredJob, 'when' | 'answers'>;

function readShared(handle: WireObject): Shared | undefined {
	const id = readString(handle['id']);
	const provider = readString(handle['provider']);
	const baseUrl = readString(handle['baseUrl']);
	const rowCount = readCount(handle['rowCount']);
	return handle['version'] !== 1 ||
		id === undefined ||
		provider === undefined ||
		baseUrl === undefined ||
		rowCount === undefined
		? undefined
		: {
				version: 1,
				id,
				provider,
				baseUrl,
				label: readString(handle['label']) ?? '',
				rowCount,
				createdAt: readString(handle['createdAt']) ?? '',
			};
}

function readBackgroundJob(handle: WireObject): BackgroundJob | undefined {
	const shared = readShared(handle);
	const keptFileId = readString(handle['keptFileId']);
	const shape = readShape(handle['shape']);
	return shared === undefined
		? undefined
		: {
				...shared,
				when: 'background',
				calls: (readList(handle['calls']) ?? []).flatMap(readCall),
				...defined({ keptFileId, shape }),
			};
}

function readCall(value: unknown): readonly BackgroundCall[] {
	const call = readObject(value) ?? {};
	const row = readNumber(call['row']);
	const id = readString(call['id']);
	const response = readString(call['response']);
	const refused = readString(call['refused']);
	if (row === undefined || id === undefined) return [];
	if (response !== undefined) return [{ row, id, response }];
	return refused === undefined ? [] : [{ row, id, refused }];
}

function readAnsweredJob(handle: WireObject): AnsweredJob | undefined {
	const shared = readShared(handle);
	const answers = (readList(handle['answers']) ?? []).flatMap(readOutcome);
	return shared === undefined ? undefined : { ...shared, when: 'now', answers };
}

/** As `readHandle`, for a job that was sent as batches. */
export function readJob(value: unknown): Job | undefined {
	const handle = readObject(parseHandle(value)) ?? {};
	const shared = readShared(handle);
	const partCount = readCount(handle['partCount']);
	const batches = readJobBatches(handle['batches']);
	if (shared === undefined || partCount === undefined || batches.length === 0) return undefined;
	// In the order in which it was written: a handle that is carried as text stays the same text.
	const { createdAt, ...head } = shared;
	return { ...head, partCount, createdAt, batches };
}

/** A handle passes through many hands: a count that no job can have must not become as many rows. */
function readCount(value: unknown): number | undefined {
	const count = readNumber(value);
	return count !== undefined && Number.isInteger(count) && count > 0 && count < 1e9
		? count
		: undefined;
}

/** None at all when one cannot be read: its rows would look as if they had never been sent. */
function readJobBatches(value: unknown): readonly JobBatch[] {
	const entries = readList(value) ?? [];
	const batches = entries.flatMap((entry) => {
		const id = readString(readObject(entry)?.['id']);
		const part = readNumber(readObject(entry)?.['part']);
		const attempt = readNumber(readObject(entry)?.['attempt']);
		if (id === undefined || part === undefined) return [];
		const metadata = readStrings(readObject(entry)?.['metadata']);
		return [
			{
				id,
				part,
				...defined({ attempt }),
				...(Object.keys(metadata).length === 0 ? {} : { metadata }),
			},
		];
	});
	return batches.length === entries.length ? batches : [];
}
