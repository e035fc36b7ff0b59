import { type JsonLine, readJsonLines } from '../formats/jsonl';
import { protocolOf } from '../protocols';
import type { Connection } from './connection';
import { sendForStream } from './send';

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
