import { inferProvider, type Provider } from '../../core';

/** Whom the nodes of one package speak to: its credential, and which row of the table an address belongs to. */
export interface Service {
	/** The name of its credential type; a credential has a Base URL, and puts the key into each call. */
	readonly credential: string;
	readonly providerOf: (baseUrl: string) => Provider;
}

export const OPENAI: Service = { credential: 'offpeakApi', providerOf: inferProvider };
