import {
	chooseMembers,
	countRows,
	readRecord,
	readString,
	type BatchRecord,
	type Counts,
	type JsonObject,
	type ProviderBatch,
} from '../../../core';
import { parseObject } from '../json';
import type { StoredBatch } from '../store/batches';

/** One batch of a job as people count: in rows, where it says how many of them its requests hold. */
export interface PageShard {
	readonly stored: StoredBatch;
	readonly rows: Counts;
	/** 1 for the first round, and for what others sent. */
	readonly round: number;
	/** Of the whole job; absent for what others sent. */
	readonly jobRows: number | undefined;
}

export function metadataOf({ metadata }: StoredBatch): JsonObject {
	return parseObject(metadata ?? '{}') ?? {};
}

/** The batches of one job that count: of twins, the one worth more. */
export function shardsOf(job: readonly StoredBatch[]): readonly PageShard[] {
	const members = job.flatMap((stored) => {
		const batch = asProviderBatch(stored);
		const record = readRecord(batch);
		return record === undefined ? [] : [{ stored, batch, record }];
	});
	return members.length < job.length
		? job.map((stored) => toPageShard(stored, asProviderBatch(stored)))
		: chooseMembers(members).map(({ stored, batch, record }) => toPageShard(stored, batch, record));
}

function toPageShard(stored: StoredBatch, batch: ProviderBatch, record?: BatchRecord): PageShard {
	const { round = 1, rowCount } = record ?? {};
	return { stored, rows: countRows(batch, record), round, jobRows: rowCount };
}

/** As Offpeak's core knows it, which reads what it wrote into the metadata. */
function asProviderBatch(stored: StoredBatch): ProviderBatch {
	const { id, status, counts, createdAt, inputFileId, outputFileId } = stored;
	const pairs = Object.entries(metadataOf(stored)).flatMap(([key, value]) => {
		const text = readString(value);
		return text === undefined ? [] : [[key, text] as const];
	});
	return {
		id,
		phase: status,
		rawStatus: status,
		counts,
		createdAt,
		inputFileId,
		...(outputFileId === null ? {} : { outputFileId }),
		faults: [],
		metadata: Object.fromEntries(pairs),
	};
}
