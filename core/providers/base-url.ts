import type { Provider } from './provider';
import { PROVIDERS } from './index';
import { isOwnNetwork } from './own-network';

/** The row for a base URL, by its host. Never fails: what is not listed is `other`. */
export function inferProvider(baseUrl: string): Provider {
	const host = hostOf(baseUrl);
	const rows = Object.values(PROVIDERS);
	return (
		rows.find(({ hosts }) => hosts.some((pattern) => matches(pattern, host))) ?? PROVIDERS.other
	);
}

/** Whether the address is one that another network cannot have: on this machine, or beside it. */
export function isOwnAddress(baseUrl: string): boolean {
	return isOwnNetwork(hostOf(baseUrl));
}

export function hostOf(baseUrl: string): string {
	return URL.canParse(baseUrl) ? new URL(baseUrl).hostname.toLowerCase() : '';
}

export function matches(pattern: string, host: string): boolean {
	return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;
}

/** With the path at which this provider's API lies, where only its host was typed. */
export function withPath({ hosts, exampleUrl }: Provider, baseUrl: string): string {
	const isBare = hosts.length > 0 && new URL(baseUrl).pathname === '/';
	return isBare ? withoutSlashes(baseUrl) + new URL(exampleUrl).pathname : baseUrl;
}

/** A key that was pasted into the wrong field must not be repeated on a screen. */
function mayBeKey(text: string): boolean {
	return /[\w-]{16,}/.test(text);
}

/** As handles have it. */
const LONGEST = 2_048;

/** What people paste with the address of an API: one call of it (harry0703/MoneyPrinterTurbo#57, read 2026-11-29). */
const CALLS =
	/\/(?:chat\/completions|completions|embeddings|moderations|responses|batches|files|models)$/i;

export interface AddressRules {
	/** How the field is called on the user's screen; *Base URL* unless told. */
	readonly field?: string;
	/** What the address should look like, for who typed something else. */
	readonly example?: string;
	/** Whether http is allowed, to addresses of one's own network. */
	readonly ownNetwork?: boolean;
}

/** The address without what a copy and paste leaves at its end; why it is not acceptable, where it is not. */
export function checkBaseUrl(
	text: string,
	{
		field = 'Base URL',
		example = PROVIDERS.openai.exampleUrl,
		ownNetwork = false,
	}: AddressRules = {},
): { readonly baseUrl: string } | { readonly fault: string } {
	const typed = withoutSlashes(text.trim());
	const baseUrl = withoutSlashes(typed.replace(CALLS, ''));
	if (baseUrl.length > LONGEST) {
		return {
			fault: `The ${field} is ${baseUrl.length} characters long: it should look like ${example}.`,
		};
	}
	if (/\s/.test(baseUrl)) {
		return {
			fault: `The ${field} has a blank in it: put in one address. It should look like ${example}.`,
		};
	}
	if (!URL.canParse(baseUrl)) {
		return {
			fault: `The ${field} ${mayBeKey(baseUrl) ? '' : `"${baseUrl}" `}is not an address. It should look like ${example}.`,
		};
	}
	const { protocol, username, password } = new URL(baseUrl);
	if (username !== '' || password !== '' || /[?#]/.test(baseUrl)) {
		return {
			fault: `The ${field} must not hold a user name, a key or anything behind a question mark.`,
		};
	}
	if (protocol === 'https:') return { baseUrl: asServed(baseUrl) };
	if (protocol === 'http:' && isOwnAddress(baseUrl)) {
		if (ownNetwork) return { baseUrl: asServed(baseUrl) };
		return {
			fault: `The ${field} must start with https://. For a server on this machine or in a network of your own, switch on My Own Network: http:// is allowed there.`,
		};
	}
	return {
		fault: `The ${field} must start with https://: only a server in a network of your own may do without.`,
	};
}

/** A version is never in capitals, nor there twice. The host stays as typed: jobs are known by their address. */
function asServed(baseUrl: string): string {
	return baseUrl
		.replace(/^https?:/i, (scheme) => scheme.toLowerCase())
		.replace(/(?<!\/v1)(?:\/v1)+$/i, '/v1');
}

function withoutSlashes(text: string): string {
	return text.replace(/(?<!\/)\/+$/, '');
}
