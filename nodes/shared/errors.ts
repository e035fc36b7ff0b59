import {
	NodeApiError,
	NodeOperationError,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';
import { isOffpeakError, type ErrorCode, type OffpeakError } from '../../core';
import { pairWith } from './input/items';

/** What n8n should make of an error: the user's settings are wrong, or the provider is. */
const KINDS = {
	invalid_input: 'operation',
	unsupported: 'operation',
	over_budget: 'operation',
	not_finished: 'operation',
	unauthorized: 'api',
	quota_exhausted: 'api',
	rate_limited: 'api',
	enqueued_limit: 'api',
	unavailable: 'api',
	rejected: 'api',
	gone: 'api',
	malformed_response: 'api',
	unknown_outcome: 'api',
} satisfies Record<ErrorCode, 'operation' | 'api'>;

/** The error as n8n shows it: what happened on top, what to do below, the item linked. */
export function toNodeError(node: INode, error: unknown): NodeOperationError | NodeApiError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	if (!isOffpeakError(error)) {
		return new NodeOperationError(node, error instanceof Error ? error : String(error));
	}
	const { message, code, details } = error;
	const hint = hintOf(error);
	const options: ConstructorParameters<typeof NodeApiError>[2] = { message };
	if (hint !== undefined) options.description = hint;
	if (details.rowIndex !== undefined) options.itemIndex = details.rowIndex;
	if (details.status !== undefined) options.httpCode = String(details.status);
	const nodeError =
		KINDS[code] === 'operation'
			? new NodeOperationError(node, message, options)
			: new NodeApiError(node, { message }, options);
	// n8n puts words of its own in place of a message that holds the name of a system error, even where
	// it is part of another word: ENOTFOUND, but also EEXIST in "preexisting".
	nodeError.message = message;
	return nodeError;
}

/** A new execution looks for a purchase that nobody heard of only where that stands on record. */
function hintOf({ details: { hint, isOnRecord } }: OffpeakError): string | undefined {
	return isOnRecord === false
		? `${hint ?? ''} Use Retry on this execution; before a new one, set Options → Reuse Window to 60 minutes, or it may buy the same again.`.trim()
		: hint;
}

/**
 * What leaves under *On Error → Continue*. Without the item's own `error`: n8n would reduce its JSON to the
 * message. By these two names alone n8n knows it for an error, and puts it on the error output if there is one.
 */
export function toErrorItem(
	{ message, description }: NodeOperationError | NodeApiError,
	items: readonly INodeExecutionData[],
): INodeExecutionData {
	return {
		json: { error: message, details: description ?? '' },
		pairedItem: pairWith(items.keys()),
	};
}
