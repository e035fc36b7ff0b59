import { createServer } from 'node:http';
import { once } from 'node:events';
import { RoutingNode, type ExecuteContext } from 'n8n-core';
import type { ICredentialDataDecryptedObject, INodeProperties } from 'n8n-workflow';
import { OffpeakApi } from '../../credentials/OffpeakApi.credentials';
import { localCredential } from '../../harness/local-credential';
import { passThrough } from '../support/nodes/canvas';
import { closeHosts, engineFor, startHost } from '../support/nodes/host';
import { runInside } from '../support/nodes/inside';
import { loadNock } from '../support/nodes/wire';

const opened: (() => void)[] = [];

afterEach(async () => {
	for (const close of opened.splice(0)) close();
	await closeHosts();
});

const { test, properties } = new OffpeakApi();
const CREDENTIALS = [{ name: 'offpeakApi', required: true }];
const SUCCESS = 'Connection successful!';

/**
 * The button *Test* of the credential: n8n puts the request of its `test` through a routing node, then looks
 * for a rule (n8n 2.41.1, `credentials-tester.service.js`).
 */
async function testOf(data: ICredentialDataDecryptedObject): Promise<string> {
	const temporary: INodeProperties[] = [
		{
			displayName: 'Temp',
			name: 'temp',
			type: 'string',
			default: '',
			routing: { request: test.request },
		},
	];
	const description = {
		...passThrough.description,
		credentials: CREDENTIALS,
		properties: temporary,
	};
	const credential = { id: '1', name: 'Offpeak', type: 'offpeakApi', data };
	const work = async (context: ExecuteContext): Promise<string> => {
		const routing = new RoutingNode(context, { description }, credential);
		return await routing.runNode().then(
			(items) => wordsOfBody(items?.[0]?.[0]?.json),
			(error: unknown) => wordsOf(error),
		);
	};
	const engine = { ...engineFor(''), credentials: { offpeakApi: data } };
	return await runInside(engine, work, temporary);
}

async function testCredential(baseUrl: string, apiKey: string): Promise<string> {
	return await testOf(localCredential(baseUrl, apiKey));
}

function wordsOf(failure: unknown): string {
	const { cause, message } = Object(failure);
	const status: unknown = cause?.response?.status;
	const rule = (test.rules ?? []).find(
		({ type, properties: { value } }) => type === 'responseCode' && value === status,
	);
	return String(rule?.properties.message ?? cause?.response?.statusText ?? cause?.code ?? message);
}

function wordsOfBody(body: unknown): string {
	for (const { type, properties } of test.rules ?? []) {
		if (type !== 'responseSuccessBody') continue;
		if (Object(body)[properties.key] === properties.value) return properties.message;
	}
	return SUCCESS;
}

