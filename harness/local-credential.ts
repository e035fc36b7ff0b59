/** The n8n credential *Offpeak OpenAI Batch API* as somebody fills it in for a server on their own machine. */
export function localCredential(
	baseUrl: string,
	apiKey: string,
): {
	readonly provider: 'other';
	readonly apiKey: string;
	readonly baseUrl: string;
	readonly ownNetwork: true;
} {
	return { provider: 'other', apiKey, baseUrl, ownNetwork: true };
}
