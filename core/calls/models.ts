import { OffpeakError } from '../errors';
import { ask, type Connection } from './connection';
import { send } from './send';

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

/**
 * Refuses a model that the provider does not know, before anything is bought. A server that cannot look
 * up a single model, or lists base models rather than deployments, is given the benefit of the doubt.
 */
export async function checkModel(connection: Connection, model: string): Promise<void> {
	if (!connection.provider.listsModels) return;
	const reply = await send(connection.transport, connection.provider.protocol.model(model));
	if (reply.ok) return;
	const { code, details } = reply.error;
	// A key may be allowed to submit jobs without being allowed to read models (403).
	if (details.status === 401 || code === 'unavailable') throw reply.error;
	if (details.providerCode !== 'model_not_found') return;
	throw new OffpeakError(
		'invalid_input',
		`${connection.provider.name} does not know the model "${model}".`,
		{
			hint: 'Choose a model from the list, or check the spelling. Nothing was sent.',
		},
	);
}
