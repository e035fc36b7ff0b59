import type {
	IAuthenticateGeneric,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

export class OffpeakApi implements ICredentialType {
	name = 'offpeakApi';

	displayName = 'Offpeak API';

	icon: Icon = { light: 'file:../icons/offpeak.svg', dark: 'file:../icons/offpeak.dark.svg' };

	documentationUrl = 'https://github.com/offpeak-nodes/offpeak#credential';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'The key of your provider, e.g. from platform.openai.com → API keys. For a local server without a key, any word will do.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.openai.com/v1',
			placeholder: 'https://api.openai.com/v1',
			required: true,
			description:
				'The address of the OpenAI Batch API, or of a server that speaks it; it usually ends in /v1. The provider is recognised by it. Must be https, unless it is on this machine.',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{$credentials.apiKey}}' } },
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl.trim().replace(/\\/+$/, "")}}',
			url: '/models',
			method: 'GET',
			disableFollowRedirect: true,
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message: 'The API key was not accepted: it may be mistyped, expired or revoked.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message: 'The API key is known but may not list models: check its permissions.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message: 'There is no such API at this Base URL: it usually ends in /v1.',
				},
			},
		],
	};
}
