/** Closed: a new code does not compile until both hosts say what they make of it. */
export type ErrorCode =
	| 'invalid_input'
	| 'unsupported'
	| 'unauthorized'
	| 'quota_exhausted'
	| 'rate_limited'
	| 'enqueued_limit'
	| 'unavailable'
	| 'rejected'
	| 'gone'
	| 'not_finished'
	| 'malformed_response'
	| 'unknown_outcome'
	| 'over_budget';

export interface ErrorDetails {
	/** The offending input row, counted from 0. */
	readonly rowIndex?: number;
	/** HTTP status, where one was received. */
	readonly status?: number;
	readonly retryAfterMs?: number;
	/** Why no answer came, as the system says it, e.g. ENOTFOUND. */
	readonly cause?: string;
	/** The provider's own error code. */
	readonly providerCode?: string;
	readonly jobId?: string;
	readonly inputFileId?: string;
	/** Whether the provider's files say that nobody heard of this purchase: then a new run looks for it, too. */
	readonly isOnRecord?: boolean;
	/** Nothing at the provider would show that this was bought: whoever runs it again by itself buys it again. */
	readonly mayBuyTwice?: boolean;
	/** Ids of the batches that were bought before the error. */
	readonly bought?: readonly string[];
	/** What to do, in the user's words. */
	readonly hint?: string;
}

/** Waiting helps against these; against the rest only a change does. */
const RETRYABLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
	'rate_limited',
	'enqueued_limit',
	'unavailable',
	'not_finished',
	'unknown_outcome',
]);

/**
 * The one error of the core. `message` says what happened and to which row or batch, `details.hint`
 * what to do; neither ever holds a key, a full response body or a row's text.
 */
export class OffpeakError extends Error {
	readonly retryable: boolean;

	constructor(
		readonly code: ErrorCode,
		message: string,
		readonly details: ErrorDetails = {},
	) {
		super(message);
		this.name = 'OffpeakError';
		this.retryable = RETRYABLE.has(code) && details.mayBuyTwice !== true;
	}
}

/**
 * What no code of ours foresaw, in words. What it says itself is left out: engines quote what they could not read, and
 * that may be a row's text.
 */
export function unforeseen(error: unknown): OffpeakError {
	const name = error instanceof Error && /^[A-Z]\w{2,40}$/.test(error.name) ? error.name : 'Error';
	return new OffpeakError(
		'malformed_response',
		`Something could not be read that Offpeak did not foresee (${name}).`,
		{
			hint: 'Run this again. If it stays, please report it, with the name in brackets and the provider’s.',
		},
	);
}

/** Compares by shape, not by class: two bundles may hold two copies of the class. */
export function isOffpeakError(error: unknown): error is OffpeakError {
	return error instanceof Error && error.name === 'OffpeakError' && 'code' in error;
}
