import {
	collect,
	join,
	poll,
	submit,
	submitInBackground,
	submitNow,
	type Connection,
	type ErrorCode,
	type Outcome,
	type OutcomeKind,
	type Transport,
} from '../../core';
import { send } from '../../core/calls/send';
import { lookInBackground } from '../../core/one-by-one/look-in-background';
import { closeLocalConnections, connectLocally } from '../../harness/local-connection';
import { bytesOfText } from '../support/core/canned-transport';
import { planOf, rowsOf } from '../support/core/samples';

/**
 * How servers say no: bodies of failed calls, lines of result files, errors of whole batches, as strangers have quoted
 * them. All go the way of a job: what comes out is what a person reads, and whether it is tried again.
 */
afterEach(closeLocalConnections);

const KEY = 'lm-9f83kd02mmz71';

function reply(status: number, body: unknown, headers: Readonly<Record<string, string>>) {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return { status, headers, body: bytesOfText(text) };
}

function knowing(transport: Transport): Transport {
	return Object.assign(async (...sent: Parameters<Transport>) => await transport(...sent), {
		secrets: [KEY],
	});
}

const JSON_TYPE = { 'content-type': 'application/json' };
const HTML_TYPE = { 'content-type': 'text/html; charset=utf-8' };

interface CallCase {
	readonly says: string;
	readonly source: string;
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body: unknown;
	readonly code: ErrorCode;
	/** The provider's own words; none where what came is not for a person. */
	readonly words: string | undefined;
	/** Whether nothing can have been done: only then may a create be sent again. */
	readonly refused: boolean;
}

