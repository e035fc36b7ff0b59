import type { Provider } from './provider';
import { PROVIDERS } from './index';

/** The row for a base URL, by its host. Never fails: what is not listed is `other`. */
export function inferProvider(baseUrl: string): Provider {
	const host = hostOf(baseUrl);
	const rows = Object.values(PROVIDERS);
	return (
		rows.find(({ hosts }) => hosts.some((pattern) => matches(pattern, host))) ?? PROVIDERS.other
	);
}

export function hostOf(baseUrl: string): string {
	return URL.canParse(baseUrl) ? new URL(baseUrl).hostname.toLowerCase() : '';
}

export function matches(pattern: string, host: string): boolean {
	return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;
}

/** A key that was pasted into the wrong field must not be repeated on a screen. */
function mayBeKey(text: string): boolean {
	return /[\w-]{16,}/.test(text);
}

/** As handles have it. */
const LONGEST = 2_048;

/** The address without what a copy and paste leaves at its end; why it is not acceptable, where it is not. */
export function checkBaseUrl(
	text: string,
): { readonly baseUrl: string } | { readonly fault: string } {
	const baseUrl = text.trim().replace(/(?<!\/)\/+$/, '');
	if (baseUrl.length > LONGEST) {
		return {
			fault: `The Base URL is ${baseUrl.length} characters long: it should look like https://api.openai.com/v1.`,
		};
	}
	if (!URL.canParse(baseUrl)) {
		return {
			fault: `The Base URL ${mayBeKey(baseUrl) ? '' : `"${baseUrl}" `}is not an address. It should look like https://api.openai.com/v1.`,
		};
	}
	const { protocol, username, password } = new URL(baseUrl);
	if (username !== '' || password !== '' || /[?#]/.test(baseUrl)) {
		return {
			fault: 'The Base URL must not hold a user name, a key or anything behind a question mark.',
		};
	}
	const isLocal = inferProvider(baseUrl).id === 'local';
	if (protocol !== 'https:' && !(protocol === 'http:' && isLocal)) {
		return {
			fault: 'The Base URL must start with https://: only a server on this machine may do without.',
		};
	}
	return { baseUrl };
}
