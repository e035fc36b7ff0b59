import { RoutingNode, type ExecuteContext } from 'n8n-core';
import type { INodeProperties } from 'n8n-workflow';
import { OffpeakApi } from '../../credentials/OffpeakApi.credentials';
import { passThrough } from '../support/nodes/canvas';
import { closeHosts, engineFor, startHost } from '../support/nodes/host';
import { runInside } from '../support/nodes/inside';

afterEach(closeHosts);

const { test, properties } = new OffpeakApi();
const CREDENTIALS = [{ name: 'offpeakApi', required: true }];

/**
 * The button *Test* of the credential: n8n puts the request of its `test` through a routing node, then looks
 * for a rule (n8n 2.41.1, `credentials-tester.service.js`).
 */
async function testCredential(baseUrl: string, apiKey: string): Promise<string> {
	const properties: INodeProperties[] = [
		{
			displayName: 'Temp',
			name: 'temp',
			type: 'string',
			default: '',
			routing: { request: test.request },
		},
	];
	const description = { ...passThrough.description, credentials: CREDENTIALS, properties };
	const credential = { id: '1', name: 'Offpeak', type: 'offpeakApi', data: { apiKey, baseUrl } };
	const work = async (context: ExecuteContext): Promise<string> => {
		const routing = new RoutingNode(context, { description }, credential);
		const failure: unknown = await routing.runNode().then(
			() => undefined,
			(error: unknown) => error,
		);
		return failure === undefined ? 'Connection successful!' : wordsOf(failure);
	};
	return await runInside(engineFor(baseUrl, apiKey), work, properties);
}

function wordsOf(failure: unknown): string {
	const { cause, message } = Object(failure);
	const status: unknown = cause?.response?.status;
	const rule = (test.rules ?? []).find(
		({ type, properties: { value } }) => type === 'responseCode' && value === status,
	);
	return String(rule?.properties.message ?? cause?.response?.statusText ?? cause?.code ?? message);
}

describe('the test of the credential', () => {
	it('accepts the right key', async () => {
		const { baseUrl, server } = await startHost({ key: 'right' });
		expect(await testCredential(baseUrl, 'right')).toBe('Connection successful!');
		expect(server.stats().calls).toEqual({ 'GET /v1/models': 1 });
	});

	it('accepts any key where the server asks for none', async () => {
		const { baseUrl } = await startHost();
		expect(await testCredential(baseUrl, 'any word')).toBe('Connection successful!');
	});

	it('accepts a Base URL that ends in slashes or stands between blanks, as the nodes do', async () => {
		const { baseUrl } = await startHost({ key: 'right' });
		expect(await testCredential(` ${baseUrl}// `, 'right')).toBe('Connection successful!');
	});

	it.each([
		['is wrong', 'wrong'],
		['is empty', ''],
	])('says that the key was not accepted when it %s', async (_, key) => {
		const { baseUrl } = await startHost({ key: 'right' });
		expect(await testCredential(baseUrl, key)).toBe(
			'The API key was not accepted: it may be mistyped, expired or revoked.',
		);
	});

	it('says that the key may not list models', async () => {
		const { baseUrl, server } = await startHost();
		server.faults.add({ call: {}, effect: { kind: 'status', status: 403 } });
		expect(await testCredential(baseUrl, 'x')).toBe(
			'The API key is known but may not list models: check its permissions.',
		);
	});

	it('says that the Base URL leads nowhere', async () => {
		const { baseUrl } = await startHost();
		expect(await testCredential(baseUrl.replace('/v1', '/v9'), 'x')).toBe(
			'There is no such API at this Base URL: it usually ends in /v1.',
		);
	});

	it('names the network’s error when the server is not there', async () => {
		const { baseUrl } = await startHost();
		await closeHosts();
		expect(await testCredential(baseUrl, 'x')).toBe('ECONNREFUSED');
	});

	it('does not follow a redirect with the key', async () => {
		const { baseUrl, server } = await startHost();
		const elsewhere = await startHost();
		const location = `${elsewhere.baseUrl}/models`;
		server.faults.add({ call: {}, effect: { kind: 'status', status: 302, headers: { location } } });
		expect(await testCredential(baseUrl, 'x')).not.toBe('Connection successful!');
		expect(elsewhere.server.stats().calls).toEqual({});
	});
});

it('hides the key on the screen', () => {
	const key = properties.find(({ name }) => name === 'apiKey');
	expect(key?.typeOptions).toEqual({ password: true });
});