const CALLS: readonly CallCase[] = [
	{
		says: 'Ollama: the error is a text',
		source: 'https://github.com/ollama/ollama/pull/718',
		status: 404,
		body: { error: "model 'mistral' not found, try pulling it first" },
		code: 'gone',
		words: "model 'mistral' not found, try pulling it first",
		refused: true,
	},
	{
		says: 'a server that is too busy, with the error as a text',
		source: 'own fuzzing, after https://github.com/ollama/ollama/pull/718',
		status: 429,
		body: { error: 'too many requests, please retry later' },
		code: 'rate_limited',
		words: 'too many requests, please retry later',
		refused: true,
	},
	{
		says: 'FastAPI: a text under detail',
		source: 'https://github.com/acheong08/ChatGPT/issues/1103',
		status: 429,
		body: { detail: 'Too many requests in 1 hour. Try again later.' },
		code: 'rate_limited',
		words: 'Too many requests in 1 hour. Try again later.',
		refused: true,
	},
	{
		says: 'FastAPI: what is missing, and where',
		source: 'https://github.com/BerriAI/litellm/issues/5883',
		status: 422,
		body: {
			detail: [
				{ type: 'missing', loc: ['body', 'input_file_id'], msg: 'Field required', input: null },
			],
		},
		code: 'rejected',
		words: 'body.input_file_id: Field required',
		refused: true,
	},
	{
		says: 'vLLM: a Python list of faults, each with the row’s text, which is left out',
		source: 'https://github.com/vllm-project/vllm/issues/12234',
		status: 400,
		body: {
			object: 'error',
			message:
				"[{'type': 'dict_type', 'loc': ('body', 'messages', 0, 'typed-dict'), 'msg': 'Input should be a valid dictionary', 'input': [{'role': 'user', 'content': 'In conclusion, the professor pointed out the inconsistencies'}]}]",
			type: 'BadRequestError',
			param: null,
			code: 400,
		},
		code: 'rejected',
		words: 'body.messages.0.typed-dict: Input should be a valid dictionary',
		refused: true,
	},
	{
		says: 'pydantic: the value that was wrong is the row’s text, and is left out',
		source: 'own fuzzing, after https://github.com/vllm-project/vllm/issues/12234',
		status: 400,
		body: {
			object: 'error',
			message:
				"1 validation error for ChatCompletionRequest\nmessages.0.content\n  Input should be a valid string [type=string_type, input_value={'text': 'Dear Ann, the diagnosis'}, input_type=dict]",
			type: 'BadRequestError',
			code: 400,
		},
		code: 'rejected',
		words:
			'1 validation error for ChatCompletionRequest messages.0.content Input should be a valid string [type=string_type, input_type=dict]',
		refused: true,
	},
	{
		says: 'Mistral: nothing but a message',
		source: 'https://github.com/pydantic/pydantic-ai/issues/1885',
		status: 429,
		body: { message: 'Requests rate limit exceeded' },
		code: 'rate_limited',
		words: 'Requests rate limit exceeded',
		refused: true,
	},
	{
		says: 'Mistral: an object that calls itself an error',
		source: 'https://github.com/raycast/extensions/issues/31107',
		status: 429,
		body: {
			object: 'error',
			message: 'Rate limit exceeded',
			type: 'rate_limited',
			param: null,
			code: '1300',
			raw_status_code: 429,
		},
		code: 'rate_limited',
		words: 'Rate limit exceeded',
		refused: true,
	},
	{
		says: 'Bifrost: an error within an error',
		source: 'https://github.com/maximhq/bifrost/issues/1674',
		status: 400,
		body: {
			error: {
				is_bifrost_error: false,
				status_code: 400,
				error: { type: 'invalid_request_error', message: 'The file is no JSONL.' },
				extra_fields: { provider: 'Test', request_type: 'batch_create' },
			},
		},
		code: 'rejected',
		words: 'The file is no JSONL.',
		refused: true,
	},
	{
		says: 'OpenRouter: “Provider returned error”, and the words of that provider as raw text',
		source: 'https://github.com/maximhq/bifrost/issues/622',
		status: 400,
		body: {
			error: {
				message: 'Provider returned error',
				code: 400,
				metadata: {
					raw: '{"message":"messages.1: `tool_use` ids were found without `tool_result` blocks."}',
					provider_name: 'Anthropic',
				},
			},
		},
		code: 'rejected',
		words: 'messages.1: `tool_use` ids were found without `tool_result` blocks.',
		refused: true,
	},
	{
		says: 'Gemini: JSON within the message',
		source: 'https://github.com/continuedev/continue/issues/10560',
		status: 429,
		body: {
			error: {
				message:
					'{\n  "error": {\n    "code": 429,\n    "message": "Resource has been exhausted (e.g. check quota).",\n    "status": "RESOURCE_EXHAUSTED"\n  }\n}\n',
				code: 429,
				status: 'Too Many Requests',
			},
		},
		code: 'rate_limited',
		words: 'Resource has been exhausted (e.g. check quota).',
		refused: true,
	},
	{
		says: 'Gemini: a list with one error in it',
		source: 'https://github.com/google-gemini/gemini-cli/issues/6454',
		status: 429,
		body: [
			{
				error: {
					code: 429,
					message: 'Resource exhausted. Please try again later.',
					status: 'RESOURCE_EXHAUSTED',
				},
			},
		],
		code: 'rate_limited',
		words: 'Resource exhausted. Please try again later.',
		refused: true,
	},
	{
		says: 'LiteLLM: part of the key, and its hash',
		source: 'https://github.com/BerriAI/litellm/issues/11639',
		status: 401,
		body: {
			error: {
				message:
					'Authentication Error, Invalid proxy server token passed. Received API Key = sk-...ITlA, Key Hash (Token) =5ea43e256ed93ce3082d9e89be60b7b2ff5709391df2b35b2eca0e493eeb4c72. Unable to find token in cache or `LiteLLM_VerificationTokenTable`',
				type: 'token_not_found_in_db',
				param: 'key',
				code: '401',
			},
		},
		code: 'unauthorized',
		words:
			'Authentication Error, Invalid proxy server token passed. Received API Key = [key], Key Hash (Token) =[key]. Unable to find token in cache or `LiteLLM_VerificationTokenTable`',
		refused: true,
	},
	{
		says: 'a server that repeats the key in use, which looks like no key',
		source: 'https://github.com/Unstructured-IO/unstructured-api/pull/578',
		status: 401,
		body: { detail: `API key ${KEY} is invalid` },
		code: 'unauthorized',
		words: 'API key [key] is invalid',
		refused: true,
	},
	{
		says: 'a server that repeats a key of somebody else in quotes',
		source: 'https://github.com/chocolatey/chocolatey.org/issues/560',
		status: 403,
		body: { error: "The API key '7d9f2c1e-3b6a-4f0d-9a51-0c2e8b7f6a13' is invalid." },
		code: 'unauthorized',
		words: "The API key '[key]' is invalid.",
		refused: true,
	},
	{
		says: 'LiteLLM: the budget of the key is spent',
		source: 'own fuzzing, after https://docs.litellm.ai/docs/proxy/users',
		status: 400,
		body: {
			error: {
				message: 'Budget has been exceeded! Current cost: 10.2, Max budget: 10.0',
				type: 'budget_exceeded',
				param: null,
				code: '400',
			},
		},
		code: 'quota_exhausted',
		words: 'Budget has been exceeded! Current cost: 10.2, Max budget: 10.0',
		refused: true,
	},
	{
		says: 'Azure: no permission, in its own shape',
		source: 'own fuzzing, after https://learn.microsoft.com/azure/ai-services/openai',
		status: 401,
		body: {
			error: {
				code: '401',
				message:
					'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription.',
			},
		},
		code: 'unauthorized',
		words:
			'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription.',
		refused: true,
	},
	{
		says: 'AWS: a type and a message with a capital',
		source:
			'own fuzzing, after https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html',
		status: 429,
		body: {
			__type: 'com.amazon.coral.availability#ThrottlingException',
			Message: 'Too many requests, please wait before trying again.',
		},
		code: 'rate_limited',
		words: 'Too many requests, please wait before trying again.',
		refused: true,
	},
	{
		says: 'a problem document (RFC 9457)',
		source: 'https://www.rfc-editor.org/rfc/rfc9457',
		status: 403,
		headers: { 'content-type': 'application/problem+json' },
		body: {
			type: 'https://example.com/probs/out-of-credit',
			title: 'You do not have enough credit.',
			detail: 'Your current balance is 30, but that costs 50.',
			status: 403,
		},
		code: 'unauthorized',
		words: 'Your current balance is 30, but that costs 50.',
		refused: true,
	},
	{
		says: 'Cloudflare: a list of errors',
		source:
			'own fuzzing, after https://developers.cloudflare.com/fundamentals/api/reference/error-codes',
		status: 403,
		body: {
			success: false,
			errors: [{ code: 10000, message: 'Authentication error' }],
			messages: [],
		},
		code: 'unauthorized',
		words: 'Authentication error',
		refused: true,
	},
	{
		says: 'a status and a msg',
		source: 'own fuzzing',
		status: 400,
		body: { status: 'error', msg: 'purpose must be batch' },
		code: 'rejected',
		words: 'purpose must be batch',
		refused: true,
	},
	{
		says: 'a short plain text',
		source: 'https://github.com/TU-Wien-dataLAB/aqueduct/issues/118',
		status: 500,
		headers: { 'content-type': 'text/plain' },
		body: 'Internal Server Error',
		code: 'unavailable',
		words: 'Internal Server Error',
		refused: false,
	},
	{
		says: 'a plain text of 429, which may be anybody’s',
		source: 'own fuzzing',
		status: 429,
		body: 'Too Many Requests',
		code: 'rate_limited',
		words: 'Too Many Requests',
		refused: false,
	},
	{
		says: 'XML of a storage in front',
		source:
			'own fuzzing, after https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
		status: 403,
		headers: { 'content-type': 'application/xml' },
		body: '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>',
		code: 'unauthorized',
		words: 'Request has expired',
		refused: true,
	},
	{
		says: 'nginx: a page of its own',
		source: 'https://github.com/langgenius/dify/issues/19355',
		status: 429,
		headers: HTML_TYPE,
		body: '<html><head><title>429 Too Many Requests</title></head><body><center><h1>429</h1></center></body></html>',
		code: 'rate_limited',
		words: undefined,
		refused: false,
	},
	{
		says: 'a gateway’s page inside JSON',
		source: 'https://github.com/maximhq/bifrost/pull/1128',
		status: 429,
		body: { error: { message: '<html><h1>429 Too Many Requests</h1></html>' } },
		code: 'rate_limited',
		words: undefined,
		refused: false,
	},
	{
		says: 'a client that is said to have hung up: the effect may have happened',
		source: 'own fuzzing, after https://cloud.google.com/apis/design/errors (CANCELLED is 499)',
		status: 499,
		body: { error: { message: 'The operation was cancelled.', status: 'CANCELLED' } },
		code: 'unavailable',
		words: 'The operation was cancelled.',
		refused: false,
	},
	{
		says: 'Qwen: an account in arrears',
		source: 'our own examiner, 2026-11-29',
		status: 400,
		body: {
			error: {
				code: 'Arrearage',
				message: 'Access denied, please make sure your account is in good standing.',
			},
		},
		code: 'quota_exhausted',
		words: 'Access denied, please make sure your account is in good standing.',
		refused: true,
	},
	{
		says: 'Qwen: a free tier that is used up',
		source: 'our own examiner, 2026-11-29',
		status: 403,
		body: {
			error: {
				code: 'AllocationQuota.FreeTierOnly',
				message: 'The free tier of the model has been exhausted.',
			},
		},
		code: 'quota_exhausted',
		words: 'The free tier of the model has been exhausted.',
		refused: true,
	},
	{
		says: 'Hugging Face: the credits of the month are spent',
		source: 'our own examiner, 2026-11-29',
		status: 403,
		body: { error: 'You have exceeded your monthly included credits for Inference Providers.' },
		code: 'quota_exhausted',
		words: 'You have exceeded your monthly included credits for Inference Providers.',
		refused: true,
	},
	{
		says: 'OpenAI: a request that no minute has room for',
		source: 'our own examiner, 2026-11-29',
		status: 429,
		body: {
			error: {
				message:
					'Request too large for gpt-4o on tokens per min (TPM): Limit 30000, Requested 40000.',
				type: 'tokens',
				code: 'rate_limit_exceeded',
			},
		},
		code: 'rejected',
		words: 'Request too large for gpt-4o on tokens per min (TPM): Limit 30000, Requested 40000.',
		refused: true,
	},
	{
		says: 'OpenRouter: a text that was flagged, which is left out, and a key that is good',
		source: 'our own examiner, 2026-11-29',
		status: 403,
		body: {
			error: {
				code: 403,
				message: 'Your input was flagged.',
				metadata: { reasons: ['sexual'], flagged_input: 'Dear Ann' },
			},
		},
		code: 'rejected',
		words: 'Your input was flagged.',
		refused: true,
	},
	{
		says: 'Baidu: error_msg and error_code',
		source: 'our own examiner, 2026-11-29',
		status: 400,
		body: { error_code: 336003, error_msg: 'the max length is 2000' },
		code: 'rejected',
		words: 'the max length is 2000',
		refused: true,
	},
	{
		says: 'MiniMax: a status_msg',
		source: 'our own examiner, 2026-11-29',
		status: 400,
		body: { base_resp: { status_code: 2013, status_msg: 'invalid params' } },
		code: 'rejected',
		words: 'invalid params',
		refused: true,
	},
	{
		says: 'a form: lists of texts under the names of the fields',
		source: 'our own examiner, 2026-11-29',
		status: 422,
		body: { errors: { model: ['is required'], input: ['is too long', 'x'] } },
		code: 'rejected',
		words: 'model: is required; input: is too long',
		refused: true,
	},
	{
		says: 'AWS: all with capitals',
		source: 'our own examiner, 2026-11-29',
		status: 400,
		body: { Error: { Message: 'The bucket is gone.', Code: 'NoSuchBucket' } },
		code: 'rejected',
		words: 'The bucket is gone.',
		refused: true,
	},
	{
		says: 'words in the details alone',
		source: 'our own examiner, 2026-11-29',
		status: 400,
		body: { error: { details: [{ message: 'The model is no model.' }] } },
		code: 'rejected',
		words: 'The model is no model.',
		refused: true,
	},
	{
		says: 'an exception',
		source: 'our own examiner, 2026-11-29',
		status: 400,
		body: { exception: 'The queue is closed.' },
		code: 'rejected',
		words: 'The queue is closed.',
		refused: true,
	},
	{
		says: 'a failure',
		source: 'our own examiner, 2026-11-29',
		status: 400,
		body: { failure: { message: 'The queue is closed.' } },
		code: 'rejected',
		words: 'The queue is closed.',
		refused: true,
	},
	{
		says: 'an error within a response',
		source: 'our own examiner, 2026-11-29',
		status: 400,
		body: { response: { error: { message: 'The queue is closed.' } } },
		code: 'rejected',
		words: 'The queue is closed.',
		refused: true,
	},
	{
		says: 'LiteLLM: an error as Python prints it',
		source: 'our own examiner, 2026-11-29',
		status: 400,
		body: { error: { message: "{'error': 'The budget of the team is no number'}", code: '400' } },
		code: 'rejected',
		words: 'The budget of the team is no number',
		refused: true,
	},
	{
		says: 'what the SDK of OpenAI says of an error, in a message',
		source: 'our own examiner, 2026-11-29',
		status: 400,
		body: {
			error: {
				message:
					"Error code: 400 - {'error': {'message': 'It isn\\'t \"so\"', 'code': 'bad_thing', 'input': 'Dear Ann'}}",
			},
		},
		code: 'rejected',
		words: 'It isn\'t "so"',
		refused: true,
	},
	{
		says: 'that text torn, which stays as it is',
		source: 'our own examiner, 2026-11-29',
		status: 400,
		body: { error: { message: "Error code: 400 - {'error': {'mess" } },
		code: 'rejected',
		words: "Error code: 400 - {'error': {'mess",
		refused: true,
	},
];

