import type { Protocol } from '../protocols/protocol';
import type { ModelPrice } from './prices';

/** Whether a server does something, as far as we know. What is unknown is found out, at a call more where it must be. */
export type Known = 'yes' | 'no' | 'unknown';

/** What of a purchase a provider lets us find again: by what a repeated run knows that it was made before. */
export interface Keeps {
	/** Gives a batch back with the metadata that it was made with. */
	readonly metadata: Known;
	/** Lists all batches of the account. */
	readonly jobList: Known;
	/** Lists uploaded files, under the names that they were given. */
	readonly fileList: Known;
	/** Gives back the content of an uploaded file. */
	readonly inputContent: Known;
}

export interface Provider {
	readonly id: string;
	/** Rows of one service share its nodes and its credential; a handle names it. */
	readonly service: string;
	readonly name: string;
	/** Hosts of the base URL; `*.` stands for any subdomain. */
	readonly hosts: readonly string[];
	/** What a user types as Base URL, with capitals where a name of their own goes. */
	readonly exampleUrl: string;
	/** The header that takes the bare key, where it is not a bearer token. */
	readonly keyHeader?: string;
	readonly protocol: Protocol;
	readonly limits: {
		readonly requests: number;
		readonly fileBytes: number;
		readonly lineBytes: number;
	};
	readonly keeps: Keeps;
	readonly windowHours: number;
	readonly prices: readonly ModelPrice[];
	/** What batch costs relative to now; `undefined` where it is not published. */
	readonly discount: {
		readonly factor: number | undefined;
		readonly source: 'published' | 'unknown';
	};
	/** Bounds of `expires_after`; absent where files cannot be given an expiry. */
	readonly expiry: { readonly minSeconds: number; readonly maxSeconds: number } | undefined;
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
