import { defined } from '../../formats/defined';
import { readObject, readString } from '../../formats/json';
import { encodePathPart } from '../../formats/well-formed';
import { jsonBody } from '../bodies';
import type { WebhookEndpoint, Webhooks } from '../protocol';
import { readPage } from './page';

const PATH = '/webhook_endpoints';
const EVENT_TYPES = ['batch.completed', 'batch.failed', 'batch.expired', 'batch.cancelled'];

/** OpenAI's webhook endpoints (openai 7.57.0), told of the end of every batch. */
export const webhooks: Webhooks = {
	register: ({ name, url }) => ({
		method: 'POST',
		path: PATH,
		...jsonBody({ name, url, event_types: EVENT_TYPES }),
	}),
	list: (after) => ({ method: 'GET', path: PATH, query: { limit: '100', ...defined({ after }) } }),
	remove: (endpointId) => ({
		method: 'DELETE',
		path: `${PATH}/${encodePathPart(endpointId)}`,
	}),
	readEndpoint,
	readEndpoints: (reply) => readPage(reply, readEndpoint),
};

function readEndpoint(reply: unknown): WebhookEndpoint | undefined {
	const endpoint = readObject(reply);
	const id = readString(endpoint?.['id']);
	const url = readString(endpoint?.['url']);
	if (id === undefined || url === undefined) return undefined;
	return {
		id,
		url,
		name: readString(endpoint?.['name']) ?? '',
		...defined({ secret: readString(endpoint?.['signing_secret']) }),
	};
}
