import { PROVIDERS } from '../providers';
import { isOwnAddress } from '../providers/base-url';
import { isLocalServer, WHO_PATH } from '../providers/local-server';
import type { Connection } from './connection';
import { send } from './send';

/**
 * The connection as the host made it; where a server in a network of one's own says that it is ours, with our row.
 * Where nobody answers the question, no other call of this connection goes out: its row would be a guess.
 */
export async function recognize(connection: Connection): Promise<Connection> {
	const { provider, baseUrl, transport } = connection;
	if (provider.id !== PROVIDERS.other.id || !isOwnAddress(baseUrl)) return connection;
	const asked = await transport({ method: 'GET', path: WHO_PATH }).then(
		(response) => ({ response }),
		(reason: unknown) => ({ reason }),
	);
	if ('reason' in asked) return silenced(connection, asked.reason);
	const reply = await send(async () => asked.response, { method: 'GET', path: WHO_PATH });
	if (reply.ok && isLocalServer(reply.value)) return { ...connection, provider: PROVIDERS.local };
	const isBroken = !reply.ok && reply.error.details.status === undefined;
	return isBroken ? silenced(connection, reply.error) : connection;
}

function silenced(connection: Connection, reason: unknown): Connection {
	return { ...connection, transport: async () => await Promise.reject(reason) };
}
