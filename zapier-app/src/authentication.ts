import type { Authentication, Bundle, ZObject } from 'zapier-platform-core';
import { inPlaceOf, listModels, type HttpResponse } from '../../core';
import { withConnection } from './transport';

export const authentication = {
	type: 'custom',
	fields: [
		{
			key: 'provider',
			label: 'Provider',
			type: 'string',
			required: true,
			choices: [
				{ value: 'openai', sample: 'openai', label: 'OpenAI' },
				{ value: 'azure', sample: 'azure', label: 'Azure OpenAI' },
				{
					value: 'other',
					sample: 'other',
					label: 'Another Server That Speaks the OpenAI Batch API',
				},
			],
			default: 'openai',
			isNoSecret: true,
		},
		{
			key: 'api_key',
			label: 'API Key',
			type: 'password',
			required: true,
			helpText:
				'The key of your provider, e.g. from [OpenAI’s API keys](https://platform.openai.com/api-keys). For a server without a key, any word will do.',
		},
		{
			key: 'base_url',
			label: 'Endpoint or Base URL',
			type: 'string',
			required: false,
			isNoSecret: true,
			helpText:
				'Leave it empty for OpenAI. For Azure OpenAI, the endpoint of your resource, e.g. `https://YOUR-RESOURCE.openai.azure.com`. For another server, the address of its [OpenAI Batch API](https://platform.openai.com/docs/guides/batch), which usually ends in `/v1`, e.g. `https://api.groq.com/openai/v1` or, for OpenAI in a region, `https://eu.api.openai.com/v1`.',
		},
		{
			key: 'own_network',
			label: 'My Own Network',
			type: 'boolean',
			required: false,
			isNoSecret: true,
			helpText:
				'For another server only: allows `http://` to an address in a network of your own. Zapier must be able to reach it, which from its cloud it usually cannot.',
		},
	],
	test: testConnection,
	connectionLabel: '{{label}}',
} satisfies Authentication;

/** As on n8n: the models are listed, and the three usual mistakes are named. */
async function testConnection(
	z: ZObject,
	bundle: Bundle,
): Promise<{ readonly label: string; readonly models: number }> {
	return await withConnection(z, bundle, async (connection) => {
		const seen: HttpResponse[] = [];
		const models = await listModels({
			...connection,
			transport: inPlaceOf(connection.transport, async (request) => {
				const response = await connection.transport(request);
				seen.push(response);
				return response;
			}),
		}).catch((error: unknown) => {
			const status = seen[0]?.status;
			const fault = FAULTS.get(status ?? 0);
			throw fault === undefined ? error : new z.errors.Error(fault, 'authentication', status);
		});
		const { provider, baseUrl } = connection;
		const project = seen[0]?.headers['openai-project'] ?? seen[0]?.headers['openai-organization'];
		return {
			label: [provider.name, project ?? new URL(baseUrl).host].join(', '),
			models: models.length,
		};
	});
}

const FAULTS: ReadonlyMap<number, string> = new Map([
	[
		401,
		'The API key was not accepted: it may be mistyped, expired or revoked. A key of an OpenAI project in a region works at its address alone: choose Another Server, e.g. https://eu.api.openai.com/v1.',
	],
	[403, 'The API key is known but may not list models: check its permissions.'],
	[404, 'There is no such API at this address: it usually ends in /v1.'],
]);
