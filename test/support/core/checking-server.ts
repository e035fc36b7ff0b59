import { isJsonObject, type HttpRequest, type JsonObject } from '../../../core';
import { boundaryOf, readMultipart } from '../../../local-server/src/http/multipart';

/** What servers ask of each line of each file that is uploaded for batches, whatever it is for. */
export interface UploadedFile {
	readonly name: string;
	readonly purpose: string;
	readonly bytes: Buffer;
	readonly endpoint: string;
}

/** What stands in a line, read as far as it can be. */
interface Line {
	readonly text: string;
	readonly value: unknown;
	readonly request: JsonObject;
	readonly body: JsonObject;
}

export function readUpload({ headers, body }: HttpRequest, endpoint: string): UploadedFile {
	const type = headers?.['content-type'] ?? '';
	expect(boundaryOf(type)).not.toBe('');
	const parts = readMultipart(Buffer.concat(body?.chunks ?? []), type);
	const part = (name: string) => parts.find((one) => one.name === name);
	return {
		name: part('file')?.filename ?? '',
		purpose: part('purpose')?.contents.toString('utf8') ?? '',
		bytes: part('file')?.contents ?? Buffer.alloc(0),
		endpoint,
	};
}

function linesOf({ bytes }: UploadedFile): readonly Line[] {
	return bytes
		.toString('utf8')
		.split('\n')
		.filter((text) => text.trim() !== '')
		.map((text) => {
			const value = parsed(text);
			const request = isJsonObject(value) ? value : {};
			return { text, value, request, body: isJsonObject(request['body']) ? request['body'] : {} };
		});
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Every text in a JSON value, names too. */
function textsIn(value: unknown): readonly string[] {
	if (typeof value === 'string') return [value];
	if (Array.isArray(value)) return value.flatMap(textsIn);
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, inner]) => [name, ...textsIn(inner)]);
}

function inputOf({ body, request }: Line): unknown {
	return request['url'] === '/v1/responses' ? body['input'] : body['messages'];
}

function isMessage(message: unknown): boolean {
	return (
		isJsonObject(message) &&
		['system', 'user'].includes(String(message['role'])) &&
		typeof message['content'] === 'string' &&
		message['content'] !== ''
	);
}

const MODEL = 'demo';
/** Where Python’s `splitlines` ends a line, beside a line feed. */
const OTHER_LINE_ENDS = ['\r', '\v', '\f', '\x1c', '\x1d', '\x1e', '\x85', '\u2028', '\u2029'];
const LIMITS = { lines: 50_000, lineBytes: 10_000_000, fileBytes: 200_000_000 };

export type Rule = readonly [string, string, (file: UploadedFile) => boolean];

function line(holds: (line: Line, file: UploadedFile) => boolean): Rule[2] {
	return (file) => linesOf(file).every((one) => holds(one, file));
}

