import type { Protocol } from '../protocols/protocol';
import type { ModelPrice } from './prices';

export interface Provider {
	readonly id: string;
	/** Rows of one service share its nodes and its credential; a handle names it. */
	readonly service: string;
	readonly name: string;
	/** Hosts of the base URL; `*.` stands for any subdomain. */
	readonly hosts: readonly string[];
	/** What a user types as Base URL, with capitals where a name of their own goes. */
	readonly exampleUrl: string;
	readonly protocol: Protocol;
	readonly limits: {
		readonly requests: number;
		readonly fileBytes: number;
		readonly lineBytes: number;
	};
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
