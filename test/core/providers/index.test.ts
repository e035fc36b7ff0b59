import { checkBaseUrl, dashboardUrl, inferProvider, PROVIDERS } from '../../../core';
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
		['http://localhost:8787/v1', 'local'],
		['http://127.0.0.1:8787/v1', 'local'],
		['http://[::1]:8787/v1', 'local'],
		['http://host.docker.internal:8787/v1', 'local'],
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

	it('knows every row of the table by the address that a user is shown', () => {
		for (const provider of Object.values(PROVIDERS)) {
			expect(inferProvider(provider.exampleUrl)).toBe(provider);
			expect(checkBaseUrl(provider.exampleUrl)).toEqual({ baseUrl: provider.exampleUrl });
		}
	});
});

describe('checkBaseUrl', () => {
	it.each([
		['https://api.openai.com/v1', 'https://api.openai.com/v1'],
		[' https://api.openai.com/v1// \n', 'https://api.openai.com/v1'],
		['http://localhost:8787/v1/', 'http://localhost:8787/v1'],
		['http://[::1]:8787/v1', 'http://[::1]:8787/v1'],
		['https://llm.example.com', 'https://llm.example.com'],
	])('takes %j as %s', (text, baseUrl) => {
		expect(checkBaseUrl(text)).toEqual({ baseUrl });
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

describe('dashboardUrl', () => {
	it('leads to the first batch of the job, where the provider has such a page', () => {
		const job = jobOf();
		expect(dashboardUrl(PROVIDERS.openai, job)).toBe('https://platform.openai.com/batches/batch_1');
		expect(dashboardUrl(PROVIDERS.groq, job)).toBeUndefined();
	});
});
