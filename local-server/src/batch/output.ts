import type { DatabaseSync } from 'node:sqlite';
import { turn } from '../work/clock';
import { chosen } from '../faults/lines';
import type { BatchFault } from '../faults/types';
import { newId } from '../ids';
import { readString } from '../../../core';
import { parseObject } from '../json';
import type { AnswerStore } from '../store/answers';
import type { StoredBatch } from '../store/batches';
import { transaction } from '../store/database';
import type { FileStore, FileWriter } from '../store/files';
import { readLine } from './check-line';
import { inputLines } from './input-lines';
import { shuffled } from './shuffle';

const LINES_PER_TURN = 250;
const NEWLINE = Buffer.from('\n');

export const REASONS = {
	batch_expired: 'This request could not be executed before the completion window expired.',
	batch_cancelled: 'This request was not executed because the batch was cancelled.',
} as const;
export type RestReason = keyof typeof REASONS;

export interface OutputStores {
	readonly database: DatabaseSync;
	readonly files: FileStore;
	readonly answers: AnswerStore;
}

/** Written but not yet visible; the caller publishes both together with the batch's last step. */
export interface WrittenOutput {
	readonly output: FileWriter | null;
	readonly errors: FileWriter | null;
	/** Answers that a fault has lost before they were written. */
	readonly lost: number;
}

/** Writes the finished lines into the output and error files, and the unanswered rest as errors. */
export async function writeOutput(
	stores: OutputStores,
	batch: StoredBatch,
	rest: RestReason | undefined,
	fault: BatchFault | undefined,
): Promise<WrittenOutput> {
	const { answers } = stores;
	const kept = (ok: boolean): Generator<Uint8Array> =>
		keptLines(answers, batch.seq, shuffled(answers.answered(batch.seq, ok)));
	const restLines = rest ? unanswered(stores, batch, rest) : [];
	let lost = 0;
	const lines = struck(kept(true), fault, () => (lost += 1));
	const output = await writeLines(stores, `${batch.id}_output.jsonl`, lines);
	const errors = await writeLines(stores, `${batch.id}_error.jsonl`, chain(kept(false), restLines));
	if (errors === null && fault?.emptyErrorFile === true) {
		const empty = stores.files.write(`${batch.id}_error.jsonl`, 'batch_output');
		return { output, errors: empty, lost };
	}
	return { output, errors, lost };
}

function* chain(...all: readonly Iterable<Uint8Array>[]): Generator<Uint8Array> {
	for (const lines of all) yield* lines;
}

function* keptLines(
	answers: AnswerStore,
	batchSeq: number,
	places: readonly number[],
): Generator<Uint8Array> {
	for (const n of places) {
		yield answers.line(batchSeq, n);
		yield NEWLINE;
	}
}

function* unanswered(
	{ files, answers }: OutputStores,
	batch: StoredBatch,
	reason: RestReason,
): Generator<Uint8Array> {
	const answered = new Set(answers.answered(batch.seq));
	for (const { n, bytes } of inputLines(files, batch.inputSeq)) {
		const line = answered.has(n) ? undefined : readLine(bytes);
		if (line === undefined) continue;
		const error = { code: reason, message: REASONS[reason] };
		const wire = { id: newId.line(), custom_id: line.customId, response: null, error };
		yield Buffer.from(`${JSON.stringify(wire)}\n`);
	}
}

/** The output file as a fault wants it: lines missing, twice, nobody's, garbled or torn. */
function* struck(
	pieces: Iterable<Uint8Array>,
	fault: BatchFault | undefined,
	lose: () => void,
): Generator<Uint8Array> {
	if (fault === undefined) return yield* pieces;
	const lines: string[] = [];
	let place = 0;
	for (const piece of pieces) {
		if (piece === NEWLINE) continue;
		const line = Buffer.from(piece).toString('utf8');
		const customId = readString(parseObject(line)?.['custom_id']) ?? '';
		if (chosen(fault.dropLines, place, customId)) lose();
		else lines.push(line);
		if (chosen(fault.duplicateLines, place, customId)) lines.push(line);
		place += 1;
	}
	for (let n = 1; n <= (fault.unknownLines ?? 0); n += 1) {
		const copy = { ...parseObject(lines[0] ?? '{}'), id: newId.line(), custom_id: `unknown-${n}` };
		lines.splice(1, 0, JSON.stringify(copy));
	}
	if (fault.garbageLine === true) lines.splice(1, 0, '{"id":"batch_req_garbage","custom_id":');
	const text = lines.map((line) => `${line}\n`).join('');
	const cut = Math.ceil((lines.at(-1)?.length ?? 0) / 2) + 1;
	yield Buffer.from(fault.tornLastLine === true ? text.slice(0, -cut) : text);
}

async function writeLines(
	{ database, files }: OutputStores,
	filename: string,
	pieces: Iterator<Uint8Array>,
): Promise<FileWriter | null> {
	let writer: FileWriter | null = null;
	for (let next = pieces.next(); next.done !== true; ) {
		const open: FileWriter = writer ?? files.write(filename, 'batch_output');
		transaction(database, () => {
			for (let count = 0; next.done !== true && count < 2 * LINES_PER_TURN; count += 1) {
				if (next.value.length > 0) open.append(next.value);
				next = pieces.next();
			}
		});
		writer = open;
		await turn();
	}
	return writer;
}
