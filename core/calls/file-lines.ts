import type { Connection } from './connection';
import { sendForStream } from './send';
import { readJsonLines, type JsonLine } from '../formats/jsonl';
import { readKeptLine, type KeptRow } from '../record/kept-file';
import { protocolOf } from '../protocols';
import type { AnswerShape } from '../types';

/** The lines of a file at the provider; none when there is no file, and none with a word about it when it is gone. */
export async function* readFileLines(
	{ provider, transport }: Connection,
	fileId: string | undefined,
	what: string,
	gone: string[],
): AsyncGenerator<JsonLine> {
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

export interface KeptFile {
	/** By row index. */
	readonly rows: ReadonlyMap<number, KeptRow>;
	readonly shape: AnswerShape | undefined;
	readonly gone: readonly string[];
}

export async function readKeptFile(
	connection: Connection,
	fileId: string | undefined,
): Promise<KeptFile> {
	const gone: string[] = [];
	const rows = new Map<number, KeptRow>();
	let shape: AnswerShape | undefined;
	for await (const line of readFileLines(connection, fileId, 'kept fields', gone)) {
		const kept = 'value' in line ? readKeptLine(line.value) : undefined;
		if (kept === undefined) continue;
		if ('shape' in kept) shape ??= kept.shape;
		else rows.set(kept.rowIndex, kept.row);
	}
	return { rows, shape, gone };
}