/** Each with a server that refuses the file, or fails the batch, where it is broken. */
export const RULES: readonly Rule[] = [
	[
		'is called .jsonl',
		'BerriAI/litellm#37527',
		({ name }) => name.toLowerCase().endsWith('.jsonl'),
	],
	[
		'has a name that any disk and table takes',
		'experientiallabs/experiential#907',
		({ name }) => name.length <= 255 && /^[\w.-]+$/.test(name),
	],
	['is for batches', 'llm-d/llm-d-batch-gateway#152', ({ purpose }) => purpose === 'batch'],
	['has a line', 'BerriAI/litellm#37527', (file) => linesOf(file).length > 0],
	[
		'has no byte order mark',
		'juanjoDiaz/streamparser-json#40',
		({ bytes }) => !bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])),
	],
	[
		'is UTF-8 to its last byte',
		'mkht/PSOpenAI#19',
		({ bytes }) => Buffer.from(bytes.toString('utf8'), 'utf8').equals(bytes),
	],
	[
		'has no blank line, and ends with a line',
		'llm-d/llm-d-batch-gateway#574',
		({ bytes }) => {
			const lines = bytes.toString('utf8').split('\n');
			return lines.pop() === '' && lines.every((text) => text.trim() !== '');
		},
	],
	[
		'has no other line ends than its own, for whoever splits at any',
		'volcengine/OpenViking#3984',
		({ bytes }) => !OTHER_LINE_ENDS.some((end) => bytes.includes(end)),
	],
	['is JSON in each line', 'vllm-project/aibrix#1701', line(({ value }) => value !== undefined)],
	[
		'is an object in each line',
		'headroomlabs-ai/headroom#2316',
		line(({ value }) => isJsonObject(value)),
	],
	[
		'has whole characters in each text',
		'elizaOS/eliza#18079',
		line(({ value }) => textsIn(value).every((text) => !/\p{Surrogate}/u.test(text))),
	],
	[
		'has no NUL in any text',
		'mastra-ai/mastra#15573',
		line(({ value }) => textsIn(value).every((text) => !text.includes('\0'))),
	],
	[
		'has a custom_id in each line',
		'llm-d/llm-d-batch-gateway#157',
		line(({ request }) => typeof request['custom_id'] === 'string' && request['custom_id'] !== ''),
	],
	[
		'has no custom_id twice',
		'llm-d/llm-d-batch-gateway#147',
		(file) => {
			const lines = linesOf(file);
			return new Set(lines.map(({ request }) => request['custom_id'])).size === lines.length;
		},
	],
	[
		'has short and plain custom_ids',
		'anthropics/anthropic-sdk-python#984',
		line(({ request }) => /^[A-Za-z0-9_-]{1,64}$/.test(String(request['custom_id']))),
	],
	['posts', 'vllm-project/aibrix#2170', line(({ request }) => request['method'] === 'POST')],
	[
		'names the endpoint of the job in each line',
		'openai/openai-python#2497',
		line(({ request }, { endpoint }) => request['url'] === endpoint),
	],
	[
		'has a body in each line',
		'ogx-ai/ogx#3384',
		line(({ request }) => isJsonObject(request['body'])),
	],
	[
		'has nothing beside what a line may have',
		'vllm-project/vllm#12430',
		line(({ request }) => Object.keys(request).join() === 'custom_id,method,url,body'),
	],
	[
		'names the model in each body',
		'lucianotonet/groq-php#14',
		line(({ body }) => typeof body['model'] === 'string' && body['model'] !== ''),
	],
	[
		'names one model, the one of the job',
		'BerriAI/litellm#10719',
		line(({ body }) => body['model'] === MODEL),
	],
	[
		'asks something in each line',
		'SecureBananaLabs/bug-bounty#6096',
		line((one) => {
			const input = inputOf(one);
			return Array.isArray(input)
				? input.length > 0 && input.every(isMessage)
				: typeof input === 'string' && input.trim() !== '';
		}),
	],
	['does not ask for a stream', 'vllm-project/vllm#50026', line(({ body }) => !('stream' in body))],
	[
		'asks for no fewer tokens than can be asked for',
		'vectorize-io/hindsight#58',
		line(({ body }) => Number(body['max_output_tokens'] ?? 16) >= 16),
	],
	[
		'says in one way only how many tokens it wants',
		'editor-code-assistant/eca#231',
		line(
			({ body }) =>
				['max_tokens', 'max_completion_tokens', 'max_output_tokens'].filter((name) => name in body)
					.length <= 1,
		),
	],
	[
		'has no more lines than a job may have requests',
		'vllm-project/aibrix#1701',
		(file) => linesOf(file).length <= LIMITS.lines,
	],
	[
		'has no line that is longer than a request may be',
		'doublewordai/control-layer#674',
		line(({ text }) => Buffer.byteLength(text) <= LIMITS.lineBytes),
	],
	[
		'is no larger than a file may be',
		'bespokelabsai/curator#113',
		({ bytes }) => bytes.byteLength <= LIMITS.fileBytes,
	],
	[
		'is nested no deeper than strict readers follow',
		'spray/spray-json#286',
		line(({ value }) => depthOf(value) <= 64),
	],
];

function depthOf(value: unknown): number {
	if (typeof value !== 'object' || value === null) return 0;
	return (
		1 +
		Object.values(value).reduce((deepest: number, inner) => Math.max(deepest, depthOf(inner)), 0)
	);
}
