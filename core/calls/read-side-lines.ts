import { isOffpeakError } from '../errors';
import type { Source } from '../protocols/protocol';
import type { Connection } from './connection';
import { type Gone, readLines, type SourceLine } from './read-lines';
import { isLasting } from './is-lasting';

/** As `readLines`, for what answers can do without: a file that is kept and not given back is told, not thrown. */
export async function* readSideLines(
	connection: Pick<Connection, 'transport'>,
	source: Source | undefined,
	what: string,
): AsyncGenerator<SourceLine> {
	yield* tellRefusal(readLines(connection, source, what), what, source?.name ?? '');
}

/**
 * These lines, and where the provider refuses them for good, that in words: there are servers that answer 400, 403,
 * 405 or 501 for the content of some files (kaibo#93, vllm#44445). A passing fault is thrown, for another look.
 */
export async function* tellRefusal<Line>(
	lines: AsyncGenerator<Line>,
	what: string,
	name: string,
): AsyncGenerator<Line | Gone> {
	try {
		for (;;) {
			const read = await lines.next().then(
				(next) => next,
				(reason: unknown) => ({ reason }),
			);
			if (!('reason' in read)) {
				if (read.done === true) return;
				yield read.value;
				continue;
			}
			const { reason } = read;
			if (!isOffpeakError(reason) || !isLasting(reason)) throw reason;
			const status = reason.details.status === undefined ? '' : `, ${reason.details.status}`;
			const gone = `The provider does not give back the ${what} (${name}${status}).`;
			yield { gone, isRefused: true };
			return;
		}
	} finally {
		await lines.return(undefined);
	}
}
