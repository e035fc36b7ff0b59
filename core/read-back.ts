import type { CollectedBatch } from './collect';
import type { Connection } from './connection';
import { OffpeakError } from './errors';
import { readFileLines } from './files';
import { isJsonObject, readObject, readString } from './json';
import type { BatchRecord } from './metadata';
import { readRequestId } from './requests';
import type { JsonObject } from './types';

/** A request as it stands in the provider's own input file, with more room for an answer that was cut off. */
export interface ReadBack {
	readonly rowIndex: number;
	readonly requestId: string;
	readonly request: JsonObject;
	/** How often its answer was cut off. */
	readonly cuts: number;
}

/**
 * The requests of these rows in one input file of the first round: no host has to keep its rows. Throws when
 * the file is gone or a row is not in it, unless the reader has stopped before.
 */
export async function* readBack(
	{ batch, record }: CollectedBatch,
	rows: ReadonlySet<number>,
	collected: readonly CollectedBatch[],
	connection: Connection,
): AsyncGenerator<ReadBack> {
	const gone: string[] = [];
	let missing = countWithin(rows, record);
	if (missing === 0) return;
	for await (const line of readFileLines(connection, batch.inputFileId, 'items', gone)) {
		const request = 'value' in line ? readObject(line.value) : undefined;
		const requestId = readString(request?.['custom_id']) ?? '';
		const rowIndex = readRequestId(requestId)?.rowIndex ?? -1;
		if (!isJsonObject(request) || !rows.has(rowIndex)) continue;
		missing -= 1;
		const cuts = cutsOf(rowIndex, collected);
		yield { rowIndex, requestId, cuts, request: withMoreRoom(request, cuts) };
	}
	if (gone[0] !== undefined) {
		throw new OffpeakError('gone', `The failed items cannot be sent again. ${gone[0]}`, {
			jobId: record.jobId,
			hint: 'Send them again with Submit Batch, from where they came.',
		});
	}
	if (missing > 0) {
		throw new OffpeakError('unavailable', 'The file with the failed items came back damaged.', {
			jobId: record.jobId,
			hint: 'Try again in a minute.',
		});
	}
}

function countWithin(rows: ReadonlySet<number>, { firstRow, endRow }: BatchRecord): number {
	return [...rows].filter((row) => firstRow <= row && row < endRow).length;
}

function cutsOf(rowIndex: number, collected: readonly CollectedBatch[]): number {
	return collected.filter(({ results }) => results.get(rowIndex)?.outcome === 'truncated').length;
}

/** An answer that was cut off needs more output tokens than it was allowed, each time. */
function withMoreRoom(request: JsonObject, cuts: number): JsonObject {
	const body = request['body'];
	if (cuts === 0 || !isJsonObject(body)) return request;
	const raised = Object.fromEntries(
		OUTPUT_LIMITS.flatMap((field) => {
			const limit = body[field];
			return typeof limit === 'number'
				? [[field, limit * MORE_ROOM ** Math.min(cuts, MAX_RAISES)]]
				: [];
		}),
	);
	return { ...request, body: { ...body, ...raised } };
}

/** How many tokens an answer may have, by the request itself; `undefined` where it does not say. */
export function outputLimitOf({ request }: ReadBack): number | undefined {
	const body = readObject(request['body']);
	return OUTPUT_LIMITS.map((field) => body?.[field]).find((limit) => typeof limit === 'number');
}

const OUTPUT_LIMITS = ['max_output_tokens', 'max_completion_tokens'] as const;
const MORE_ROOM = 4;
/** An answer that is cut off at 16 times the room most likely never ends. */
const MAX_RAISES = 2;
