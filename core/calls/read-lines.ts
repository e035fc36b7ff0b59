import { type JsonLine, readJsonLines } from '../formats/jsonl';
import type { Source } from '../protocols/protocol';
import type { Connection } from './connection';
import { sendForStream } from './send';

/** A line of what the provider keeps; or, where it no longer does, that in words. */
export type SourceLine = JsonLine | { readonly gone: string };

/** The lines of a source; none when there is no source. */
export async function* readLines(
	{ transport }: Pick<Connection, 'transport'>,
	source: Source | undefined,
	what: string,
): AsyncGenerator<SourceLine> {
	if (source === undefined) return;
	const reply = await sendForStream(transport, source.request);
	if (reply.ok) {
		yield* readJsonLines(reply.body);
	} else if (reply.error.code === 'gone') {
		yield {
			gone: `The provider no longer has the ${what} (${source.name}): they expired or were deleted.`,
		};
	} else {
		throw reply.error;
	}
}