describe('a call that was refused', () => {
	it.each(CALLS)('is told in the words of $says', async (given) => {
		const { status, headers = JSON_TYPE, body, code, words, refused } = given;
		const answered = await send(
			knowing(async () => reply(status, body, headers)),
			{ method: 'POST', path: '/batches' },
		);
		if (answered.ok) throw new Error('Expected a failure');
		const [, said] = answered.error.message.split(' The provider says: ');
		expect({ code: answered.error.code, words: said, refused: answered.refused }).toEqual({
			code,
			words,
			refused,
		});
	});
});

/** A job of one item whose provider says this of it. */
async function outcomeOf(change: (text: string, path: string) => string): Promise<Outcome> {
	const local = connectLocally();
	const { job } = await submit(planOf({ rows: rowsOf(1) }), local.connection, {
		reuseWindowSeconds: 0,
	});
	await local.server.idle();
	const transport = knowing(async (request) => {
		const response = await local.connection.transport(request);
		const chunks: Uint8Array[] = [];
		for await (const chunk of response.body) chunks.push(chunk);
		const text = Buffer.concat(chunks).toString('utf8');
		return { ...response, body: bytesOfText(change(text, request.path)) };
	});
	const connection: Connection = { ...local.connection, transport };
	const [outcome] = join(job, await collect(await poll(job, connection), connection));
	if (outcome === undefined) throw new Error('The row has no outcome');
	return outcome;
}

