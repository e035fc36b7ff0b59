import type { JsonObject } from '../../../core';

/** Every n-th line, or the lines named, or those whose custom_id matches. */
export type LineChoice =
	| { readonly every: number }
	| { readonly ids: readonly string[] }
	| { readonly customIdPattern: string };

/** What happens to a call. A drop is a cut connection: as a function the call rejects, on a socket it closes. */
export type CallEffect =
	| { readonly kind: 'drop-before' }
	| { readonly kind: 'drop-after' }
	| {
			readonly kind: 'status';
			readonly status: number;
			readonly headers?: Readonly<Record<string, string>>;
			readonly code?: string | undefined;
			readonly message?: string | undefined;
			readonly body?: JsonObject | undefined;
	  }
	| { readonly kind: 'html'; readonly status?: number | undefined }
	/** The true reply with other fields. */
	| { readonly kind: 'changed'; readonly fields: JsonObject }
	| { readonly kind: 'slow'; readonly delayMs: number }
	/** Sends the first bytes of the true reply, then drops, or with `ending: 'end'` ends as if that were all. */
	| { readonly kind: 'torn'; readonly bytes: number; readonly ending?: 'drop' | 'end' };

export interface BatchFault {
	readonly expireAfter?: number;
	readonly failLines?: LineChoice & {
		readonly status: number;
		readonly body?: JsonObject | undefined;
	};
	readonly refuse?: LineChoice;
	readonly truncate?: LineChoice;
	readonly contentFilter?: LineChoice;
	/** Answers that get lost before they are written, and count as failed. */
	readonly dropLines?: LineChoice;
	readonly duplicateLines?: LineChoice;
	/** How many answers to nobody's question the output file carries. */
	readonly unknownLines?: number;
	readonly tornLastLine?: boolean;
	readonly garbageLine?: boolean;
	readonly failBatch?: { readonly code: string; readonly message: string };
	/** The batch gets to this status and no further, until it is cancelled or the server restarts. */
	readonly stuckAt?: string;
	/** What the wire says as long as the batch is not terminal. */
	readonly rawStatus?: string;
	readonly emptyErrorFile?: boolean;
	readonly countsOff?: boolean;
}

interface Repeated {
	/** How often the rule acts; 1 unless told, `'always'` (for JSON) or Infinity for ever. */
	readonly times?: number | 'always' | undefined;
	/** How many matching calls pass before it acts. */
	readonly skip?: number | undefined;
}

export interface CallRule extends Repeated {
	/** `path` is a prefix, or a regular expression when it starts with `^`. */
	readonly call: { readonly method?: string | undefined; readonly path?: string | undefined };
	readonly effect: CallEffect;
}

export interface BatchRule extends Repeated {
	/** Acts on the next batch created. */
	readonly batch: BatchFault;
}

export type FaultRule = CallRule | BatchRule;
