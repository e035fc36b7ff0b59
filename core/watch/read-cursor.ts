import { defined } from '../formats/defined';
import { readList, readNumber, readObject, readString, readStrings } from '../formats/json';
import { PHASES } from '../types';
import type { Cursor, Deep, Gap, Place, Watched } from './types';

/** Reads a cursor back from a host's store; `undefined`, and so a first look, where it cannot be read. */
export function readCursor(value: unknown): Cursor | undefined {
	const cursor = readObject(value);
	const scope = readString(cursor?.['scope']);
	const watched = readAll(cursor?.['watched'], readWatched);
	const anchors = readAll(cursor?.['anchors'], readString);
	const gaps = readAll(cursor?.['gaps'], readGap);
	const putOut = readObject(cursor?.['putOut']);
	if (
		cursor?.['version'] !== 1 ||
		scope === undefined ||
		watched === undefined ||
		anchors === undefined ||
		gaps === undefined
	) {
		return undefined;
	}
	const deep = readDeep(cursor['deep']);
	return {
		version: 1,
		scope,
		anchors,
		gaps,
		watched,
		...defined({ newest: readNumber(cursor['newest']), deep }),
		putOut: {
			by: readString(putOut?.['by']) ?? '',
			events: readStrings(putOut?.['events']),
		},
	};
}

/** All or nothing: a list of which a part is lost would lose jobs. */
function readAll<T>(
	value: unknown,
	read: (entry: unknown) => T | undefined,
): readonly T[] | undefined {
	const list = readList(value);
	const entries = (list ?? []).flatMap((entry) => read(entry) ?? []);
	return list === undefined || entries.length < list.length ? undefined : entries;
}

function readGap(value: unknown): Gap | undefined {
	const gap = readObject(value);
	const after = readString(gap?.['after']);
	const anchors = readAll(gap?.['anchors'], readString);
	if (after === undefined || anchors === undefined) return undefined;
	const isFirst = gap?.['isFirst'] === true;
	return { after, isFirst, anchors, ...defined({ newest: readNumber(gap?.['newest']) }) };
}

function readDeep(value: unknown): Deep | undefined {
	const deep = readObject(value);
	const place = readPlace(deep?.['place']);
	const jobs = readAll(deep?.['jobs'], readString);
	return place === undefined || jobs === undefined ? undefined : { place, jobs };
}

function readPlace(value: unknown): Place | undefined {
	const place = readObject(value);
	const createdAt = readNumber(place?.['createdAt']);
	const after = readString(place?.['after']);
	if (createdAt === undefined) return undefined;
	return { createdAt, ...defined({ after }) };
}

function readWatched(value: unknown): Watched | undefined {
	const batch = readObject(readObject(value)?.['batch']);
	const record = readObject(readObject(value)?.['record']);
	const id = readString(batch?.['id']);
	const jobId = readString(record?.['jobId']);
	const phase = PHASES.find((known) => known === batch?.['phase']);
	const createdAt = readNumber(batch?.['createdAt']);
	if (id === undefined || jobId === undefined || createdAt === undefined) return undefined;
	if (phase === undefined) return undefined;
	const counts = readObject(batch?.['counts']);
	const numberOf = (from: typeof counts, key: string, otherwise: number): number =>
		readNumber(from?.[key]) ?? otherwise;
	return {
		batch: {
			id,
			phase,
			createdAt,
			counts: {
				total: numberOf(counts, 'total', 0),
				completed: numberOf(counts, 'completed', 0),
				failed: numberOf(counts, 'failed', 0),
			},
			...defined({ endedAt: readNumber(batch?.['endedAt']) }),
		},
		record: {
			jobId,
			shard: numberOf(record, 'shard', 1),
			shardCount: numberOf(record, 'shardCount', 1),
			round: numberOf(record, 'round', 1),
			rowCount: numberOf(record, 'rowCount', 0),
			label: readString(record?.['label']) ?? '',
			...defined({ again: readNumber(record?.['again']) }),
		},
		ended: readObject(value)?.['ended'] === true,
		...(readObject(value)?.['isForeign'] === true ? { isForeign: true } : {}),
		...defined({ missed: readNumber(readObject(value)?.['missed']) }),
	};
}