interface LineCase {
	readonly says: string;
	readonly source: string;
	readonly line: Readonly<Record<string, unknown>>;
	readonly outcome: OutcomeKind;
	readonly retryable: boolean;
	readonly words: string;
}

function answered(status: unknown, body: unknown, error: unknown = null): LineCase['line'] {
	return { id: 'batch_req_1', response: { status_code: status, request_id: 'req_1', body }, error };
}

const AZURE_FILTER =
	"The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify your prompt and retry.";

const LINES: readonly LineCase[] = [
	{
		says: 'a status of 0 and nothing else',
		source: 'https://github.com/openai/openai-python/issues/2546',
		line: answered(0, {}),
		outcome: 'failed',
		retryable: true,
		words: 'The provider gave no answer for this row.',
	},
	{
		says: 'a status of 200 and an empty object',
		source: 'https://github.com/openai/openai-python/issues/2546',
		line: answered(200, {}),
		outcome: 'failed',
		retryable: true,
		words: 'The provider’s answer is empty.',
	},
	{
		says: 'a time-out',
		source: 'https://github.com/openai/openai-python/issues/2546',
		line: answered(408, { error: { message: 'Request timed out.', code: 'request_timeout' } }),
		outcome: 'failed',
		retryable: true,
		words: 'The provider refused this row (408): Request timed out.',
	},
	{
		says: 'a time-out that is an error of the line',
		source: 'https://github.com/openai/openai-python/issues/2546',
		line: { response: null, error: { code: 'request_timeout', message: 'The request timed out.' } },
		outcome: 'failed',
		retryable: true,
		words: 'The request timed out.',
	},
	{
		says: 'a code that nobody has heard of',
		source: 'own fuzzing',
		line: { response: null, error: { code: 'worker_lost', message: 'The worker went away.' } },
		outcome: 'failed',
		retryable: true,
		words: 'The worker went away.',
	},
	{
		says: 'an error that is a text',
		source: 'own fuzzing',
		line: { response: null, error: 'upstream closed the connection' },
		outcome: 'failed',
		retryable: true,
		words: 'upstream closed the connection',
	},
	{
		says: 'a refusal without a word',
		source: 'https://github.com/huggingface/chat-ui/issues/1343',
		line: answered(400, null),
		outcome: 'failed',
		retryable: true,
		words: 'The provider refused this row (400): no reason given',
	},
	{
		says: 'a model that does not exist',
		source: 'https://github.com/openai/openai-python/issues/3071',
		line: answered(404, {
			error: {
				message: 'The model `gpt-5-mini-2025-08-07-batch` does not exist.',
				type: 'invalid_request_error',
				param: null,
				code: 'model_not_found',
			},
		}),
		outcome: 'failed',
		retryable: false,
		words:
			'The provider refused this row (404): The model `gpt-5-mini-2025-08-07-batch` does not exist.',
	},
	{
		says: 'vLLM: the error in the line, its status beside it',
		source: 'https://github.com/vllm-project/vllm/pull/8347',
		line: answered(400, null, {
			object: 'error',
			message: "This model's maximum context length is 4096 tokens.",
			type: 'BadRequestError',
			param: null,
			code: 400,
		}),
		outcome: 'failed',
		retryable: false,
		words:
			"The provider refused this row (400): This model's maximum context length is 4096 tokens.",
	},
	{
		says: 'FastAPI: what was wrong with the line, under detail',
		source: 'https://github.com/BerriAI/litellm/issues/5883',
		line: answered(422, {
			detail: [{ loc: ['body', 'model'], msg: 'Field required', input: 'Dear' }],
		}),
		outcome: 'failed',
		retryable: false,
		words: 'The provider refused this row (422): body.model: Field required',
	},
	{
		says: 'an error in a body that came with 200',
		source: 'https://github.com/sgl-project/sglang/issues/6441',
		line: answered(200, { object: 'error', message: 'Internal server error', code: 500 }),
		outcome: 'failed',
		retryable: true,
		words: 'The provider refused this row (500): Internal server error',
	},
	{
		says: 'Azure: its filter, by the code',
		source: 'https://github.com/stanford-crfm/helm/pull/3327',
		line: answered(400, {
			error: {
				message: AZURE_FILTER,
				type: null,
				param: 'prompt',
				code: 'content_filter',
				status: 400,
			},
		}),
		outcome: 'refused',
		retryable: false,
		words: `The provider’s content filter refused this row: ${AZURE_FILTER}`,
	},
	{
		says: 'Azure through LiteLLM: its filter, by an inner error alone',
		source: 'https://github.com/BerriAI/litellm/pull/16231',
		line: answered(400, {
			error: {
				message: 'litellm.BadRequestError: AzureException',
				type: null,
				param: null,
				code: '400',
				provider_specific_fields: { innererror: { code: 'ResponsibleAIPolicyViolation' } },
			},
		}),
		outcome: 'refused',
		retryable: false,
		words:
			'The provider’s content filter refused this row: litellm.BadRequestError: AzureException',
	},
	{
		says: 'a filter that is known by its words alone',
		source: 'https://github.com/BerriAI/litellm/pull/12324',
		line: answered(400, {
			error: { message: `litellm.BadRequestError: ${AZURE_FILTER}`, code: '400' },
		}),
		outcome: 'refused',
		retryable: false,
		words: `The provider’s content filter refused this row: litellm.BadRequestError: ${AZURE_FILTER}`,
	},
	{
		says: 'OpenAI: a prompt that was flagged',
		source: 'https://github.com/BeehiveInnovations/pal-mcp-server/issues/178',
		line: answered(400, {
			error: {
				message:
					'Invalid prompt: your prompt was flagged as potentially violating our usage policy. Please try again with a different prompt.',
				type: 'invalid_request_error',
				param: null,
				code: 'invalid_prompt',
			},
		}),
		outcome: 'refused',
		retryable: false,
		words:
			'The provider’s content filter refused this row: Invalid prompt: your prompt was flagged as potentially violating our usage policy. Please try again with a different prompt.',
	},
	{
		says: 'Qwen: a failed inspection',
		source: 'https://github.com/camel-ai/owl/issues/432',
		line: answered(400, {
			error: {
				code: 'data_inspection_failed',
				param: null,
				message: 'Input data may contain inappropriate content.',
				type: 'data_inspection_failed',
			},
		}),
		outcome: 'refused',
		retryable: false,
		words:
			'The provider’s content filter refused this row: Input data may contain inappropriate content.',
	},
	{
		says: 'a policy that was violated, as an error of the line',
		source: 'own fuzzing, after https://platform.openai.com/docs/guides/image-generation',
		line: {
			response: null,
			error: { code: 'moderation_blocked', message: 'Rejected by the safety system.' },
		},
		outcome: 'refused',
		retryable: false,
		words: 'The provider’s content filter refused this row: Rejected by the safety system.',
	},
	{
		says: 'an account without credit, with the status of a busy server',
		source: 'https://github.com/maximhq/bifrost/issues/2652',
		line: answered(429, {
			error: {
				message: 'You exceeded your current quota, please check your plan and billing details.',
				type: 'insufficient_quota',
				param: null,
				code: 'insufficient_quota',
			},
		}),
		outcome: 'failed',
		retryable: false,
		words:
			'The provider refused this row (429): You exceeded your current quota, please check your plan and billing details.',
	},
	{
		says: 'the key in use, repeated',
		source: 'https://github.com/BerriAI/litellm/pull/25203',
		line: answered(401, { error: { message: `Invalid key ${KEY} for url ?key=${KEY}` } }),
		outcome: 'failed',
		retryable: false,
		words: 'The provider refused this row (401): Invalid key [key] for url ?key=[key]',
	},
	{
		says: 'GLM: its filter, by a number',
		source: 'our own examiner, 2026-11-29',
		line: answered(400, { error: { code: '1301', message: 'System detected sensitive content.' } }),
		outcome: 'refused',
		retryable: false,
		words: 'The provider’s content filter refused this row: System detected sensitive content.',
	},
	{
		says: 'DeepSeek: its filter, by its words',
		source: 'our own examiner, 2026-11-29',
		line: answered(400, {
			error: {
				message: 'Content Exists Risk',
				type: 'invalid_request_error',
				code: 'invalid_request_error',
			},
		}),
		outcome: 'refused',
		retryable: false,
		words: 'The provider’s content filter refused this row: Content Exists Risk',
	},
	{
		says: 'Doubao: its filter',
		source: 'our own examiner, 2026-11-29',
		line: answered(400, {
			error: { code: 'InputTextSensitiveContentDetected', message: 'The request failed.' },
		}),
		outcome: 'refused',
		retryable: false,
		words: 'The provider’s content filter refused this row: The request failed.',
	},
	{
		says: 'Doubao: its filter of what came out',
		source: 'our own examiner, 2026-11-29',
		line: answered(400, {
			error: {
				code: 'OutputTextSensitiveContentDetected.PolicyViolation',
				message: 'The request failed.',
			},
		}),
		outcome: 'refused',
		retryable: false,
		words: 'The provider’s content filter refused this row: The request failed.',
	},
	{
		says: 'xAI: its usage guidelines',
		source: 'our own examiner, 2026-11-29',
		line: answered(403, {
			code: 'The caller does not have permission',
			error: 'Content violates usage guidelines. Failed check: SAFETY_CHECK_TYPE_BIO',
		}),
		outcome: 'refused',
		retryable: false,
		words:
			'The provider’s content filter refused this row: Content violates usage guidelines. Failed check: SAFETY_CHECK_TYPE_BIO',
	},
	{
		says: 'Mistral: its moderation',
		source: 'our own examiner, 2026-11-29',
		line: answered(403, { message: 'Content moderated', type: 'moderation' }),
		outcome: 'refused',
		retryable: false,
		words: 'The provider’s content filter refused this row: Content moderated',
	},
	{
		says: 'OpenRouter: a text that was flagged, which is not repeated',
		source: 'our own examiner, 2026-11-29',
		line: answered(403, {
			error: {
				code: 403,
				message: 'Not this.',
				metadata: { reasons: ['sexual'], flagged_input: 'Dear Ann' },
			},
		}),
		outcome: 'refused',
		retryable: false,
		words: 'The provider’s content filter refused this row: Not this.',
	},
	{
		says: 'a policy against attacks',
		source: 'our own examiner, 2026-11-29',
		line: answered(400, { error: { code: 'cyber_policy_violation', message: 'Not this.' } }),
		outcome: 'refused',
		retryable: false,
		words: 'The provider’s content filter refused this row: Not this.',
	},
	{
		says: 'a policy on biology',
		source: 'our own examiner, 2026-11-29',
		line: answered(400, { error: { code: 'bio_policy', message: 'Not this.' } }),
		outcome: 'refused',
		retryable: false,
		words: 'The provider’s content filter refused this row: Not this.',
	},
	{
		says: 'Bedrock: a guardrail',
		source: 'our own examiner, 2026-11-29',
		line: answered(400, { error: { code: 'guardrail_intervened', message: 'Not this.' } }),
		outcome: 'refused',
		retryable: false,
		words: 'The provider’s content filter refused this row: Not this.',
	},
	{
		says: 'LiteLLM: a guardrail, as Python prints it',
		source: 'our own examiner, 2026-11-29',
		line: answered(400, {
			error: { message: "{'error': 'Violated guardrail policy'}", code: '400' },
		}),
		outcome: 'refused',
		retryable: false,
		words: 'The provider’s content filter refused this row: Violated guardrail policy',
	},
	{
		says: 'MiniMax: its filter in a body that came with 200',
		source: 'our own examiner, 2026-11-29',
		line: answered(200, {
			id: 'x',
			choices: null,
			base_resp: { status_code: 1026, status_msg: 'input new_sensitive' },
		}),
		outcome: 'refused',
		retryable: false,
		words: 'The provider’s content filter refused this row: input new_sensitive',
	},
	{
		says: 'MiniMax: too many requests in a body that came with 200',
		source: 'our own examiner, 2026-11-29',
		line: answered(200, {
			choices: null,
			base_resp: { status_code: 1002, status_msg: 'rate limit' },
		}),
		outcome: 'failed',
		retryable: true,
		words: 'rate limit',
	},
	{
		says: 'a busy server that says so with 400',
		source: 'our own examiner, 2026-11-29',
		line: answered(400, {
			error: {
				message: 'The engine is currently overloaded, please try again later',
				type: 'invalid_request_error',
			},
		}),
		outcome: 'failed',
		retryable: true,
		words:
			'The provider refused this row (400): The engine is currently overloaded, please try again later',
	},
	{
		says: 'a time-out behind the server, with 400',
		source: 'our own examiner, 2026-11-29',
		line: answered(400, { error: { message: 'Upstream request timed out' } }),
		outcome: 'failed',
		retryable: true,
		words: 'The provider refused this row (400): Upstream request timed out',
	},
	{
		says: 'vLLM: an engine that died',
		source: 'our own examiner, 2026-11-29',
		line: answered(400, {
			error: { message: 'EngineCore encountered an issue.', type: 'EngineDeadError' },
		}),
		outcome: 'failed',
		retryable: true,
		words: 'The provider refused this row (400): EngineCore encountered an issue.',
	},
	{
		says: 'a deployment that is not up yet',
		source: 'our own examiner, 2026-11-29',
		line: answered(404, {
			error: { code: 'DeploymentNotReady', message: 'The deployment is starting.' },
		}),
		outcome: 'failed',
		retryable: true,
		words: 'The provider refused this row (404): The deployment is starting.',
	},
	{
		says: 'Groq: no room in its flex tier',
		source: 'our own examiner, 2026-11-29',
		line: answered(498, { error: { message: 'Flex has no room.', code: 'capacity_exceeded' } }),
		outcome: 'failed',
		retryable: true,
		words: 'The provider refused this row (498): Flex has no room.',
	},
	{
		says: 'a failure behind the server',
		source: 'our own examiner, 2026-11-29',
		line: answered(424, { error: { message: 'The model failed.' } }),
		outcome: 'failed',
		retryable: true,
		words: 'The provider refused this row (424): The model failed.',
	},
	{
		says: 'a request that no minute has room for',
		source: 'our own examiner, 2026-11-29',
		line: answered(429, {
			error: {
				message: 'Request too large for gpt-4o on TPM: Limit 30000, Requested 40000',
				code: 'rate_limit_exceeded',
			},
		}),
		outcome: 'failed',
		retryable: false,
		words:
			'The provider refused this row (429): Request too large for gpt-4o on TPM: Limit 30000, Requested 40000',
	},
	{
		says: 'a minute that is full, in which the request has room',
		source: 'our own examiner, 2026-11-29',
		line: answered(429, {
			error: {
				message: 'Rate limit reached on TPM: Limit 30000, Used 29000, Requested 4000',
				code: 'rate_limit_exceeded',
			},
		}),
		outcome: 'failed',
		retryable: true,
		words:
			'The provider refused this row (429): Rate limit reached on TPM: Limit 30000, Used 29000, Requested 4000',
	},
	{
		says: 'a prompt that is to be tried again with another text, which is no wait',
		source: 'our own examiner, 2026-11-29',
		line: answered(400, { error: { message: 'Not valid. Please try again in English.' } }),
		outcome: 'failed',
		retryable: false,
		words: 'The provider refused this row (400): Not valid. Please try again in English.',
	},
	{
		says: 'another spelling of cancelled',
		source: 'our own examiner, 2026-11-29',
		line: { response: null, error: { code: 'batch_canceled', message: 'x' } },
		outcome: 'cancelled',
		retryable: true,
		words: 'The job was cancelled before this row’s turn came.',
	},
	{
		says: 'a request that was cancelled',
		source: 'our own examiner, 2026-11-29',
		line: { response: null, error: { code: 'request_cancelled', message: 'x' } },
		outcome: 'cancelled',
		retryable: true,
		words: 'The job was cancelled before this row’s turn came.',
	},
	{
		says: 'a request that expired',
		source: 'our own examiner, 2026-11-29',
		line: { response: null, error: { code: 'request_expired', message: 'x' } },
		outcome: 'expired',
		retryable: true,
		words: 'The 24 hours passed before this row’s turn came.',
	},
	{
		says: 'a request that expired, by its words',
		source: 'our own examiner, 2026-11-29',
		line: {
			response: null,
			error: {
				message: 'This request could not be executed before the completion window expired.',
			},
		},
		outcome: 'expired',
		retryable: true,
		words: 'The 24 hours passed before this row’s turn came.',
	},
];

