import { type JsonLine, readJsonLines } from '../formats/jsonl';
import { protocolOf } from '../protocols';
import type { Connection } from './connection';
import { sendForStream } from './send';

/** A line of a file at the provider; or, where it no longer has the file, that in words. */
export type FileLine = JsonLine | { readonly gone: string };

/** The lines of a file at the provider; none when there is no file. */
export async function* readFileLines(
	{ provider, transport }: Connection,
	fileId: string | undefined,
	what: string,
): AsyncGenerator<FileLine> {
	if (fileId === undefined) return;
	const reply = await sendForStream(transport, protocolOf(provider).content(fileId));
	if (reply.ok) {
		yield* readJsonLines(reply.body);
	} else if (reply.error.code === 'gone') {
		yield {
			gone: `The provider no longer has the file with the ${what} (${fileId}): it expired or was deleted.`,
		};
	} else {
		throw reply.error;
	}
}
