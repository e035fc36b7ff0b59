import { parseJson, readList, readNumber, readObject, readString } from '../../formats/json';
import type { Result, Usage } from '../../types';
import { readComplaint } from '../../formats/complaints/complaint';
import { isFiltered } from '../../formats/complaints/complaint-kinds';
import { readFailure, readModelFailure, readStatus, saysAnything } from './failure';
import { NO_ANSWER, type Said, saidInChoices, saidInResponse } from './answer-text';

/**
 * One line of an output or error file. HTTP 200 is not success: a refusal, a cut answer and a content
 * filter come as 200 lines; a rejected request has `error: null` and a 4xx body (openai-openapi#302).
 */
export function readOpenAiResult(value: unknown): Result | undefined {
	const line = readObject(value);
	const requestId = readString(line?.['custom_id']);
	if (line === undefined || requestId === undefined) return undefined;

	const response = readObject(line['response']);
	const body = bodyOf(line, response);
	const given = readStatus(response?.['status_code']);
	const status = given === 0 && body !== undefined && isWhole(body) ? undefined : given;
	const isAnswer = body !== undefined && (status === undefined || (status >= 200 && status < 300));
	const { error } = line;
	if (isError(error) && (!isAnswer || saysAnything(error))) {
		return readFailure(requestId, status, error);
	}
	if (response === undefined && body === undefined) {
		return {
			requestId,
			outcome: 'failed',
			reason: 'The provider sent no answer.',
			retryable: true,
		};
	}
	if (!isAnswer && status !== undefined && (status < 200 || status > 299)) {
		return readFailure(requestId, status, response?.['body']);
	}
	if (body === undefined || Object.keys(body).length === 0) {
		return {
			requestId,
			outcome: 'failed',
			reason: 'The provider’s answer is empty.',
			retryable: true,
		};
	}
	return readBody(requestId, body);
}

type Wire = Readonly<Record<string, unknown>>;

/** Some send it as text, without what should be around it, or with more; what they repeat of a request is none. */
function bodyOf(line: Wire, response: Wire | undefined): Wire | undefined {
	const own = response?.['body'];
	const body = readObject(own) ?? readObject(parseJson(readString(own) ?? ''));
	const inner = readObject(body?.['response']);
	if (body !== undefined && inner === undefined) return body;
	return [body, inner, response, readObject(line['body'])].find(isWhole) ?? body;
}

function isWhole(body: Wire | undefined): boolean {
	return [body?.['choices'], body?.['output']].some(
		(said) => typeof said === 'string' || (readList(said) ?? []).length > 0,
	);
}

function isError(error: unknown): boolean {
	return (
		readObject(error) !== undefined ||
		readList(error) !== undefined ||
		readString(error) !== undefined
	);
}

/** Of a call or a line that came with 200: an answer, or all the same an error (sgl-project/sglang#6441). */
function readBody(requestId: string, body: Wire): Result {
	const choices = readList(body['choices']);
	if (choices !== undefined && choices.length > 0) return readChat(requestId, body, choices);
	const isResponse =
		readList(body['output']) !== undefined ||
		readString(body['output']) !== undefined ||
		readString(body['status']) !== undefined;
	if (
		!isResponse &&
		(isError(body['error']) || choices === undefined) &&
		readComplaint(body) !== undefined
	) {
		return readFailure(requestId, undefined, body);
	}
	return choices === undefined ? readResponse(requestId, body) : readChat(requestId, body, choices);
}

/** A `/v1/responses` body. */
function readResponse(requestId: string, body: Wire): Result {
	const usage = readUsage(body);
	const said = saidInResponse(body);
	if (said.refusal !== undefined) return refused(requestId, said.refusal, usage);

	switch (readString(body['status'])) {
		case 'failed':
			return readModelFailure(requestId, body['error'], usage);
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
		default:
			return answered(requestId, said, usage);
	}
}

/** A `/v1/chat/completions` body. */
function readChat(requestId: string, body: Wire, choices: readonly unknown[]): Result {
	const usage = readUsage(body);
	const { said, choice } = saidInChoices(choices);
	if (said.refusal !== undefined) return refused(requestId, said.refusal, usage);
	const finish = readString(choice['finish_reason']) ?? 'stop';
	const { error } = choice;
	const isTold = saysAnything(error);
	if (isTold || BROKEN.test(finish)) {
		const words = finish.toLowerCase() === 'error' ? undefined : finish;
		return readModelFailure(requestId, isTold ? error : (body['error'] ?? words), usage);
	}
	// OpenRouter calls nearly everything "stop" and says beside it what the provider itself called it.
	const ends = [finish, readString(choice['native_finish_reason']) ?? 'stop'];
	const end = ends.find((reason) => reason !== 'stop' && (CUT.test(reason) || isFilter(reason)));
	if (end !== undefined) return stopped(requestId, end, usage);
	if (said.text === '' && isFlagged(choice)) return stopped(requestId, 'content_filter', usage);
	return answered(requestId, said, usage);
}

/** How an answer ends that is none, by OpenAI, Gemini, Mistral, Anthropic, vLLM, DeepSeek and those between. */
const CUT =
	/^(?:length|max[-_]?(?:output[-_]?)?tokens|max_length|model_length|model_context_window_exceeded|incomplete|repetition_truncation|error_limit)$/i;
const BROKEN =
	/^(?:error|abort(?:ed)?|cancell?ed|time_?out|time_limit|network_error|insufficient_system_resource)$/i;
/** What more tokens would have mended. */
const TOO_LONG = /^(?:length|max[-_]?(?:output[-_]?)?tokens|max_length|model_length)$/i;

/** Azure marks each of its filters. */
function isFlagged(choice: Wire): boolean {
	const filters = Object.values(readObject(choice['content_filter_results']) ?? {});
	return filters.some((filter) => readObject(filter)?.['filtered'] === true);
}

interface UsagePart {
	readonly usage?: Usage;
}

/** A model that gave none may give one when it is asked again (vllm-project/vllm-ascend#9131, 2026). */
function answered(requestId: string, { text, instead }: Said, usage: UsagePart): Result {
	if (text !== '') return { requestId, outcome: 'succeeded', text, ...usage };
	return { requestId, outcome: 'invalid', reason: NO_ANSWER[instead], retryable: true, ...usage };
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

/** Gemini says what it was after a colon. */
function isFilter(reason: string): boolean {
	return isFiltered({ words: '', codes: [reason.split(':')[0] ?? ''] });
}

function stopped(requestId: string, reason: string, usage: UsagePart): Result {
	if (isFilter(reason)) {
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
		reason: TOO_LONG.test(reason)
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
