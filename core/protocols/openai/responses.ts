import { isJsonObject, readObject, readString } from '../../formats/json';
import { encodeId } from '../../formats/ids';
import type { Result } from '../../types';
import { jsonBody } from '../bodies';
import type { Background, Protocol } from '../protocol';
import { bodyOf, type Endpoint } from './request';
import { readOpenAiResult } from './result';

/** One answer, now. */
export function answersFrom(endpoint: Endpoint): Pick<Protocol, 'answer' | 'readAnswer'> {
	return {
		answer: (request, tier) => ({
			method: 'POST',
			// The base URL ends in /v1 already, which an endpoint's name begins with.
			path: endpoint.replace(/^\/v1/, ''),
			...jsonBody({
				...bodyOf(request),
				...(tier === 'flex' ? { service_tier: 'flex' } : {}),
			}),
		}),
		readAnswer,
	};
}

/** As a line of an output file would have it. */
function readAnswer(requestId: string, body: unknown): Result {
	const line = { custom_id: requestId, error: null, response: { status_code: 200, body } };
	return (
		readOpenAiResult(line) ?? {
			requestId,
			outcome: 'failed',
			reason: 'The provider’s answer cannot be read.',
			retryable: true,
		}
	);
}

/** OpenAI's Responses in the background. */
export const background: Background = {
	// `store: true`: without it a response is kept for ten minutes only, and a look may come later.
	ask: (request) => ({
		method: 'POST',
		path: '/responses',
		...jsonBody({ ...bodyOf(request), background: true, store: true }),
	}),
	retrieve: (responseId) => ({
		method: 'GET',
		path: `/responses/${encodeId(responseId)}`,
	}),
	remove: (responseId) => ({
		method: 'DELETE',
		path: `/responses/${encodeId(responseId)}`,
	}),
	read(reply) {
		const id = readString(readObject(reply)?.['id']);
		const status = readString(readObject(reply)?.['status']);
		if (id === undefined || !isJsonObject(reply)) return undefined;
		return { id, isRunning: status === 'queued' || status === 'in_progress', reply };
	},
};
