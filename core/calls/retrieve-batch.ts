import { OffpeakError } from '../errors';
import type { ProviderBatch } from '../types';
import { ask, type Connection } from './connection';

/** The batch of this id as it stands; a reply about another one is an error, for its answers are another job's. */
export async function retrieveBatch(
	connection: Connection,
	id: string,
	what: string,
): Promise<ProviderBatch> {
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
