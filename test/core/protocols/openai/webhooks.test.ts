import OpenAI from 'openai';
import type {
	WebhookCreateParams,
	WebhookEndpoint,
	WebhookEndpointList,
	WebhookEndpointWithSecret,
} from 'openai/resources/webhooks';
import type { HttpRequest } from '../../../../core';
import { webhooks } from '../../../../core/protocols/openai/webhooks';
import { textOfBytes } from '../../../support/core/samples';

const BASE_URL = 'https://api.openai.com/v1';
const SETTINGS = { name: 'Offpeak in n8n', url: 'https://n8n.example.com/webhook/1' };
const CREATE: WebhookCreateParams = {
	...SETTINGS,
	event_types: ['batch.completed', 'batch.failed', 'batch.expired', 'batch.cancelled'],
};
const ENDPOINT: WebhookEndpoint = {
	id: 'whe_1',
	created_at: 1_795_000_000,
	event_types: CREATE.event_types,
	object: 'webhook_endpoint',
	signing_secret_hint: 'whsec_…abc',
	...SETTINGS,
};
const CREATED: WebhookEndpointWithSecret = { ...ENDPOINT, signing_secret: 'whsec_abc' };
const LIST: WebhookEndpointList = {
	object: 'list',
	data: [ENDPOINT],
	first_id: 'whe_1',
	last_id: 'whe_1',
	has_more: true,
};

interface Wire {
	readonly method: string;
	readonly url: string;
	readonly body: unknown;
}

/** What the unmodified client sends for a call that is answered with `reply`. */
async function sentByClient(
	reply: unknown,
	call: (client: OpenAI) => PromiseLike<unknown>,
): Promise<Wire | undefined> {
	const sent: Wire[] = [];
	const client = new OpenAI({
		apiKey: 'unused',
		baseURL: BASE_URL,
		maxRetries: 0,
		fetch: async (input, init) => {
			const request = new Request(input, init);
			const { method, url } = request;
			const text = await request.text();
			sent.push({ method, url, body: text === '' ? undefined : JSON.parse(text) });
			return Response.json(reply);
		},
	});
	await call(client);
	return sent[0];
}

function wireOf({ method, path, query = {}, body }: HttpRequest): Wire {
	const search = new URLSearchParams(query).toString();
	return {
		method,
		url: `${BASE_URL}${path}${search === '' ? '' : `?${search}`}`,
		body: body === undefined ? undefined : JSON.parse(textOfBytes(body)),
	};
}

describe('a webhook endpoint', () => {
	it('is registered for every end of a batch, as the openai client does it', async () => {
		expect(wireOf(webhooks.register(SETTINGS))).toEqual(
			await sentByClient(CREATED, async (client) => await client.webhooks.create(CREATE)),
		);
		expect(webhooks.register(SETTINGS).headers).toEqual({ 'content-type': 'application/json' });
	});

	it('is listed as the openai client does it, from the cursor on where there is one', async () => {
		const page = { ...LIST, has_more: false };
		expect(wireOf(webhooks.list())).toEqual(
			await sentByClient(page, async (client) => await client.webhooks.list({ limit: 100 })),
		);
		expect(wireOf(webhooks.list('whe_1'))).toEqual(
			await sentByClient(
				page,
				async (client) => await client.webhooks.list({ limit: 100, after: 'whe_1' }),
			),
		);
	});

	it.each(['whe_1', 'a/b?c'])('is removed as the openai client does it: %s', async (id) => {
		const deleted = { id, deleted: true, object: 'webhook_endpoint.deleted' };
		expect(wireOf(webhooks.remove(id))).toEqual(
			await sentByClient(deleted, async (client) => await client.webhooks.delete(id)),
		);
	});

	it('is read with its secret when it is made, and without one later', () => {
		expect(webhooks.readEndpoint(CREATED)).toEqual({
			id: 'whe_1',
			...SETTINGS,
			secret: 'whsec_abc',
		});
		expect(webhooks.readEndpoint(ENDPOINT)).toEqual({ id: 'whe_1', ...SETTINGS });
	});

	it('is read in a page of them, with the cursor of the next one', () => {
		expect(webhooks.readEndpoints(LIST)).toEqual({
			entries: [{ id: 'whe_1', ...SETTINGS }],
			after: 'whe_1',
		});
		expect(webhooks.readEndpoints({ ...LIST, has_more: false })).not.toHaveProperty('after');
		expect(webhooks.readEndpoints('<html>')).toBeUndefined();
	});

	it.each([undefined, null, 'text', [], {}, { id: 'whe_1' }, { url: 'https://x.example' }])(
		'is none in %j',
		(reply) => {
			expect(webhooks.readEndpoint(reply)).toBeUndefined();
		},
	);
});