describe('a row that was not answered', () => {
	it.each(LINES)('is told and tried again as it should be after $says', async (given) => {
		const { line, words, ...expected } = given;
		const { outcome, retryable, reason } = await outcomeOf((text, path) => {
			if (!path.endsWith('/content') || !text.includes('"custom_id"')) return text;
			const [first = ''] = text.split('\n');
			const { custom_id } = JSON.parse(first);
			return first.includes('"response"') ? JSON.stringify({ custom_id, ...line }) : text;
		});
		expect({ outcome, retryable, reason }).toEqual({
			outcome: expected.outcome,
			retryable: expected.retryable,
			reason: words,
		});
	});
});

describe('a row that was asked at once, and filtered', () => {
	const FILTERED: readonly (readonly [says: string, source: string, error: object])[] = [
		[
			'by its code',
			'https://github.com/stanford-crfm/helm/pull/3327',
			{ message: 'Filtered.', code: 'content_filter' },
		],
		[
			'by an inner error',
			'https://github.com/BerriAI/litellm/pull/16231',
			{
				message: 'AzureException',
				code: '400',
				type: 'BadRequestError',
				provider_specific_fields: { innererror: { code: 'ResponsibleAIPolicyViolation' } },
			},
		],
		[
			'by its words',
			'https://github.com/BerriAI/litellm/pull/12324',
			{ message: AZURE_FILTER, code: '400' },
		],
	];

	it.each(FILTERED)('is refused and not tried again: known %s', async (_, __, error) => {
		const local = connectLocally();
		const transport: Transport = async (request) =>
			request.method === 'POST'
				? reply(400, { error }, JSON_TYPE)
				: await local.connection.transport(request);
		const connection = { ...local.connection, transport };
		const plan = planOf({ rows: rowsOf(1) });
		const { answers } = await submitNow(plan, connection, { concurrency: 1, flex: false });
		expect(answers).toMatchObject([{ outcome: 'refused', retryable: false }]);
	});

	it('is refused with 403, too, which then says nothing of the key (OpenRouter)', async () => {
		const local = connectLocally();
		const error = { code: 403, message: 'Flagged.', metadata: { flagged_input: 'Dear Ann' } };
		const transport: Transport = async (request) =>
			request.method === 'POST'
				? reply(403, { error }, JSON_TYPE)
				: await local.connection.transport(request);
		const connection = { ...local.connection, transport };
		const plan = planOf({ rows: rowsOf(4) });
		const { answers } = await submitNow(plan, connection, { concurrency: 1, flex: false });
		expect(answers.map(({ outcome }) => outcome)).toEqual(Array(4).fill('refused'));
	});

	it('is refused in the background, too, where its words say so', async () => {
		const local = connectLocally();
		const transport: Transport = async (request) =>
			request.path === '/responses'
				? reply(400, { error: { message: AZURE_FILTER } }, JSON_TYPE)
				: await local.connection.transport(request);
		const connection = { ...local.connection, transport };
		const job = await submitInBackground(planOf({ rows: rowsOf(1) }), connection);
		const look = await lookInBackground(job, connection);
		const results = look.state === 'done' ? [...look.collected.results.values()] : [];
		expect(results).toMatchObject([{ outcome: 'refused', retryable: false }]);
	});
});

