import type { Connection } from '../calls/connection';
import { readSideLines } from '../calls/read-side-lines';
import type { CollectedBatch } from '../collect/collected';
import { OffpeakError } from '../errors';
import type { Protocol, SentRequest } from '../protocols/protocol';
import type { BatchRecord, Bought } from '../record/batch-record';
import type { Provider } from '../providers';
import { readHeldRows, readPackId } from '../requests/ids';
import { aloneRequest } from './alone-request';

/** A request as the provider gives it back, with more room for an answer that was cut off. */
export interface ReadBack {
	/** The first one, where it holds several. */
	readonly rowIndex: number;
	readonly rowCount: number;
	readonly request: SentRequest;
	/** How often its answer was cut off. */
	readonly cuts: number;
}

/** Rows of a job to be sent once more. */
export interface WantedRows {
	readonly rows: ReadonlySet<number>;
	readonly collected: readonly CollectedBatch[];
	/** A row that shared its request gets one of its own; `together`, only where its neighbours may be to blame. */
	readonly packs: 'alone' | 'together';
}

/**
 * The requests of these rows in one input file of the first round: no host has to keep its rows. Throws when
 * the file is gone or a row is not in it, unless the reader has stopped before.
 */
export async function* readBack(
	{ batch, record }: CollectedBatch,
	wanted: WantedRows,
	connection: Connection,
): AsyncGenerator<ReadBack> {
	let gone: string | undefined;
	let missing = countWithin(wanted.rows, record);
	if (missing === 0) return;
	const { protocol } = connection.provider;
	const source = protocol.readBack?.requestsOf(batch);
	if (source === undefined) throw cannotReadBack(connection.provider);
	for await (const line of readSideLines(connection, source, 'items')) {
		if ('gone' in line) gone = line.gone;
		const request = 'value' in line ? protocol.readRequest(line.value) : undefined;
		if (request === undefined) continue;
		for (const again of requestsAgain(request, wanted, protocol)) {
			missing -= again.rowCount;
			yield again;
		}
	}
	if (gone !== undefined) {
		throw new OffpeakError('gone', `The failed items cannot be sent again. ${gone}`, {
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

/** Why the requests of a batch cannot be read back; `undefined` where they can. */
export async function findUnread(
	{ batch }: Bought,
	connection: Connection,
): Promise<string | undefined> {
	const source = connection.provider.protocol.readBack?.requestsOf(batch);
	if (source === undefined) return cannotReadBack(connection.provider).message;
	for await (const line of readSideLines(connection, source, 'items')) {
		return 'gone' in line ? line.gone : undefined;
	}
	return undefined;
}

export function cannotReadBack({ name }: Pick<Provider, 'name'>): OffpeakError {
	return new OffpeakError(
		'unsupported',
		`Failed items cannot be sent again: ${name} does not give back what was sent.`,
		{ hint: 'Send them anew with Submit Batch, from where they came.' },
	);
}

function countWithin(rows: ReadonlySet<number>, { firstRow, endRow }: BatchRecord): number {
	return [...rows].filter((row) => firstRow <= row && row < endRow).length;
}

function requestsAgain(
	request: SentRequest,
	{ rows, collected, packs }: WantedRows,
	protocol: Protocol,
): readonly ReadBack[] {
	const pack = readPackId(request.id);
	const held = readHeldRows(request.id).map(({ rowIndex }) => rowIndex);
	const wanted = held.filter((rowIndex) => rows.has(rowIndex));
	const [first] = wanted;
	if (first === undefined) return [];
	// Where nothing was answered nobody is to blame, and asking each alone would cost more.
	const isWhole = wanted.length === held.length && !wasAnswered(held, collected);
	if (pack !== undefined && packs === 'together' && isWhole) {
		return [{ rowIndex: first, rowCount: held.length, request, cuts: 0 }];
	}
	return wanted.flatMap((rowIndex) => {
		const own = pack === undefined ? request : aloneRequest(request, pack, rowIndex, protocol);
		if (own === undefined) return [];
		const cuts = cutsOf(rowIndex, collected);
		const room = MORE_ROOM ** Math.min(cuts, MAX_RAISES);
		const again = protocol.changeRequest(own, { room });
		return again === undefined ? [] : [{ rowIndex, rowCount: 1, request: again, cuts }];
	});
}

function wasAnswered(rows: readonly number[], collected: readonly CollectedBatch[]): boolean {
	return rows.some((rowIndex) =>
		collected.some(({ results }) => {
			const outcome = results.get(rowIndex)?.outcome;
			return outcome !== undefined && outcome !== 'expired' && outcome !== 'cancelled';
		}),
	);
}

/** An answer for several rows that was cut off is none of theirs: each row's share of the room may do. */
function cutsOf(rowIndex: number, collected: readonly CollectedBatch[]): number {
	return collected.filter(
		({ results, sharedRows }) =>
			results.get(rowIndex)?.outcome === 'truncated' && sharedRows?.has(rowIndex) !== true,
	).length;
}

/** An answer that was cut off needs more output tokens than it was allowed, each time. */
const MORE_ROOM = 4;
/** An answer that is cut off at 16 times the room most likely never ends. */
const MAX_RAISES = 2;
