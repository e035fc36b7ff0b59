import { checkBaseUrl, hostOf, inferProvider, matches, withPath } from './base-url';
import { PROVIDERS } from './index';
import type { Provider } from './provider';

/** As users see them: their provider, or the kind of server that they have. */
export const PROVIDER_CHOICES = ['openai', 'azure', 'other'] as const;
export type ProviderChoice = (typeof PROVIDER_CHOICES)[number];

export interface ProviderSetting {
	readonly choice: ProviderChoice;
	/** What was typed as address; empty where the choice has one of its own. */
	readonly address: string;
	/** How that field is called on the user's screen. */
	readonly field: string;
	readonly ownNetwork: boolean;
}

export type Chosen =
	| { readonly provider: Provider; readonly baseUrl: string }
	| { readonly fault: string };

/** Whom a credential is for: the row of the table and the address to call, or what is wrong, in words. Calls nobody. */
export function chooseProvider(setting: ProviderSetting): Chosen {
	const site = siteOf(setting);
	if (site !== undefined) return { fault: site };
	switch (setting.choice) {
		case 'openai':
			return chooseOpenAi(setting);
		case 'azure':
			return chooseAzure(setting);
		case 'other':
			return chooseOther(setting);
	}
}

/** The headers that carry the key, as the provider wants it. */
export function keyHeaders(
	{ keyHeader }: Pick<Provider, 'keyHeader'>,
	key: string,
): Readonly<Record<string, string>> {
	return keyHeader === undefined ? { authorization: `Bearer ${key}` } : { [keyHeader]: key };
}

function chooseOpenAi({ address, field }: ProviderSetting): Chosen {
	const { openai } = PROVIDERS;
	if (address.trim() === '') return { provider: openai, baseUrl: openai.exampleUrl };
	const checked = checkBaseUrl(address, { field });
	if ('fault' in checked) return checked;
	const provider = inferProvider(checked.baseUrl);
	if (provider.id === openai.id) {
		return { provider, baseUrl: withPath(provider, checked.baseUrl) };
	}
	return {
		fault: `Provider is OpenAI, but the ${field} is another’s: choose the Provider that it belongs to, or leave the ${field} empty.`,
	};
}

function chooseAzure({ address, field }: ProviderSetting): Chosen {
	const { azure } = PROVIDERS;
	const example = azure.exampleUrl;
	if (address.trim() === '') {
		return { fault: `The ${field} is empty. It should look like ${example}.` };
	}
	const checked = checkBaseUrl(mendAzure(address), { field, example });
	if ('fault' in checked) return checked;
	const provider = inferProvider(checked.baseUrl);
	// A gateway or a domain of one's own in front of Azure is Azure, too.
	if (provider.id === azure.id || provider.id === PROVIDERS.other.id) {
		return { provider: azure, baseUrl: checked.baseUrl };
	}
	return {
		fault: `Provider is Azure OpenAI, but the ${field} belongs to ${provider.name}: choose that in Provider, or put in the endpoint of your resource. It should look like ${example}.`,
	};
}

function chooseOther({ address, field, ownNetwork }: ProviderSetting): Chosen {
	if (address.trim() === '') {
		return { fault: `The ${field} is empty. It should look like ${PROVIDERS.other.exampleUrl}.` };
	}
	const isAzure = inferProvider(address.trim()).id === PROVIDERS.azure.id;
	const checked = checkBaseUrl(isAzure ? mendAzure(address) : address, { field, ownNetwork });
	if ('fault' in checked) return checked;
	const provider = inferProvider(checked.baseUrl);
	return { provider, baseUrl: withPath(provider, checked.baseUrl) };
}

/** Where people look a key or an endpoint up, and copy what the browser shows: no API answers there. */
const SITES: readonly (readonly [hosts: readonly string[], row: 'openai' | 'azure' | 'groq'])[] = [
	[['platform.openai.com', 'chat.openai.com', 'chatgpt.com'], 'openai'],
	[['ai.azure.com', 'oai.azure.com', 'portal.azure.com', '*.portal.azure.com'], 'azure'],
	[['ai.azure.us', 'portal.azure.us', 'portal.azure.cn'], 'azure'],
	[['console.groq.com'], 'groq'],
];

function siteOf({ address, field }: ProviderSetting): string | undefined {
	const host = hostOf(address.trim());
	const [, row] = SITES.find(([hosts]) => hosts.some((pattern) => matches(pattern, host))) ?? [];
	if (row === undefined) return undefined;
	const { name, exampleUrl } = PROVIDERS[row];
	return `The ${field} is a page of ${name}’s portal, not the endpoint of its API. It should look like ${exampleUrl}.`;
}

const V1 = '/openai/v1';

/**
 * The portal shows the resource alone, and its samples whole calls of a deployment with their `api-version`; the
 * API of today is one address for all (BerriAI/litellm#8572, sourcegit-scm/sourcegit#1618, read 2026-11-29).
 */
function mendAzure(text: string): string {
	const typed = text.trim();
	if (!URL.canParse(typed) || /\s/.test(typed)) return typed;
	const url = new URL(typed);
	const asked = [...url.searchParams.keys()];
	if (url.hash !== '' || asked.some((name) => name !== 'api-version')) return typed;
	if (url.username !== '' || url.password !== '') return typed;
	const host = hostOf(typed);
	const isResource = PROVIDERS.azure.hosts.some((pattern) => matches(pattern, host));
	return url.origin + (isResource ? V1 : mendGateway(url.pathname));
}

/** In front of Azure a gateway may have a path of its own; a resource has none. */
function mendGateway(path: string): string {
	const parts = path.split('/').filter((part) => part !== '');
	const at = parts.indexOf('openai');
	if (at === -1 && parts.at(-1) === 'v1') return `/${parts.join('/')}`;
	const before = at === -1 ? parts : parts.slice(0, at);
	return before.map((part) => `/${part}`).join('') + V1;
}
