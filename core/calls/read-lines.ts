import type { OffpeakError } from '../errors';
import { type JsonLine, readJsonLines } from '../formats/jsonl';
import type { Source } from '../protocols/protocol';
import type { Connection } from './connection';
import { sendForStream } from './send';

/** A line of what the provider keeps; or, where it no longer does, that in words. */
export type SourceLine = JsonLine | Gone;

export interface Gone {
	readonly gone: string;
	/** It may be there: the provider does not give it back. */
	readonly isRefused?: true;
}

/** The lines of a source; none when there is no source. Throws where a page of a proxy's came in its place. */
export async function* readLines(
	connection: Pick<Connection, 'transport'>,
	source: Source | undefined,
	what: string,
): AsyncGenerator<SourceLine> {
	if (source === undefined) return;
	for await (const line of readLinesOrPage(connection, source, what)) {
		if ('page' in line) throw line.page;
		yield line;
	}
}

/** As `readLines`, with such a page as a line: of answers there may be more to say than that it came. */
export async function* readLinesOrPage(
	{ transport }: Pick<Connection, 'transport'>,
	source: Source,
	what: string,
): AsyncGenerator<SourceLine | { readonly page: OffpeakError }> {
	const reply = await sendForStream(transport, source.request);
	if (reply.ok) {
		yield* readJsonLines(reply.body);
	} else if (reply.error.code === 'gone') {
		yield {
			gone: `The provider no longer has the ${what} (${source.name}): they expired or were deleted.`,
		};
	} else if (reply.error.code === 'malformed_response') {
		yield { page: reply.error };
	} else {
		throw reply.error;
	}
}
