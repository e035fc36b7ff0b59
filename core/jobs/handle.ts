import { readShape } from '../tasks/read-shape';
import { readJob } from './find';
import {
	parseJson,
	readList,
	readNumber,
	readObject,
	readString,
	type WireObject,
} from '../formats/json';
import { readOutcome } from '../record/outcome';
import type { AnsweredJob, BackgroundCall, BackgroundJob, Engine, Handle } from '../types';

/** Reads any handle back from wherever a user carried it: an object, or its JSON text. */
export function readHandle(value: unknown): Handle | undefined {
	const handle = readObject(typeof value === 'string' ? parseJson(value) : value);
	switch (handle?.['when']) {
		case 'background':
			return readBackgroundJob(handle);
		case 'now':
			return readAnsweredJob(handle);
		default:
			return readJob(handle);
	}
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
	const rowCount = readNumber(handle['rowCount']);
	const createdAt = readString(handle['createdAt']);
	return handle['version'] !== 1 ||
		id === undefined ||
		provider === undefined ||
		baseUrl === undefined ||
		rowCount === undefined ||
		createdAt === undefined
		? undefined
		: {
				version: 1,
				id,
				provider,
				baseUrl,
				label: readString(handle['label']) ?? '',
				rowCount,
				createdAt,
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
				...(keptFileId === undefined ? {} : { keptFileId }),
				...(shape === undefined ? {} : { shape }),
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