interface BatchCase {
	readonly says: string;
	readonly source: string;
	readonly batch: Readonly<Record<string, unknown>>;
	readonly outcome: OutcomeKind;
	readonly retryable: boolean;
	readonly words: string;
}

const BATCHES: readonly BatchCase[] = [
	{
		says: 'a list of errors under data',
		source: 'https://github.com/stdapi-ai/stdapi.ai/issues/240',
		batch: {
			status: 'failed',
			errors: {
				object: 'list',
				data: [
					{
						code: 'invalid_json_line',
						line: 1,
						message: 'This line is not parseable as valid JSON.',
						param: null,
					},
				],
			},
		},
		outcome: 'failed',
		retryable: false,
		words:
			'The provider refused the job: This line is not parseable as valid JSON. (invalid_json_line)',
	},
	{
		says: 'no errors at all',
		source: 'https://github.com/experientiallabs/experiential/pull/760',
		batch: { status: 'failed', errors: null },
		outcome: 'failed',
		retryable: true,
		words: 'The provider refused the job and gave no reason.',
	},
	{
		says: 'errors that are a text',
		source: 'own fuzzing',
		batch: { status: 'FAILED', errors: 'Model grok-4.5 is not supported for batch processing.' },
		outcome: 'failed',
		retryable: true,
		words: 'The provider refused the job: Model grok-4.5 is not supported for batch processing.',
	},
	{
		says: 'errors that are one object',
		source: 'own fuzzing',
		batch: {
			status: 'error',
			errors: { code: 'model_not_found', message: 'No such model.' },
		},
		outcome: 'failed',
		retryable: false,
		words: 'The provider refused the job: No such model. (model_not_found)',
	},
	{
		says: 'an error in the place of the errors',
		source: 'https://github.com/tensorzero/tensorzero/issues/1198',
		batch: { status: 'errored', error: { message: 'The runner was lost.', type: 'server_error' } },
		outcome: 'failed',
		retryable: true,
		words: 'The provider refused the job: The runner was lost. (server_error)',
	},
	{
		says: 'errors that are texts, one with the key in use',
		source: 'own fuzzing',
		batch: { status: 'failed', errors: [`Unauthorized: ${KEY} may not use batches.`] },
		outcome: 'failed',
		retryable: true,
		words: 'The provider refused the job: Unauthorized: [key] may not use batches.',
	},
	{
		says: 'a spelling of cancelled',
		source: 'https://github.com/experientiallabs/experiential/pull/783',
		batch: { status: 'canceled' },
		outcome: 'cancelled',
		retryable: true,
		words: 'The job was cancelled before this row’s turn came.',
	},
	{
		says: 'a time that ran out',
		source: 'own fuzzing, after https://docs.mistral.ai/capabilities/batch (TIMEOUT_EXCEEDED)',
		batch: { status: 'TIMEOUT_EXCEEDED' },
		outcome: 'expired',
		retryable: true,
		words: 'The 24 hours passed before this row’s turn came.',
	},
];

describe('a batch that came to nothing', () => {
	it.each(BATCHES)('is told to every row after $says', async (given) => {
		const { batch, words, ...expected } = given;
		const { outcome, retryable, reason } = await outcomeOf((text, path) =>
			/^\/batches\/[^/]+$/.test(path)
				? JSON.stringify({
						...JSON.parse(text),
						output_file_id: null,
						error_file_id: null,
						request_counts: { total: 1, completed: 0, failed: 0 },
						...batch,
					})
				: text,
		);
		expect({ outcome, retryable, reason }).toEqual({
			outcome: expected.outcome,
			retryable: expected.retryable,
			reason: words,
		});
	});
});
