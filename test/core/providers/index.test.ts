import {
	checkBaseUrl,
	dashboardUrl,
	inferProvider,
	keyHeaders,
	PROVIDERS,
	type Provider,
} from '../../../core';
import { jobOf } from '../../support/core/batches';

describe('inferProvider', () => {
	it.each([
		['https://api.openai.com/v1', 'openai'],
		['https://API.OpenAI.com/v1/', 'openai'],
		['https://my-resource.openai.azure.com/openai/v1', 'azure'],
		['https://my-resource.services.ai.azure.com/openai/v1', 'azure'],
		['https://api.groq.com/openai/v1', 'groq'],
		['https://api.deepinfra.com/v1/openai', 'deepinfra'],
		['https://api.doubleword.ai/v1', 'doubleword'],
		['https://eu.api.openai.com/v1', 'openai'],
		['https://my-resource.cognitiveservices.azure.com/openai/v1', 'azure'],
		['https://my-resource.openai.azure.us/openai/v1', 'azure'],
		['http://localhost:8787/v1', 'other'],
		['http://127.0.0.1:8787/v1', 'other'],
		['http://[::1]:8787/v1', 'other'],
		['http://host.docker.internal:8787/v1', 'other'],
		['https://llm.example.com/v1', 'other'],
		['https://api.openai.com.evil.example/v1', 'other'],
		['https://openai.azure.com.evil.example/v1', 'other'],
		['https://evil.example/api.openai.com', 'other'],
		['not an address', 'other'],
		['', 'other'],
	])('takes %s for %s', (baseUrl, id) => {
		expect(inferProvider(baseUrl).id).toBe(id);
	});

	it('knows every row of the table by each of its hosts', () => {
		for (const provider of Object.values(PROVIDERS)) {
			for (const host of provider.hosts) {
				expect(inferProvider(`https://${host.replace('*', 'name')}/v1`)).toBe(provider);
			}
		}
	});

	it('knows every row of the table by the address that a user is shown; our own server says itself who it is', () => {
		for (const provider of Object.values(PROVIDERS)) {
			const { exampleUrl: baseUrl } = provider;
			const isOurs = provider === PROVIDERS.local;
			expect(inferProvider(baseUrl)).toBe(isOurs ? PROVIDERS.other : provider);
			expect(checkBaseUrl(baseUrl, { ownNetwork: isOurs })).toEqual({ baseUrl });
		}
	});
});

describe('checkBaseUrl', () => {
	it.each([
		['https://api.openai.com/v1', 'https://api.openai.com/v1'],
		[' https://api.openai.com/v1// \n', 'https://api.openai.com/v1'],
		['https://api.openai.com/v1/responses', 'https://api.openai.com/v1'],
		['https://llm.example.com', 'https://llm.example.com'],
	])('takes %j as %s', (text, baseUrl) => {
		expect(checkBaseUrl(text)).toEqual({ baseUrl });
	});

	it.each([
		'http://localhost:8787/v1',
		'http://models.localhost/v1',
		'http://127.9.9.9/v1',
		'http://[::1]:8787/v1',
		'http://[fd12:3456::1]/v1',
		'http://10.1.2.3/v1',
		'http://172.16.0.1/v1',
		'http://172.31.255.255/v1',
		'http://192.168.1.5:8787/v1',
		'http://100.64.0.7:11434/v1',
		'http://ollama:11434/v1',
		'http://nas.local/v1',
		'http://gpu.lan/v1',
		'http://vllm.models.svc.cluster.local:8000/v1',
		'http://host.docker.internal:8787/v1',
	])('takes %s where one’s own network is meant, and names the setting elsewhere', (baseUrl) => {
		expect(checkBaseUrl(baseUrl, { ownNetwork: true })).toEqual({ baseUrl });
		expect(checkBaseUrl(baseUrl)).toEqual({
			fault: expect.stringContaining('switch on My Own Network'),
		});
	});

	it.each([
		'http://172.15.0.1/v1',
		'http://172.32.0.1/v1',
		'http://100.128.0.1/v1',
		'http://192.169.0.1/v1',
		'http://8.8.8.8/v1',
		'http://169.254.169.254/v1',
		'http://169.254.170.2/v1',
		'http://[fe80::1]/v1',
		'http://[2001:db8::1]/v1',
		'http://localhost.evil.example/v1',
		'http://10.0.0.1.evil.example/v1',
	])('never takes %s without encryption', (baseUrl) => {
		expect(checkBaseUrl(baseUrl, { ownNetwork: true })).toHaveProperty('fault');
	});

	it.each([
		['', 'is not an address'],
		['api.openai.com/v1', 'is not an address'],
		['http://api.openai.com/v1', 'must start with https://'],
		['http://192.168.1.5:8787/v1', 'must start with https://'],
		['http://localhost.evil.example/v1', 'must start with https://'],
		['ftp://localhost/v1', 'must start with https://'],
		['https://user@api.openai.com/v1', 'must not hold'],
		['https://user:secret@api.openai.com/v1', 'must not hold'],
		['https://:secret@api.openai.com/v1', 'must not hold'],
		['https://api.openai.com/v1?api-key=secret', 'must not hold'],
		['https://api.openai.com/v1?', 'must not hold'],
		['https://api.openai.com/v1#key', 'must not hold'],
	])('refuses %j', (text, words) => {
		const checked = checkBaseUrl(text);
		expect(checked).toEqual({ fault: expect.stringContaining(words) });
		expect(JSON.stringify(checked)).not.toContain('secret');
	});
});

describe('OpenAI in a region', () => {
	const inputOf = (prices: Provider['prices'], model: string) =>
		prices.find((price) => price.model === model)?.input;

	it.each([
		['gpt-6-luna', 0.1, 0.11],
		['gpt-5.4-mini', 0.75, 0.825],
		['gpt-5.2', 1.75, 1.75],
		['gpt-4.1-mini', 0.4, 0.4],
		['o4-mini', 1.1, 1.1],
	])('costs a tenth more for models since March 2026: %s', (model, usd, inRegion) => {
		expect(inputOf(PROVIDERS.openai.prices, model)).toBe(usd);
		expect(inputOf(PROVIDERS.openaiRegion.prices, model)).toBe(inRegion);
	});
});

describe('keyHeaders', () => {
	it('are a bearer token, and Azure’s own header for Azure', () => {
		expect(keyHeaders(PROVIDERS.groq, 'k')).toEqual({ authorization: 'Bearer k' });
		expect(keyHeaders(PROVIDERS.azure, 'k')).toEqual({ 'api-key': 'k' });
	});
});

describe('dashboardUrl', () => {
	it('leads to the first batch of the job, where the provider has such a page', () => {
		const job = jobOf();
		expect(dashboardUrl(PROVIDERS.openai, job)).toBe('https://platform.openai.com/batches/batch_1');
		expect(dashboardUrl(PROVIDERS.groq, job)).toBeUndefined();
	});
});
