import {
	NodeApiError,
	NodeOperationError,
	type INode,
	type JsonObject as N8nJsonObject,
} from 'n8n-workflow';
import { isOffpeakError, type ErrorCode } from '../../core';

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
	const { rowIndex, status, hint } = error.details;
	const options = {
		message: error.message,
		...(hint === undefined ? {} : { description: hint }),
		...(rowIndex === undefined ? {} : { itemIndex: rowIndex }),
	};
	if (KINDS[error.code] === 'operation') {
		return new NodeOperationError(node, error.message, options);
	}
	const response: N8nJsonObject = { message: error.message };
	return new NodeApiError(node, response, {
		...options,
		...(status === undefined ? {} : { httpCode: String(status) }),
	});
}
