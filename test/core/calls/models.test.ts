import { checkModel, listModels, PROVIDERS, type Connection } from '../../../core';
import {
	cannedTransport,
	fixtureReply,
	type CannedReply,
} from '../../support/core/canned-transport';
import { FakeClock } from '../../../harness/fake-clock';
import { closeLocalConnections, connectLocally } from '../../../harness/local-connection';
import { errorOf } from '../../support/core/refusal';

afterEach(closeLocalConnections);

function connectionTo(reply: CannedReply | Error, provider = PROVIDERS.openai) {
	const { transport, requests } = cannedTransport(reply);
	const connection: Connection = {
		provider,
		baseUrl: 'https://api.openai.com/v1',
		transport,
		clock: new FakeClock(),
	};
	return { connection, requests };
}

describe('listModels', () => {
	it('sorts the ids that the key may use', async () => {
		const { connection } = connectionTo(fixtureReply('openai/models'));
		await expect(listModels(connection)).resolves.toEqual(['gpt-6', 'gpt-6-luna']);
		await expect(listModels(connectLocally().connection)).resolves.toContain('demo');
	});

	it('fails when the list cannot be read', async () => {
		const { connection } = connectionTo({ body: { models: [] } });
		expect((await errorOf(() => listModels(connection))).code).toBe('malformed_response');
	});
});

describe('checkModel', () => {
	it('lets a model pass that the provider knows', async () => {
		const { connection } = connectLocally();
		await expect(checkModel(connection, 'demo')).resolves.toBeUndefined();
	});

	it('refuses a model that the provider does not know', async () => {
		const { connection } = connectLocally();
		const error = await errorOf(() => checkModel(connection, 'demmo'));
		expect(error.code).toBe('invalid_input');
		expect(error.message).toBe('Local server does not know the model "demmo".');
	});

	it.each<[string, CannedReply]>([
		['cannot look up one model', { status: 404, body: { error: { message: 'No route.' } } }],
		[
			'does not let the key read models',
			{ status: 403, body: { error: { message: 'Missing scopes.' } } },
		],
		['refuses the question', { status: 400, body: {} }],
	])('gives a server that %s the benefit of the doubt', async (_, reply) => {
		await expect(checkModel(connectionTo(reply).connection, 'x')).resolves.toBeUndefined();
	});

	it.each([
		[{ status: 401, body: {} }, 'unauthorized'],
		[{ status: 503, body: {} }, 'unavailable'],
		[new Error('drop'), 'unavailable'],
	] as const)(
		'stops before anything is bought when no answer is to be had (%#)',
		async (reply, code) => {
			const { connection } = connectionTo(reply);
			expect((await errorOf(() => checkModel(connection, 'x'))).code).toBe(code);
		},
	);

	it('asks nothing where the list of models is not what a model may be called', async () => {
		const { connection, requests } = connectionTo({ status: 404 }, PROVIDERS.azure);
		await checkModel(connection, 'my-deployment');
		expect(requests).toEqual([]);
	});
});
