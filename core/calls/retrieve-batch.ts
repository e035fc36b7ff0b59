import { isOffpeakError, OffpeakError } from '../errors';
import type { ProviderBatch } from '../types';
import { ask, type Connection } from './connection';

/** A reply that cannot be read is a proxy's slip, as a rule, and the next one the server's. */
const PAUSES_MS = [1_000, 3_000];

/**
 * The batch of this id as it stands. A reply that is about another one, or about nothing, is asked for again, and is
 * an error in the end: its answers are another job's.
 */
export async function retrieveBatch(
	connection: Connection,
	id: string,
	what: string,
): Promise<ProviderBatch> {
	for (const pause of PAUSES_MS) {
		const looked = await lookOnce(connection, id, what).then(
			(batch) => ({ batch }),
			(error: unknown) => ({ error }),
		);
		if ('batch' in looked) return looked.batch;
		const { error } = looked;
		if (!isOffpeakError(error) || error.code !== 'malformed_response') throw error;
		await connection.clock.sleep(pause);
	}
	return await lookOnce(connection, id, what);
}

async function lookOnce(connection: Connection, id: string, what: string): Promise<ProviderBatch> {
	const batch = await ask(
		connection,
		what,
		(protocol) => protocol.retrieve(id),
		(protocol, reply) => protocol.readBatch(reply),
	);
	if (batch.id === id) return batch;
	throw new OffpeakError(
		'malformed_response',
		`The server was asked about ${id.slice(0, 80)} and answered about ${batch.id.slice(0, 80)}.`,
		{ hint: 'A proxy or a cache may have mixed up two replies. Look again in a minute.' },
	);
}
