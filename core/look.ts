import { lookInBackground } from './background';
import { collect, type CollectedBatch } from './collect';
import type { Connection } from './connection';
import { readJob } from './find';
import { isJsonObject, parseJson, readList, readNumber, readObject, readString } from './json';
import { readShape } from './metadata';
import { poll } from './poll';
import type { BackgroundCall, BackgroundJob, BatchPhase, Handle } from './types';

/** How far a handle's answers are, in the same terms whichever way they were asked for. */
export interface Progress {
	readonly state: 'running' | 'done';
	readonly phase: BatchPhase;
	readonly answered: number;
	/** 0 while the provider still checks the job. */
	readonly total: number;
	readonly nextLookMs: number;
	/** Unix seconds. */
	readonly expiresAt?: number;
}

export interface Look {
	readonly handle: Handle;
	readonly progress: Progress;
	/** Fetches the results; only once the state is `done`. */
	readonly collect: () => Promise<readonly CollectedBatch[]>;
}

export function isBackground(handle: Handle): handle is BackgroundJob {
	return 'engine' in handle;
}

/** Looks once: one call for each batch, or a few for background answers that still run. */
export async function lookAt(handle: Handle, connection: Connection): Promise<Look> {
	if (isBackground(handle)) {
		const look = await lookInBackground(handle, connection);
		const total = handle.rowCount;
		return look.state === 'running'
			? {
					handle,
					progress: {
						state: 'running',
						phase: 'in_progress',
						answered: look.answered,
						total,
						nextLookMs: look.nextLookMs,
					},
					collect: async () => [],
				}
			: {
					handle,
					progress: { state: 'done', phase: 'completed', answered: total, total, nextLookMs: 0 },
					collect: async () => [look.collected],
				};
	}
	const status = await poll(handle, connection);
	const { state, phase, counts, nextLookMs, expiresAt } = status;
	return {
		handle,
		progress: {
			state,
			phase,
			answered: counts.completed + counts.failed,
			total: counts.total,
			nextLookMs,
			...(expiresAt === undefined ? {} : { expiresAt }),
		},
		collect: async () => await collect(status, connection),
	};
}

/** Reads any handle back from wherever a user carried it: an object, or its JSON text. */
export function readHandle(value: unknown): Handle | undefined {
	const handle = readObject(typeof value === 'string' ? parseJson(value) : value);
	return handle?.['engine'] === 'background' ? readBackgroundJob(handle) : readJob(handle);
}

function readBackgroundJob(handle: Readonly<Record<string, unknown>>): BackgroundJob | undefined {
	const id = readString(handle['id']);
	const provider = readString(handle['provider']);
	const baseUrl = readString(handle['baseUrl']);
	const rowCount = readNumber(handle['rowCount']);
	const createdAt = readString(handle['createdAt']);
	const keptFileId = readString(handle['keptFileId']);
	const shape = readShape(handle['shape']);
	const calls = (readList(handle['calls']) ?? []).flatMap(readCall);
	if (
		handle['version'] !== 1 ||
		id === undefined ||
		provider === undefined ||
		baseUrl === undefined ||
		rowCount === undefined ||
		createdAt === undefined
	) {
		return undefined;
	}
	return {
		version: 1,
		engine: 'background',
		id,
		provider,
		baseUrl,
		label: readString(handle['label']) ?? '',
		rowCount,
		createdAt,
		calls,
		...(keptFileId === undefined ? {} : { keptFileId }),
		...(shape === undefined ? {} : { shape }),
	};
}

function readCall(value: unknown): readonly BackgroundCall[] {
	const call = isJsonObject(value) ? value : {};
	const row = readNumber(call['row']);
	const request = readString(call['request']);
	const response = readString(call['response']);
	const refused = readString(call['refused']);
	if (row === undefined || request === undefined) return [];
	if (response !== undefined) return [{ row, request, response }];
	return refused === undefined ? [] : [{ row, request, refused }];
}
