export type ProviderId =
	| 'openai'
	| 'azure'
	| 'groq'
	| 'deepinfra'
	| 'doubleword'
	| 'local'
	| 'other';

export type Endpoint = '/v1/responses' | '/v1/chat/completions';

export interface Provider {
	readonly id: ProviderId;
	readonly name: string;
	/** Hosts of the base URL; `*.` stands for any subdomain. */
	readonly hosts: readonly string[];
	/** What a user types as Base URL, with capitals where a name of their own goes. */
	readonly exampleUrl: string;
	readonly protocol: 'openai-batch';
	/** What each request asks for, unless the user's base URL needs the other one. */
	readonly endpoint: Endpoint;
	readonly limits: {
		readonly requests: number;
		readonly fileBytes: number;
		readonly lineBytes: number;
	};
	readonly windowHours: number;
	/** What batch costs relative to now; `undefined` where it is not published. */
	readonly discount: {
		readonly factor: number | undefined;
		readonly source: 'published' | 'unknown';
	};
	/** Bounds of `expires_after`; absent where files cannot be given an expiry. */
	readonly expiry: { readonly minSeconds: number; readonly maxSeconds: number } | undefined;
	/** Whether an answer can be asked for in the background and fetched later by its id. */
	readonly answersInBackground: boolean;
	/** Whether the endpoint stores each response unless told not to. */
	readonly storesResponses: boolean;
	/** Whether the list of models is the list of what `model` may be. */
	readonly listsModels: boolean;
	/** A page for the user; `{batch}` is the batch id. */
	readonly dashboardUrl?: string;
	readonly caveats: readonly string[];
	readonly notes: readonly string[];
	readonly source: string;
	/** The day on which this row was held against its source. */
	readonly checked: string;
}
