import type {
	IAuthenticateRuleResponseCode,
	IAuthenticateRuleResponseSuccessBody,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { keyHeaders } from '../core';
import { OPENAI } from '../nodes/shared/service';

const BY_STATUS: IAuthenticateRuleResponseCode[] = [
	{
		type: 'responseCode',
		properties: {
			value: 401,
			message:
				'The API key was not accepted: it may be mistyped, expired or revoked. A key of an OpenAI project in a region works at its address alone: choose Another Server, e.g. https://eu.api.openai.com/v1.',
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
			message: 'There is no such API at this address: it usually ends in /v1.',
		},
	},
];

/** A page answers 200, too (OpenBMB/PilotDeck#77, read 2026-11-29): n8n compares with `===`, and a page has no field. */
const BY_BODY: IAuthenticateRuleResponseSuccessBody = {
	type: 'responseSuccessBody',
	properties: {
		key: 'data',
		value: undefined,
		message:
			'The server answered, but not with a list of models: check the address. It usually ends in /v1, and a log-in page may stand in between.',
	},
};

/** n8n's type wants rules of one kind, its tester reads both (n8n 2.41.1, credentials-tester.service.js). */
const RULES = Object.assign([...BY_STATUS], { [BY_STATUS.length]: BY_BODY });

export class OffpeakApi implements ICredentialType {
	name = OPENAI.credential;

	displayName = 'Offpeak OpenAI Batch API';

	icon: Icon = { light: 'file:../icons/offpeak.svg', dark: 'file:../icons/offpeak.dark.svg' };

	documentationUrl = 'https://github.com/offpeak-nodes/offpeak#credential';

	properties: INodeProperties[] = [
		{
			displayName: 'Provider',
			name: 'provider',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'OpenAI', value: 'openai' },
				{ name: 'Azure OpenAI', value: 'azure' },
				{
					name: 'Another Server That Speaks the OpenAI Batch API',
					value: 'other',
					description:
						'Groq, DeepInfra, Doubleword, OpenAI in a region such as eu.api.openai.com, a server of your own',
				},
			],
			default: 'openai',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'The key of your provider, e.g. from platform.openai.com → API keys. For a server without a key, any word will do.',
		},
		{
			displayName: 'Endpoint',
			name: 'azureEndpoint',
			type: 'string',
			default: '',
			placeholder: 'https://YOUR-RESOURCE.openai.azure.com',
			required: true,
			displayOptions: { show: { provider: ['azure'] } },
			description:
				'The Endpoint of your resource, as the Azure portal shows it under Keys and Endpoint. What belongs behind it is added.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			placeholder: 'https://api.groq.com/openai/v1',
			required: true,
			displayOptions: { show: { provider: ['other'] } },
			description:
				'The address of a server that speaks the OpenAI Batch API; it usually ends in /v1. Prices and limits of known providers follow from it.',
		},
		{
			displayName: 'My Own Network',
			name: 'ownNetwork',
			type: 'boolean',
			default: false,
			displayOptions: { show: { provider: ['other'] } },
			description:
				'Whether the server is on this machine or in a network of your own, and may be called without encryption (http://)',
		},
	];

	/** Puts the key in as the provider wants it; throws before it goes where the nodes would not send it. */
	async authenticate(
		credential: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const chosen = OPENAI.choose(credential);
		if ('fault' in chosen) throw new Error(chosen.fault);
		const key = String(credential['apiKey'] ?? '').trim();
		const headers = { ...options.headers, ...keyHeaders(chosen.provider, key) };
		// A call of the test has what was typed as address; one of the nodes has it checked and mended.
		return {
			...options,
			...(options.baseURL === undefined ? {} : { baseURL: chosen.baseUrl }),
			headers,
		};
	}

	test: ICredentialTestRequest = {
		request: {
			baseURL:
				'={{ { openai: "https://api.openai.com/v1", azure: $credentials.azureEndpoint, other: $credentials.baseUrl }[$credentials.provider] }}',
			url: '/models',
			method: 'GET',
			disableFollowRedirect: true,
		},
		rules: RULES,
	};
}
