import { PROVIDER_CHOICES, chooseProvider, type Chosen } from '../../core';

/** Whom the nodes of one package speak to: its credential, and to whom a filled one leads. */
export interface Service {
	/** The name of its credential type; a credential puts the key into each call. */
	readonly credential: string;
	readonly choose: (credential: Readonly<Record<string, unknown>>) => Chosen;
}

export const OPENAI: Service = { credential: 'offpeakApi', choose: chooseByProvider };

/** The fields of the credential *Offpeak OpenAI Batch API*; what is hidden on its screen counts for nothing. */
function chooseByProvider(credential: Readonly<Record<string, unknown>>): Chosen {
	const textOf = (name: string): string => String(credential[name] ?? '');
	const choice = PROVIDER_CHOICES.find((name) => name === textOf('provider'));
	switch (choice) {
		case 'openai':
			return chooseProvider({ choice, address: '', field: 'Base URL', ownNetwork: false });
		case 'azure':
			return chooseProvider({
				choice,
				address: textOf('azureEndpoint'),
				field: 'Endpoint',
				ownNetwork: false,
			});
		case 'other':
			return chooseProvider({
				choice,
				address: textOf('baseUrl'),
				field: 'Base URL',
				ownNetwork: credential['ownNetwork'] === true,
			});
		case undefined:
			return {
				fault: 'The credential does not say which provider it is for: choose one in Provider.',
			};
	}
}
