import type { Authentication, Bundle, ZObject } from 'zapier-platform-core';
import { listModels, type HttpResponse } from '../../core';
import { withConnection } from './transport';

export const authentication = {
	type: 'custom',
	fields: [
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
			label: 'Base URL',
			type: 'string',
			required: true,
			default: 'https://api.openai.com/v1',
			isNoSecret: true,
			helpText:
				'The address of the [OpenAI Batch API](https://platform.openai.com/docs/guides/batch), or of a server that speaks it; it usually ends in `/v1`. The provider is recognized by it. Must be https.',
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
			transport: async (request) => {
				const response = await connection.transport(request);
				seen.push(response);
				return response;
			},
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
	[401, 'The API key was not accepted: it may be mistyped, expired or revoked.'],
	[403, 'The API key is known but may not list models: check its permissions.'],
	[404, 'There is no such API at this Base URL: it usually ends in /v1.'],
]);