/** A server that answers every call with this, and what it was sent. */
async function serverThatSays(
	body: string,
	contentType: string,
): Promise<{ readonly url: string; readonly keys: (string | undefined)[] }> {
	const keys: (string | undefined)[] = [];
	const server = createServer((request, response) => {
		keys.push(request.headers.authorization);
		response.writeHead(200, { 'content-type': contentType }).end(body);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	opened.push(() => server.close());
	const address = server.address();
	return { url: `http://127.0.0.1:${Object(address).port}`, keys };
}

describe('the test of the credential', () => {
	it('accepts the right key', async () => {
		const { baseUrl, server } = await startHost({ key: 'right' });
		expect(await testCredential(baseUrl, 'right')).toBe(SUCCESS);
		expect(server.stats().calls).toEqual({ 'GET /v1/models': 1 });
	});

	it('accepts any key where the server asks for none', async () => {
		const { baseUrl } = await startHost();
		expect(await testCredential(baseUrl, 'any word')).toBe(SUCCESS);
	});

	it('accepts a Base URL that ends in slashes or stands between blanks, as the nodes do', async () => {
		const { baseUrl } = await startHost({ key: 'right' });
		expect(await testCredential(` ${baseUrl}// `, 'right')).toBe(SUCCESS);
	});

	it.each([
		['is wrong', 'wrong'],
		['is empty', ''],
	])('says that the key was not accepted when it %s', async (_, key) => {
		const { baseUrl } = await startHost({ key: 'right' });
		expect(await testCredential(baseUrl, key)).toBe(
			'The API key was not accepted: it may be mistyped, expired or revoked. A key of an OpenAI project in a region works at its address alone: choose Another Server, e.g. https://eu.api.openai.com/v1.',
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
			'There is no such API at this address: it usually ends in /v1.',
		);
	});

	it('names the network’s error when the server is not there', async () => {
		const { baseUrl } = await startHost();
		await closeHosts();
		expect(await testCredential(baseUrl, 'x')).toBe('ECONNREFUSED');
	});

	it.each([
		['a page', '<!doctype html><title>Log in</title>', 'text/html'],
		['a page sent as JSON', '<html></html>', 'application/json'],
		['an object without models', '{"status":"ok"}', 'application/json'],
		['nothing', '', 'text/plain'],
	])('says that the answer is no list of models when it is %s', async (_, body, type) => {
		const { url } = await serverThatSays(body, type);
		expect(await testCredential(url, 'x')).toMatch(/^The server answered, but not with a list/);
	});

	it('asks OpenAI alone when OpenAI is chosen, whatever was typed before', async () => {
		const nock = await loadNock();
		opened.push(() => {
			nock.cleanAll();
			nock.restore();
		});
		const api = nock('https://api.openai.com', { reqheaders: { authorization: 'Bearer sk-1' } })
			.get('/v1/models')
			.reply(200, { object: 'list', data: [] });
		const data = { provider: 'openai', apiKey: ' sk-1\n', baseUrl: 'http://evil.example/v1' };
		expect(await testOf(data)).toBe(SUCCESS);
		expect(api.isDone()).toBe(true);
	});

	it('asks Azure at the mended endpoint, with the key in Azure’s own header', async () => {
		const nock = await loadNock();
		opened.push(() => {
			nock.cleanAll();
			nock.restore();
		});
		const api = nock('https://acme.openai.azure.com', {
			reqheaders: { 'api-key': 'k-1' },
			badheaders: ['authorization'],
		})
			.get('/openai/v1/models')
			.reply(200, { object: 'list', data: [] });
		const azureEndpoint = 'https://acme.openai.azure.com/?api-version=2024-10-21';
		expect(await testOf({ provider: 'azure', apiKey: 'k-1', azureEndpoint })).toBe(SUCCESS);
		expect(api.isDone()).toBe(true);
	});

	it('sends no key over http, unless the address is in a network of one’s own', async () => {
		const { url, keys } = await serverThatSays('{"data":[]}', 'application/json');
		const here = localCredential(`${url}/v1`, 'x');
		expect(await testOf({ ...here, ownNetwork: false })).toMatch(/switch on My Own Network/);
		expect(await testOf({ ...here, baseUrl: 'http://8.8.8.8/v1' })).toMatch(/https:/);
		expect(await testOf({ ...here, baseUrl: 'https://x.example/v1?k=1' })).toMatch(/must not hold/);
		expect(await testOf({ ...here, provider: '' })).toMatch(/choose one in Provider/);
		expect(keys).toEqual([]);
		expect(await testOf(here)).toBe(SUCCESS);
		expect(keys).toEqual(['Bearer x']);
	});

	it('does not follow a redirect with the key', async () => {
		const { baseUrl, server } = await startHost();
		const elsewhere = await startHost();
		const location = `${elsewhere.baseUrl}/models`;
		server.faults.add({ call: {}, effect: { kind: 'status', status: 302, headers: { location } } });
		expect(await testCredential(baseUrl, 'x')).not.toBe(SUCCESS);
		expect(elsewhere.server.stats().calls).toEqual({});
	});
});

it('shows a field for an address only where there is no fixed one', () => {
	const shown = properties.map(({ name, displayOptions }) => [
		name,
		displayOptions?.show?.['provider'],
	]);
	expect(shown).toEqual([
		['provider', undefined],
		['apiKey', undefined],
		['azureEndpoint', ['azure']],
		['baseUrl', ['other']],
		['ownNetwork', ['other']],
	]);
});

it('is found by who looks for OpenAI', () => {
	expect(new OffpeakApi().displayName).toMatch(/OpenAI/);
});

it('hides the key on the screen', () => {
	const key = properties.find(({ name }) => name === 'apiKey');
	expect(key?.typeOptions).toEqual({ password: true });
});
