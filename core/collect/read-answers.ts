import type { Connection } from '../calls/connection';
import { readLinesOrPage } from '../calls/read-lines';
import { toldResult } from '../calls/told';
import { tellRefusal } from '../calls/read-side-lines';
import type { BatchRecord, Bought } from '../record/batch-record';
import { type HeldRow, readPackId, readRequestId } from '../requests/ids';
import type { AnswerShape, Result } from '../types';
import type { CollectedBatch, RowVerdict, Verdict } from './collected';
import { readPackedResult } from './packed-result';
import type { FilesRead } from './shortfall';
import { readVerdict } from './verdict';

type Answers = Required<Pick<CollectedBatch, 'results' | 'sharedRows' | 'damage'>> &
	Omit<FilesRead, 'isSilent'>;

/** All results of a batch: of two answers for one row, one that succeeded is worth more. */
export async function readAnswers(
	{ batch, record }: Bought,
	shape: AnswerShape | undefined,
	connection: Connection,
): Promise<Answers> {
	const { protocol } = connection.provider;
	const gone: string[] = [];
	const tally = { badLines: 0, duplicates: 0, unknownIds: 0 };
	const results = new Map<number, RowVerdict>();
	const sharedRows = new Set<number>();
	let answers = 0;
	let lineCount = 0;
	let hasPage = false;
	for (const source of protocol.resultsOf(batch)) {
		const { holds, name } = source;
		const all = readLinesOrPage(connection, source, holds);
		// Reasons alone must not cost the answers; answers that are refused are an error, and read another time.
		const lines = holds === 'answers' ? all : tellRefusal(all, holds, name);
		for await (const line of lines) {
			if ('gone' in line) {
				gone.push(line.gone);
				continue;
			}
			if ('page' in line) {
				hasPage = true;
				continue;
			}
			const read = 'value' in line ? protocol.readResult(line.value) : undefined;
			if (read === undefined) {
				tally.badLines += 1;
				continue;
			}
			const result = toldResult(read, connection.transport);
			const { rows, duplicates, unknownIds } = readRows(result, shape);
			if (rows.length === 0 || !rows.every(({ rowIndex }) => isOf(record, rowIndex))) {
				tally.unknownIds += 1;
				continue;
			}
			const isSecond = rows.some(({ rowIndex }) => results.has(rowIndex));
			tally.duplicates += duplicates + (isSecond ? 1 : 0);
			tally.unknownIds += unknownIds;
			if (!isSecond) {
				lineCount += 1;
				if (holds === 'answers') answers += 1;
			}
			for (const { rowIndex, rowId, verdict } of rows) {
				if (results.get(rowIndex)?.outcome === 'succeeded') continue;
				results.set(rowIndex, rowId === String(rowIndex) ? verdict : { ...verdict, rowId });
				if (rows.length > 1) sharedRows.add(rowIndex);
			}
		}
	}
	const damage = { ...tally, gone, answersGone: gone.length > 0 };
	return {
		results,
		sharedRows,
		damage,
		answers,
		lines: lineCount,
		hasPage,
		isGone: gone.length > 0,
	};
}

function isOf({ firstRow, endRow }: BatchRecord, rowIndex: number): boolean {
	return firstRow <= rowIndex && rowIndex < endRow;
}

interface RowsRead {
	readonly rows: readonly (HeldRow & { readonly verdict: Verdict })[];
	/** Inside an answer for several rows. */
	readonly duplicates: number;
	readonly unknownIds: number;
}

/** What one line says of each row that its request held; of none when the request is not ours. */
function readRows(result: Result, shape: AnswerShape | undefined): RowsRead {
	const single = readRequestId(result.requestId);
	if (single !== undefined) {
		const verdict = readVerdict(result, shape);
		return { rows: [{ ...single, verdict }], duplicates: 0, unknownIds: 0 };
	}
	const pack = readPackId(result.requestId);
	if (pack === undefined) return { rows: [], duplicates: 0, unknownIds: 0 };
	const { verdicts, ...counted } = readPackedResult(result, pack, shape);
	const rows = [...verdicts].map(([rowIndex, verdict]) => ({
		rowIndex,
		rowId: String(rowIndex),
		verdict,
	}));
	return { rows, ...counted };
}
