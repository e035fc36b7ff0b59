import type { Connection } from './connection';
import { OffpeakError } from './errors';
import { sendForStream } from './http';
import { readJsonLines } from './jsonl';
import { readKeptLine, type KeptRow } from './kept';
import { readRecord, type BatchRecord } from './metadata';
import { protocolOf } from './protocols';
import { readRequestId } from './requests';
import type { AnswerShape, JobStatus, ProviderBatch, Result } from './types';

/** What a provider's files hold for one batch: nothing is dropped without being counted. */
export interface CollectedBatch {
	readonly batch: ProviderBatch;
	readonly record: BatchRecord;
	/** By row index. */
	readonly results: ReadonlyMap<number, Result>;
	readonly keptRows: ReadonlyMap<number, KeptRow>;
	readonly shape: AnswerShape | undefined;
	readonly damage: Damage;
}

export interface Damage {
	/** Lines that are not JSON, or no result. */
	readonly badLines: number;
	readonly duplicates: number;
	/** Answers to requests that this batch never held. */
	readonly unknownIds: number;
	/** Files that the provider no longer has, in words. */
	readonly gone: readonly string[];
}

/**
 * Job → results. Reads both files of every batch whatever its end: `completed` may mean that all failed,
 * `expired` and `cancelled` may hold paid results.
 */
export async function collect(
	{ batches, state }: JobStatus,
	connection: Connection,
): Promise<readonly CollectedBatch[]> {
	if (state !== 'done') {
		throw new OffpeakError('not_finished', 'The job is still running.', {
			hint: 'Look again later.',
		});
	}
	const collected: CollectedBatch[] = [];
	for (const batch of batches) {
		const record = readRecord(batch);
		if (record === undefined) {
			throw new OffpeakError('invalid_input', `${batch.id} was not submitted by Offpeak.`, {
				hint: 'Its answers cannot be joined to your items.',
			});
		}
		collected.push(await collectBatch(batch, record, connection));
	}
	return collected;
}

async function collectBatch(
	batch: ProviderBatch,
	record: BatchRecord,
	connection: Connection,
): Promise<CollectedBatch> {
	const gone: string[] = [];
	const keptRows = new Map<number, KeptRow>();
	let shape = record.shape;
	for await (const line of readFile(connection, record.keptFileId, 'kept fields', gone)) {
		const kept = 'value' in line ? readKeptLine(line.value) : undefined;
		if (kept === undefined) continue;
		if ('shape' in kept) shape ??= kept.shape;
		else keptRows.set(kept.rowIndex, kept.row);
	}

	const tally = { badLines: 0, duplicates: 0, unknownIds: 0 };
	const results = new Map<number, Result>();
	const files = [
		[batch.outputFileId, 'answers'],
		[batch.errorFileId, 'failed rows'],
	] as const;
	for (const [fileId, what] of files) {
		for await (const line of readFile(connection, fileId, what, gone)) {
			const result =
				'value' in line ? protocolOf(connection.provider).readResult(line.value) : undefined;
			if (result === undefined) {
				tally.badLines += 1;
				continue;
			}
			const rowIndex = readRequestId(result.requestId)?.rowIndex ?? -1;
			if (rowIndex < record.firstRow || rowIndex >= record.endRow) {
				tally.unknownIds += 1;
				continue;
			}
			const earlier = results.get(rowIndex);
			if (earlier !== undefined) tally.duplicates += 1;
			// Of two answers for one row, one that succeeded is worth more.
			if (earlier === undefined || earlier.outcome !== 'succeeded') results.set(rowIndex, result);
		}
	}
	return { batch, record, results, keptRows, shape, damage: { ...tally, gone } };
}

/** The lines of a file; none when there is no file, and none with a word about it when it is gone. */
async function* readFile(
	{ provider, transport }: Connection,
	fileId: string | undefined,
	what: string,
	gone: string[],
): AsyncGenerator<{ readonly value: unknown } | { readonly bad: true }> {
	if (fileId === undefined) return;
	const reply = await sendForStream(transport, protocolOf(provider).content(fileId));
	if (reply.ok) {
		yield* readJsonLines(reply.body);
	} else if (reply.error.code === 'gone') {
		gone.push(
			`The provider no longer has the file with the ${what} (${fileId}): it expired or was deleted.`,
		);
	} else {
		throw reply.error;
	}
}
