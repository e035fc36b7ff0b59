import { readList, readNumber, readObject, readString } from '../../formats/json';
import type { Result, Usage } from '../../types';

/**
 * One line of an output or error file. HTTP 200 is not success: a refusal, a cut answer and a content
 * filter come as 200 lines; a rejected request has `error: null` and a 4xx body (openai-openapi#302).
 */
export function readOpenAiResult(value: unknown): Result | undefined {
	const line = readObject(value);
	const requestId = readString(line?.['custom_id']);
	if (line === undefined || requestId === undefined) return undefined;

	const error = readObject(line['error']);
	const response = readObject(line['response']);
	if (error !== undefined) return readLineError(requestId, error);
	if (response === undefined) {
		return {
			requestId,
			outcome: 'failed',
			reason: 'The provider sent no answer.',
			retryable: true,
		};
	}
	const status = readNumber(response['status_code']) ?? 200;
	const body = readObject(response['body']);
	if (status < 200 || status > 299) return readRejection(requestId, status, body);
	if (body === undefined) {
		return {
			requestId,
			outcome: 'failed',
			reason: 'The provider’s answer is empty.',
			retryable: true,
		};
	}
	return readList(body['choices']) === undefined
		? readResponse(requestId, body)
		: readChat(requestId, body);
}

type Wire = Readonly<Record<string, unknown>>;

function readLineError(requestId: string, error: Wire): Result {
	const code = readString(error['code']) ?? '';
	const message = (readString(error['message']) ?? '') || code || 'The provider gave no reason.';
	if (code === 'batch_expired') {
		return {
			requestId,
			outcome: 'expired',
			reason: 'The 24 hours passed before this row’s turn came.',
			retryable: true,
		};
	}
	if (code === 'batch_cancelled') {
		return {
			requestId,
			outcome: 'cancelled',
			reason: 'The job was cancelled before this row’s turn came.',
			retryable: true,
		};
	}
	return { requestId, outcome: 'failed', reason: message, retryable: isRetryableCode(code) };
}

function readRejection(requestId: string, status: number, body: Wire | undefined): Result {
	const error = readObject(body?.['error']);
	const message = readString(error?.['message']) ?? 'no reason given';
	return {
		requestId,
		outcome: 'failed',
		reason: `The provider refused this row (${status}): ${message}`,
		retryable: status === 408 || status === 429 || status >= 500,
	};
}

const RETRYABLE_CODES: ReadonlySet<string> = new Set([
	'server_error',
	'rate_limit_exceeded',
	'internal_error',
	'timeout',
	'vector_store_timeout',
]);

function isRetryableCode(code: string): boolean {
	return RETRYABLE_CODES.has(code);
}

/** A `/v1/responses` body. `output_text` is an SDK helper and never on the wire; reasoning items come first. */
function readResponse(requestId: string, body: Wire): Result {
	const usage = readUsage(body);
	const parts = (readList(body['output']) ?? []).flatMap((item) =>
		(readList(readObject(item)?.['content']) ?? []).map(readObject),
	);
	const refusal = parts
		.map((part) => readString(part?.['refusal']))
		.find((text) => text !== undefined);
	if (refusal !== undefined) return refused(requestId, refusal, usage);

	switch (readString(body['status'])) {
		case 'failed': {
			const error = readObject(body['error']);
			const reason = readString(error?.['message']) ?? 'no reason given';
			return {
				requestId,
				outcome: 'failed',
				reason: `The model failed: ${reason}`,
				retryable: isRetryableCode(readString(error?.['code']) ?? ''),
				...usage,
			};
		}
		case 'cancelled':
			return {
				requestId,
				outcome: 'cancelled',
				reason: 'The answer was cancelled.',
				retryable: true,
				...usage,
			};
		case 'incomplete': {
			const reason = readString(readObject(body['incomplete_details'])?.['reason']) ?? 'unknown';
			return stopped(requestId, reason, usage);
		}
		default: {
			const text = parts.map((part) => readString(part?.['text']) ?? '').join('');
			return { requestId, outcome: 'succeeded', text, ...usage };
		}
	}
}

/** A `/v1/chat/completions` body. */
function readChat(requestId: string, body: Wire): Result {
	const usage = readUsage(body);
	const choice = readObject(readList(body['choices'])?.[0]);
	const message = readObject(choice?.['message']);
	const refusal = readString(message?.['refusal']);
	if (refusal !== undefined && refusal !== '') return refused(requestId, refusal, usage);
	const finish = readString(choice?.['finish_reason']) ?? 'stop';
	if (finish === 'length' || finish === 'content_filter') return stopped(requestId, finish, usage);
	return {
		requestId,
		outcome: 'succeeded',
		text: readString(message?.['content']) ?? '',
		...usage,
	};
}

interface UsagePart {
	readonly usage?: Usage;
}

function refused(requestId: string, words: string, usage: UsagePart): Result {
	return {
		requestId,
		outcome: 'refused',
		reason: `The model refused: ${words.slice(0, 300)}`,
		retryable: false,
		...usage,
	};
}

function stopped(requestId: string, reason: string, usage: UsagePart): Result {
	if (reason === 'content_filter') {
		return {
			requestId,
			outcome: 'refused',
			reason: 'The provider’s content filter stopped the answer.',
			retryable: false,
			...usage,
		};
	}
	return {
		requestId,
		outcome: 'truncated',
		reason:
			reason === 'length' || reason === 'max_output_tokens'
				? 'The answer was cut off: it needs more output tokens than allowed.'
				: `The answer is incomplete (${reason}).`,
		retryable: true,
		...usage,
	};
}

/** Groq's is `on_demand` (seen in its chat replies, 2026-11-24). */
const NORMAL_TIERS: ReadonlySet<string> = new Set(['default', 'auto', 'on_demand']);

let lastModel = '';

/** The same string as long as the model is the same: of 50,000 answers each would hold a copy of its own. */
function nameOnce(model: string): string {
	if (model !== lastModel) lastModel = model;
	return lastModel;
}

/**
 * Both shapes: `input_tokens` (responses) and `prompt_tokens` (chat). What nearly all answers have is written as
 * one literal, here and on the way to an outcome: what is spread together takes 40 bytes more, of each of 50,000 rows.
 */
function readUsage(body: Wire): UsagePart {
	const usage = readObject(body['usage']);
	const tier = readString(body['service_tier']);
	const model = readString(body['model']) ?? '';
	const inputTokens = readNumber(usage?.['input_tokens']) ?? readNumber(usage?.['prompt_tokens']);
	if (inputTokens === undefined) return {};
	const details =
		readObject(usage?.['input_tokens_details']) ?? readObject(usage?.['prompt_tokens_details']);
	const cacheWriteTokens = readNumber(details?.['cache_write_tokens']) ?? 0;
	const cachedTokens = readNumber(details?.['cached_tokens']) ?? 0;
	const outputTokens =
		readNumber(usage?.['output_tokens']) ?? readNumber(usage?.['completion_tokens']) ?? 0;
	const isNormal = tier === undefined || NORMAL_TIERS.has(tier);
	if (model !== '' && cacheWriteTokens === 0 && isNormal) {
		return { usage: { inputTokens, cachedTokens, outputTokens, model: nameOnce(model) } };
	}
	return {
		usage: {
			inputTokens,
			cachedTokens,
			...(cacheWriteTokens === 0 ? {} : { cacheWriteTokens }),
			outputTokens,
			...(model === '' ? {} : { model: nameOnce(model) }),
			...(isNormal ? {} : { tier }),
		},
	};
}
