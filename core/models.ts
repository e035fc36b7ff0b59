import { ask, type Connection } from './connection';

/** Ids of the models that the key may use, sorted. */
export async function listModels(connection: Connection): Promise<readonly string[]> {
	const models = await ask(
		connection,
		'its models',
		(protocol) => protocol.models(),
		(protocol, reply) => protocol.readModels(reply),
	);
	return [...models].sort((a, b) => a.localeCompare(b));
}
