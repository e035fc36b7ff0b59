import { shapeOf, type AnswerShape, type JsonObject, type OutcomeKind } from '../../core';
import { readVerdict } from '../../core/collect/verdict';
import { readOpenAiResult } from '../../core/protocols/openai/result';
import { CATEGORIZE } from '../support/core/samples';

/**
 * What servers send as the answer of a model, by those who could not read it. Either the answer alone comes out,
 * or it is said what came in its place, and the row is worth one more try. Never thoughts, never a guess.
 */
const FIELDS = { category: 'Invoice', confidence: 0.9, reason: 'It says so.' };
const JSON_ANSWER = JSON.stringify(FIELDS);
const OTHER_ANSWER = JSON.stringify({ ...FIELDS, category: 'Meeting' });
const PRETTY = JSON.stringify(FIELDS, null, 2);

const EXAMINER = 'our own examiner, 2026-11-29';

const LABELS = shapeOf(CATEGORIZE);
const WORDS: AnswerShape = { kind: 'custom' };
const SUMMARY: AnswerShape = { kind: 'summarize', style: 'text' };

function chat(message: unknown, more: object = {}): object {
	return { object: 'chat.completion', choices: [{ finish_reason: 'stop', message, ...more }] };
}

function content(text: string): object {
	return chat({ role: 'assistant', content: text });
}

/** A choice that holds the answer, and that ended in this way. */
function ended(finish_reason: string, more: object = {}): object {
	return { choices: [{ message: { content: JSON_ANSWER }, finish_reason, ...more }] };
}

function responses(...output: readonly object[]): object {
	return { object: 'response', status: 'completed', error: null, output };
}

function message(text: string, more: object = {}): object {
	const part = { type: 'output_text', text, annotations: [] };
	return { type: 'message', role: 'assistant', status: 'completed', content: [part], ...more };
}

const COMMENTARY = { phase: 'commentary' };
const FINAL = { phase: 'final_answer' };
const REASONING = {
	type: 'reasoning',
	id: 'rs_1',
	summary: [{ type: 'summary_text', text: 'An invoice, I think.' }],
	content: [{ type: 'reasoning_text', text: 'It could be {"category":"Meeting"}.' }],
};

function verdictOf(body: object, shape: AnswerShape) {
	return verdictOfLine({ error: null, response: { status_code: 200, body } }, shape);
}

function verdictOfLine(line: object, shape: AnswerShape) {
	const result = readOpenAiResult({ custom_id: 'r0', ...line });
	if (result === undefined) throw new Error('The line is no result.');
	return readVerdict(result, shape);
}

interface Case {
	readonly title: string;
	readonly source: string;
	readonly input: object;
	/** `LABELS` unless it says so. */
	readonly shape?: AnswerShape;
	/** `FIELDS` unless it says so. */
	readonly expected?: JsonObject;
}

const READ: readonly Case[] = [
	// Responses
	{
		title: 'a final answer behind a commentary',
		source: 'openai/openai-python#3859',
		input: responses(
			message('I will check the evidence.', COMMENTARY),
			message(JSON_ANSWER, FINAL),
		),
	},
	{
		title: 'a final answer behind a commentary that would fit as well',
		source: 'openai/openai-python#3859',
		input: responses(message(OTHER_ANSWER, COMMENTARY), message(JSON_ANSWER, FINAL)),
	},
	{
		title: 'a final answer before a commentary',
		source: 'openai/openai-python#3861',
		input: responses(message(JSON_ANSWER, FINAL), message('Done.', COMMENTARY)),
	},
	{
		title: 'the last of two final answers',
		source: 'openai/openai-python#3859',
		input: responses(message(OTHER_ANSWER, FINAL), message(JSON_ANSWER, FINAL)),
	},
	{
		title: 'an answer without a phase behind a message of a phase that nobody knows',
		source: 'openai/openai-python#3861',
		input: responses(message('Hm.', { phase: 'draft' }), message(JSON_ANSWER, { phase: null })),
	},
	{
		title: 'one of two messages that say the same',
		source: 'Effect-TS/effect#6178',
		input: responses(message(JSON_ANSWER), message(JSON_ANSWER)),
	},
	{
		title: 'the last message where none has a phase',
		source: 'openai/openai-python#2546',
		input: responses(message('Let me think.'), message(JSON_ANSWER)),
	},
	{
		title: 'the message that says anything where the last is empty',
		source: 'own fuzzing',
		input: responses(message(JSON_ANSWER), message('')),
	},
	{
		title: 'a message behind the text of reasoning',
		source: 'vllm-project/vllm#43395',
		input: responses(REASONING, message(JSON_ANSWER)),
	},
	{
		title: 'the parts of a message that are text of the answer',
		source: 'openai/openai-python#2546',
		input: responses({
			type: 'message',
			role: 'assistant',
			content: [
				{ type: 'reasoning_text', text: 'Hm.' },
				{ type: 'output_text', text: JSON_ANSWER.slice(0, 20) },
				{ type: 'output_text', text: JSON_ANSWER.slice(20) },
			],
		}),
	},
	{
		title: 'an answer before an echo of what was asked',
		source: EXAMINER,
		input: responses(message(JSON_ANSWER), message('Categorize this.', { role: 'user' })),
	},
	{
		title: 'a final answer whose phase has the short name',
		source: EXAMINER,
		input: responses(message('Hm.', COMMENTARY), message(JSON_ANSWER, { phase: 'final' })),
	},
	{
		title: 'parts without a message around them',
		source: EXAMINER,
		input: responses(
			REASONING,
			{ type: 'output_text', text: JSON_ANSWER.slice(0, 9) },
			{ type: 'output_text', text: JSON_ANSWER.slice(9) },
		),
	},
	{
		title: 'output_text beside an empty output',
		source: EXAMINER,
		input: { ...responses(), output_text: JSON_ANSWER },
	},
	{
		title: 'output_text alone',
		source: EXAMINER,
		input: { object: 'response', output_text: JSON_ANSWER },
	},
	{
		title: 'an output that is a text',
		source: EXAMINER,
		input: { object: 'response', status: 'completed', output: JSON_ANSWER },
	},
	{
		title: 'a whole response inside the body',
		source: EXAMINER,
		input: { response: content(JSON_ANSWER) },
	},
	// Chat: where the answer is
	{
		title: 'a part in the place of a list of parts',
		source: EXAMINER,
		input: chat({ content: { type: 'text', text: JSON_ANSWER } }),
	},
	{
		title: 'a part whose text has a value',
		source: EXAMINER,
		input: chat({ content: [{ type: 'text', text: { value: JSON_ANSWER, annotations: [] } }] }),
	},
	{
		title: 'what the server has parsed itself',
		source: EXAMINER,
		input: chat({ content: null, parsed: FIELDS }),
	},
	{
		title: 'the text of a choice without a message',
		source: EXAMINER,
		input: { object: 'text_completion', choices: [{ text: JSON_ANSWER, finish_reason: 'stop' }] },
	},
	{
		title: 'the second choice where the first is empty',
		source: EXAMINER,
		input: {
			choices: [
				{ index: 0, finish_reason: 'stop', message: { content: '' } },
				{ index: 1, finish_reason: 'stop', message: { content: JSON_ANSWER } },
			],
		},
	},
	{
		title: 'a call of a tool that stands for the schema',
		source: EXAMINER,
		input: chat({
			content: null,
			tool_calls: [
				{ type: 'function', function: { name: 'json_tool_call', arguments: JSON_ANSWER } },
			],
		}),
	},
	{
		title: 'a function_call that stands for the schema',
		source: EXAMINER,
		input: responses({ type: 'function_call', name: 'answer', arguments: JSON_ANSWER }),
	},
	{
		title: 'an answer beside a refusal of blanks',
		source: EXAMINER,
		input: chat({ content: JSON_ANSWER, refusal: ' ' }),
	},
	{
		title: 'an answer that ended in a way that nobody knows',
		source: EXAMINER,
		input: ended('eos'),
	},
	{
		title: 'an answer beside filters that found nothing',
		source: EXAMINER,
		input: ended('stop', { content_filter_results: { hate: { filtered: false } } }),
	},
	{
		title: 'text parts behind a part of thoughts',
		source: 'infiniflow/ragflow#14805',
		input: chat({
			role: 'assistant',
			content: [
				{ type: 'thinking', thinking: [{ type: 'text', text: 'Okay, let’s see.' }], closed: true },
				{ type: 'text', text: JSON_ANSWER },
			],
		}),
	},
	{
		title: 'text in several parts',
		source: 'NousResearch/hermes-agent#4748',
		input: chat({
			content: [
				{ type: 'text', text: JSON_ANSWER.slice(0, 9) },
				{ type: 'text', text: JSON_ANSWER.slice(9) },
			],
		}),
	},
	{
		title: 'the content, never what is called reasoning',
		source: 'sgl-project/sglang#6441',
		input: chat({
			content: JSON_ANSWER,
			reasoning_content: OTHER_ANSWER,
			reasoning: 'Hm.',
		}),
	},
	// Thoughts in the content
	{
		title: 'JSON behind thoughts',
		source: 'msu-denver/bili-core#289',
		input: content(`<think>It says "invoice".</think>${JSON_ANSWER}`),
	},
	{
		title: 'JSON in a fence behind thoughts with braces and brackets',
		source: 'garrytan/gbrain#2559',
		input: content(`<think>I see [2] claims, {one}.</think>\n\n\`\`\`json\n${PRETTY}\n\`\`\``),
	},
	{
		title: 'JSON behind thoughts that try out another answer',
		source: 'garrytan/gbrain#2559',
		input: content(`<think>\nPerhaps ${OTHER_ANSWER}? No.\n</think>\n${JSON_ANSWER}`),
	},
	{
		title: 'JSON behind the closing tag alone, which templates of DeepSeek and Qwen leave',
		source: 'deepseek-ai/DeepSeek-R1#352, open-webui/open-webui#9808',
		input: content(
			`The user wants a category.\nPerhaps ${OTHER_ANSWER}.\n</think>\n\n${JSON_ANSWER}`,
		),
	},
	{
		title: 'JSON behind thoughts that begin with a brace and a closing tag alone',
		source: 'own fuzzing',
		input: content(`{category} could be ${OTHER_ANSWER}.</think>${JSON_ANSWER}`),
	},
	{
		title: 'JSON behind thoughts that speak of their own end',
		source: 'ggml-org/llama.cpp#27661',
		input: content(
			`<think>\nI close with \`</think>\`, then ${OTHER_ANSWER} or such.\n</think>\n${JSON_ANSWER}`,
		),
	},
	{
		title: 'JSON in <answer> behind the closing tag alone',
		source: 'own fuzzing',
		input: content(
			`Perhaps ${OTHER_ANSWER}.</think>\n<answer>\n${JSON_ANSWER}\n</answer><|im_end|>`,
		),
	},
	{
		title: 'JSON behind empty thoughts',
		source: 'QwenLM/Qwen3#1396',
		input: content(`<think>\n\n</think>\n\n${JSON_ANSWER}`),
	},
	{
		title: 'JSON behind tags in capitals with attributes',
		source: 'nanobrowser/nanobrowser#325',
		input: content(`<Think lang="en">${OTHER_ANSWER}</THINK>\n${JSON_ANSWER}`),
	},
	{
		title: 'JSON behind <thinking> inside <thinking>',
		source: 'probelabs/probe#439',
		input: content(`<thinking>\n<thinking>\nHm.\n</thinking>\n</thinking>\n${JSON_ANSWER}`),
	},
	{
		title: 'JSON behind several blocks of thoughts',
		source: 'garrytan/gbrain#2559',
		input: content(`<think>One.</think>\n<reasoning>Two: {}.</reasoning>\n${JSON_ANSWER}`),
	},
	{
		title: 'JSON in <answer> behind thoughts',
		source: 'deepseek-ai/DeepSeek-R1 (the template of R1-Zero)',
		input: content(`<think>Hm.</think> <answer>${JSON_ANSWER}</answer>`),
	},
	{
		title: 'JSON before a closing tag too many',
		source: 'kunchenguid/no-mistakes#1050',
		input: content(`${JSON_ANSWER}\n</think>`),
	},
	{
		title: 'JSON behind [THINK] of Magistral',
		source: 'waybarrios/vllm-mlx#599',
		input: content(`[THINK]It is one of {Invoice, Meeting}.[/THINK]${JSON_ANSWER}`),
	},
	{
		title: 'JSON with the tags of thoughts inside a value, to the letter',
		source: 'probelabs/probe#439',
		input: content(
			JSON.stringify({ ...FIELDS, reason: '<thinking>some</thinking> </think> rest' }),
		),
		expected: { ...FIELDS, reason: '<thinking>some</thinking> </think> rest' },
	},
	// Control tokens
	{
		title: 'JSON before the token that ends a turn',
		source: 'mozilla-ai/llamafile#256',
		input: content(`${JSON_ANSWER}<|im_end|>`),
	},
	{
		title: 'JSON before [EOS]',
		source: 'smg-project/smg#2571',
		input: content(`${JSON_ANSWER}[EOS]`),
	},
	{
		title: 'JSON between the tokens of a turn of Llama 3',
		source: 'thinking-machines-lab/tinker-feedback#90',
		input: content(`<|start_header_id|>assistant<|end_header_id|>\n\n${JSON_ANSWER}<|eot_id|>`),
	},
	{
		title: 'JSON before the turns that a model goes on to invent',
		source: 'airockchip/rknn-llm#36',
		input: content(`${JSON_ANSWER}<|end|><|assistant|> ${OTHER_ANSWER}<|end|><|assistant|> Hi`),
	},
	{
		title: 'JSON before the end of a sentence of DeepSeek',
		source: 'deepseek-ai/DeepSeek-R1#461',
		input: content(`<think>Hm.</think>${JSON_ANSWER}<｜end▁of▁sentence｜>`),
	},
	{
		title: 'JSON in the box of GLM',
		source: 'Blaizzy/mlx-vlm#2170',
		input: content(`<|begin_of_box|>${JSON_ANSWER}<|end_of_box|>`),
	},
	{
		title: 'the final channel of gpt-oss',
		source: 'kekzl/imp#768',
		input: content(
			`<|channel|>analysis<|message|>Perhaps ${OTHER_ANSWER}<|end|><|start|>assistant<|channel|>final<|message|>${JSON_ANSWER}<|return|>`,
		),
	},
	{
		title: 'the final channel of gpt-oss that is held to JSON, without the first token',
		source: 'sgl-project/sglang#9259',
		input: content(
			`analysis<|message|>We need JSON.<|end|><|start|>assistant<|channel|>final <|constrain|>json<|message|>${JSON_ANSWER}`,
		),
	},
	{
		title: 'the final channel of gpt-oss whose tokens were taken off',
		source: 'Augustas11/macprovider#743, oobabooga/textgen#7374',
		input: content(`analysisPerhaps ${OTHER_ANSWER}.assistantfinal${JSON_ANSWER}`),
	},
	{
		title: 'the answer behind the channel of Gemma 4',
		source: 'vllm-project/vllm#50978, NousResearch/hermes-agent#67632',
		input: content(`---<|channel>thought\nPerhaps ${OTHER_ANSWER}\n<channel|>${JSON_ANSWER}`),
	},
	// Fences, and words around
	{
		title: 'a fence in one line',
		source: 'vectorize-io/hindsight#645',
		input: content(`\`\`\`json ${JSON_ANSWER} \`\`\``),
	},
	{
		title: 'a fence without a line break at all',
		source: 'mangiucugna/json_repair#159',
		input: content(`\`\`\`json${JSON_ANSWER}\`\`\``),
	},
	{
		title: 'a fence of another language',
		source: 'NVIDIA-NeMo/labs-OO-Agents#238',
		input: content(`\`\`\`JSON5\n${PRETTY}\n\`\`\``),
	},
	{
		title: 'a fence that does not end',
		source: 'garrytan/gbrain#2559',
		input: content(`\`\`\`json\n${PRETTY}\n`),
	},
	{
		title: 'a fence between words',
		source: 'Nayjest/Gito#244',
		input: content(`Looking at the mail…\n\n\`\`\`json\n${PRETTY}\n\`\`\`\nHope this helps!`),
	},
	{
		title: 'the fence that fits, of several',
		source: 'NVIDIA-NeMo/labs-OO-Agents#238',
		input: content(
			`\`\`\`bash\necho {"a":1}\n\`\`\`\n\`\`\`json\n{"example":true}\n\`\`\`\n\`\`\`json\n${PRETTY}\n\`\`\``,
		),
	},
	{
		title: 'words with backticks before the JSON',
		source: 'langgenius/dify#41958',
		input: content(`Here is \`the\` result: ${JSON_ANSWER}`),
	},
	{
		title: 'words with braces before the JSON',
		source: 'manhhailua/lorekeep#192',
		input: content(`For {project} and {"x}: ${JSON_ANSWER} as for {this}.`),
	},
	{
		title: 'words with a brace that never closes before the JSON',
		source: 'own fuzzing',
		input: content(`I begin with { and then: ${JSON_ANSWER}`),
	},
	{
		title: 'a fence inside a value, to the letter',
		source: 'langgenius/dify#41958',
		input: content(`Sure:\n${JSON.stringify({ ...FIELDS, reason: '```json\n{"a":1}\n```' })}`),
		expected: { ...FIELDS, reason: '```json\n{"a":1}\n```' },
	},
	{
		title: 'the word json before the object',
		source: 'sreerevanth/repopilot#157',
		input: content(`json\n${PRETTY}`),
	},
	{
		title: 'the same object twice',
		source: 'docker/docker-agent#3839, openai/openai-agents-python#1531',
		input: content(`{"reason":"It says so.","category":"Invoice","confidence":0.9}${JSON_ANSWER}`),
	},
	{
		title: 'a byte order mark before the object',
		source: 'typicode/json-server#1666',
		input: content(`\uFEFF${JSON_ANSWER}`),
	},
	// JSON that is nearly right
	{
		title: 'an object in a list of one',
		source: 'browser-use/browser-use#1589, Skyvern-AI/skyvern#4056',
		input: content(`[${JSON_ANSWER}]`),
	},
	{
		title: 'JSON in a JSON text',
		source: 'openclaw/openclaw#150209, modelscope/ms-agent#652',
		input: content(JSON.stringify(JSON_ANSWER)),
	},
	{
		title: 'an object in an object of another name',
		source: 'lennartpollvogt/ollama-instructor#6',
		input: content(JSON.stringify({ Answer: FIELDS })),
	},
	{
		title: 'an object in a fence in an object of another name',
		source: 'coze-dev/coze-studio#573',
		input: content(JSON.stringify({ output: `\n\`\`\`json\n${PRETTY}\n\`\`\`` })),
	},
	{
		title: 'values in the place of a schema’s properties',
		source: 'getzep/graphiti#868',
		input: content(JSON.stringify({ type: 'object', properties: FIELDS })),
	},
	{
		title: 'a comma too many',
		source: 'mem0ai/mem0#5623, ducroo/SICTIC-AI#37',
		input: content(JSON_ANSWER.replace('}', ',\n}')),
	},
	{
		title: 'a comma too many, and none of those in a value',
		source: 'langchain-ai/langchain#11476',
		input: content(
			JSON.stringify({ ...FIELDS, reason: 'As in [1,] and {2, }' }).replace(/\}$/, ',}'),
		),
		expected: { ...FIELDS, reason: 'As in [1,] and {2, }' },
	},
	{
		title: 'line breaks and tabs inside a value',
		source: 'mem0ai/mem0#4420, 567-labs/instructor#75, google/langextract#394',
		input: content(JSON_ANSWER.replace('It says', 'It\n\tsays')),
		expected: { ...FIELDS, reason: 'It\n\tsays so.' },
	},
	{
		title: 'no-break spaces between the tokens',
		source: 'our own examiner, 2026-11-29',
		input: content(PRETTY.replaceAll('  ', '\u00a0\u00a0')),
	},
	{
		title: 'comments between the fields',
		source: 'our own examiner, 2026-11-29',
		input: content(PRETTY.replace(',\n', ', // it\'s {a}\n/* or "b */')),
	},
	{
		title: 'an object without its last brace',
		source: 'mangiucugna/json_repair#59',
		input: content(JSON_ANSWER.slice(0, -1)),
	},
	{
		title: 'quotes of a word processor',
		source: 'our own examiner, 2026-11-29',
		input: content(JSON_ANSWER.replaceAll(/"([^"]*)"/g, '“$1”')),
	},
	{
		title: 'a list with the same object twice',
		source: 'our own examiner, 2026-11-29',
		input: content(`[${JSON_ANSWER},${JSON_ANSWER}]`),
	},
	{
		title: 'a final answer behind a draft',
		source: 'our own examiner, 2026-11-29',
		input: content(
			`\`\`\`json\n${OTHER_ANSWER}\n\`\`\`\n**Final answer:**\n\`\`\`json\n${PRETTY}\n\`\`\``,
		),
	},
	{
		title: 'names in another case',
		source: 'our own examiner, 2026-11-29',
		input: content(JSON_ANSWER.replace('category', 'Category').replace('reason', 'REASON')),
	},
	{
		title: 'JSON behind a draft in <scratchpad>',
		source: 'our own examiner, 2026-11-29',
		input: content(`<scratchpad>${OTHER_ANSWER}</scratchpad>\n${JSON_ANSWER}`),
	},
	{
		title: 'JSON behind a draft between paragraphs',
		source: 'our own examiner, 2026-11-29',
		input: content(`Sure!\n<think>${OTHER_ANSWER}</think>\n${JSON_ANSWER}`),
	},
	// Free words
	{
		title: 'words behind thoughts',
		source: 'odysseus-dev/odysseus#996, FastGPT#3733',
		shape: WORDS,
		input: content('<think>\nLet me see.\n</think>\n\nAn invoice.'),
		expected: { answer: 'An invoice.' },
	},
	{
		title: 'words behind a closing tag alone',
		source: 'NousResearch/hermes-agent#4286, langgenius/dify#17660',
		shape: WORDS,
		input: content('Okay, the user greets me.</think>Hello!'),
		expected: { answer: 'Hello!' },
	},
	{
		title: 'words behind a closing tag alone that a server with a parser lets through',
		source: 'sgl-project/sglang#36285',
		shape: WORDS,
		input: content('Let me reconcile… Let’s write the answer.</think>The root cause is a `<b>`.'),
		expected: { answer: 'The root cause is a `<b>`.' },
	},
	{
		title: 'words that show the tags of thoughts in an example',
		source: 'nbramia/LifeOS#568, QuantumNous/new-api#802',
		shape: WORDS,
		input: content('Use `<think>draft</think>` as the example tag.'),
		expected: { answer: 'Use `<think>draft</think>` as the example tag.' },
	},
	{
		title: 'words in tags that were asked for',
		source: 'own fuzzing',
		shape: WORDS,
		input: content('<reasoning>It says so.</reasoning>\n<label>Invoice</label>'),
		expected: { answer: '<reasoning>It says so.</reasoning>\n<label>Invoice</label>' },
	},
	{
		title: 'words before two tokens at the end',
		source: 'Vali-98/ChatterUI#66, moltis-org/moltis#306',
		shape: WORDS,
		input: content('Hello! How can I help you today?<|end|><|endoftext|>\n'),
		expected: { answer: 'Hello! How can I help you today?' },
	},
	{
		title: 'words before </s>',
		source: 'ggml-org/llama.cpp#6872',
		shape: WORDS,
		input: content('<s> An invoice. </s>'),
		expected: { answer: 'An invoice.' },
	},
	{
		title: 'words in which a closing tag stands behind real thoughts',
		source: 'nanobrowser/nanobrowser#333',
		shape: WORDS,
		input: content('<think>reason</think>Here is answer</think>done'),
		expected: { answer: 'Here is answer</think>done' },
	},
	{
		title: 'words that speak of the tag',
		source: 'openclaw/openclaw#9456',
		shape: WORDS,
		input: content('The bug: `</think>` comes without <think>, see </think> there.'),
		expected: { answer: 'The bug: `</think>` comes without <think>, see </think> there.' },
	},
	{
		title: 'words of the final channel alone',
		source: 'scouzi1966/maclocal-api#121',
		shape: WORDS,
		input: content('<|channel|>analysis<|message|>The sky…<|end|><|channel|>final<|message|>Blue.'),
		expected: { answer: 'Blue.' },
	},
	{
		title: 'words that speak of control tokens',
		source: 'own fuzzing',
		shape: WORDS,
		input: content('Servers leave <|im_end|> behind, and </s>, so <s>this</s> stays.'),
		expected: { answer: 'Servers leave <|im_end|> behind, and </s>, so <s>this</s> stays.' },
	},
	{
		title: 'words with a fence, as they are',
		source: 'NVIDIA-NeMo/labs-OO-Agents#238',
		shape: WORDS,
		input: content('Run this:\n```json\n{"a":1}\n```'),
		expected: { answer: 'Run this:\n```json\n{"a":1}\n```' },
	},
	{
		title: 'words with thoughts between paragraphs',
		source: 'our own examiner, 2026-11-29',
		shape: WORDS,
		input: content('Sure!\n<think>secret</think>\nThe answer.'),
		expected: { answer: 'Sure!\nThe answer.' },
	},
	{
		title: 'words behind tags with blanks in them',
		source: 'elizaOS/eliza#30538',
		shape: WORDS,
		input: content('< think >s</ think >The answer.'),
		expected: { answer: 'The answer.' },
	},
	{
		title: 'words behind a closing tag with blanks around it',
		source: 'THU-MAIC/OpenMAIC#750',
		shape: WORDS,
		input: content('I think so </think> The answer.'),
		expected: { answer: 'The answer.' },
	},
	{
		title: 'words behind a closing tag at the end of a line',
		source: 'THU-MAIC/OpenMAIC#750',
		shape: WORDS,
		input: content('I am done </think>\nThe answer.'),
		expected: { answer: 'The answer.' },
	},
	{
		title: 'words behind the details of Open WebUI',
		source: 'our own examiner, 2026-11-29',
		shape: WORDS,
		input: content(
			'<details type="reasoning" done="true">\n<summary>s</summary>\n</details>\nThe answer.',
		),
		expected: { answer: 'The answer.' },
	},
	{
		title: 'words behind <scratchpad>',
		source: 'our own examiner, 2026-11-29',
		shape: WORDS,
		input: content('<scratchpad>s</scratchpad>\nThe answer.'),
		expected: { answer: 'The answer.' },
	},
	{
		title: 'words behind <reflection>',
		source: 'our own examiner, 2026-11-29',
		shape: WORDS,
		input: content('<reflection>s</reflection>\nThe answer.'),
		expected: { answer: 'The answer.' },
	},
	{
		title: 'words behind <analysis>',
		source: 'our own examiner, 2026-11-29',
		shape: WORDS,
		input: content('<analysis>s</analysis>\nThe answer.'),
		expected: { answer: 'The answer.' },
	},
	{
		title: 'words behind <inner_monologue>',
		source: 'our own examiner, 2026-11-29',
		shape: WORDS,
		input: content('<inner_monologue>s</inner_monologue>\nThe answer.'),
		expected: { answer: 'The answer.' },
	},
	{
		title: 'words behind <reasoning_content>',
		source: 'our own examiner, 2026-11-29',
		shape: WORDS,
		input: content('<reasoning_content>s</reasoning_content>\nThe answer.'),
		expected: { answer: 'The answer.' },
	},
	{
		title: 'words behind the tokens of MedGemma',
		source: 'our own examiner, 2026-11-29',
		shape: WORDS,
		input: content('<unused94>thought\ns<unused95>The answer.'),
		expected: { answer: 'The answer.' },
	},
	{
		title: 'words behind channels with a bare role',
		source: 'our own examiner, 2026-11-29',
		shape: WORDS,
		input: content('assistantanalysisHm.assistantfinalThe answer.'),
		expected: { answer: 'The answer.' },
	},
	{
		title: 'words behind a bare commentary',
		source: 'our own examiner, 2026-11-29',
		shape: WORDS,
		input: content('commentaryHm.assistantfinalThe answer.'),
		expected: { answer: 'The answer.' },
	},
	{
		title: 'words behind a bare final channel',
		source: 'our own examiner, 2026-11-29',
		shape: WORDS,
		input: content('assistantfinalThe answer.'),
		expected: { answer: 'The answer.' },
	},
	{
		title: 'to the letter: analysis of assistantfinal tokens: they are words.',
		source: 'our own examiner, 2026-11-29',
		shape: WORDS,
		input: content('analysis of assistantfinal tokens: they are words.'),
		expected: { answer: 'analysis of assistantfinal tokens: they are words.' },
	},
	{
		title: 'to the letter: Write <|im_end|><|im_start|>user to open a turn, then the text.',
		source: 'our own examiner, 2026-11-29',
		shape: WORDS,
		input: content('Write <|im_end|><|im_start|>user to open a turn, then the text.'),
		expected: { answer: 'Write <|im_end|><|im_start|>user to open a turn, then the text.' },
	},
	{
		title: 'to the letter: <s>old price</s>',
		source: 'our own examiner, 2026-11-29',
		shape: WORDS,
		input: content('<s>old price</s>'),
		expected: { answer: '<s>old price</s>' },
	},
	{
		title: 'to the letter: <s>old</s> new price',
		source: 'our own examiner, 2026-11-29',
		shape: WORDS,
		input: content('<s>old</s> new price'),
		expected: { answer: '<s>old</s> new price' },
	},
	{
		title: 'to the letter: [INST] marks the turn of a user.',
		source: 'our own examiner, 2026-11-29',
		shape: WORDS,
		input: content('[INST] marks the turn of a user.'),
		expected: { answer: '[INST] marks the turn of a user.' },
	},
	{
		title: 'to the letter: Magistral marks thoughts with [THINK] and [/THINK] tokens.',
		source: 'our own examiner, 2026-11-29',
		shape: WORDS,
		input: content('Magistral marks thoughts with [THINK] and [/THINK] tokens.'),
		expected: { answer: 'Magistral marks thoughts with [THINK] and [/THINK] tokens.' },
	},
	{
		title: 'to the letter: <thought>Buy milk</thought> <mood>ok</mood>',
		source: 'our own examiner, 2026-11-29',
		shape: WORDS,
		input: content('<thought>Buy milk</thought>\n<mood>ok</mood>'),
		expected: { answer: '<thought>Buy milk</thought>\n<mood>ok</mood>' },
	},
	{
		title: 'to the letter: <thinking>why</thinking> <category>x</category>',
		source: 'our own examiner, 2026-11-29',
		shape: WORDS,
		input: content('<thinking>why</thinking>\n<category>x</category>'),
		expected: { answer: '<thinking>why</thinking>\n<category>x</category>' },
	},
	{
		title: 'to the letter: <analysis>All is well.</analysis>',
		source: 'our own examiner, 2026-11-29',
		shape: WORDS,
		input: content('<analysis>All is well.</analysis>'),
		expected: { answer: '<analysis>All is well.</analysis>' },
	},
	{
		title: 'to the letter: Das </think> Token endet es.',
		source: 'our own examiner, 2026-11-29',
		shape: WORDS,
		input: content('Das </think> Token endet es.'),
		expected: { answer: 'Das </think> Token endet es.' },
	},
	{
		title: 'to the letter: An example: <think>draft</think> So it is.',
		source: 'our own examiner, 2026-11-29',
		shape: WORDS,
		input: content('An example:\n<think>draft</think>\nSo it is.'),
		expected: { answer: 'An example:\n<think>draft</think>\nSo it is.' },
	},
	{
		title: 'to the letter: Code: ``` a <think>draft</think> ``` So it is.',
		source: 'our own examiner, 2026-11-29',
		shape: WORDS,
		input: content('Code:\n```\na\n<think>draft</think>\n```\nSo it is.'),
		expected: { answer: 'Code:\n```\na\n<think>draft</think>\n```\nSo it is.' },
	},
	{
		title: 'a summary behind thoughts, without them',
		source: 'NousResearch/hermes-agent#4311',
		shape: SUMMARY,
		input: content('<thinking>Short.</thinking>{"summary":"Ann pays.<br>"}'),
		expected: { summary: 'Ann pays.<br>' },
	},
];

const TWICE = `${JSON_ANSWER}\n\nOr, if you like:\n\n${OTHER_ANSWER}`;
const PROSE = 'This is an invoice, I am quite sure.';

interface Refused {
	readonly title: string;
	readonly source: string;
	readonly input: object;
	readonly shape?: AnswerShape;
	readonly says: string;
}

/** Nothing there is an answer: each is worth one more try. */
const NO_ANSWER: readonly Refused[] = [
	{
		title: 'only a reasoning item',
		source: 'NillionNetwork/nilAI#184, ellmer#830',
		input: responses(REASONING),
		says: 'thoughts and no answer',
	},
	{
		title: 'only a commentary',
		source: 'openai/openai-python#3861',
		input: responses(message(JSON_ANSWER, COMMENTARY)),
		says: 'notes on its work and no answer',
	},
	{
		title: 'no output at all',
		source: 'BerriAI/litellm#26087',
		input: responses(),
		says: 'empty',
	},
	{
		title: 'null in place of the content',
		source: 'tidyverse/ellmer#830, vllm-project/vllm#48863',
		input: chat({ role: 'assistant', content: null }),
		says: 'empty',
	},
	{
		title: 'null in place of the content, beside reasoning that would fit',
		source: 'vllm-project/vllm#50948, sgl-project/sglang#6441',
		input: chat({ content: null, reasoning_content: JSON_ANSWER }),
		says: 'thoughts and no answer',
	},
	{
		title: 'an empty content beside reasoning',
		source: 'lmstudio-ai/lmstudio-bug-tracker#1698, scouzi1966/maclocal-api#44',
		input: chat({ content: '', reasoning: JSON_ANSWER }),
		says: 'thoughts and no answer',
	},
	{
		title: 'only a part of thoughts',
		source: 'vercel/ai#8072',
		input: chat({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] }] }),
		says: 'thoughts and no answer',
	},
	{
		title: 'thoughts that never end',
		source: 'odysseus-dev/odysseus#996, eastreams/loong#467',
		input: content('<think>\nPerhaps an invoice. Wait,'),
		says: 'thoughts and no answer',
	},
	{
		title: 'thoughts in free words that never end',
		source: 'odysseus-dev/odysseus#996',
		shape: WORDS,
		input: content('<think>\nPerhaps an invoice. Wait,'),
		says: 'thoughts and no answer',
	},
	{
		title: 'a channel of gpt-oss that is not the final one',
		source: 'NVIDIA/TensorRT-LLM#9256',
		input: content('<|channel|>commentary<|message|>{\n  "path": "/"\n}<|end|>'),
		says: 'thoughts and no answer',
	},
	{
		title: 'a call of a tool',
		source: 'vllm-project/vllm#32633',
		input: chat({ content: null, tool_calls: [{ type: 'function', function: { name: 'ls' } }] }),
		says: 'called a tool',
	},
	{
		title: 'a call of a tool of its own, whatever it was given',
		source: EXAMINER,
		shape: WORDS,
		input: chat({
			content: null,
			tool_calls: [{ function: { name: 'ls', arguments: '{"a":1}' } }],
		}),
		says: 'called a tool',
	},
	{
		title: 'blanks in free words',
		source: 'vllm-project/vllm#17393',
		shape: WORDS,
		input: content('\n \n\t'),
		says: 'empty',
	},
	{
		title: 'no choice',
		source: 'own fuzzing',
		input: { choices: [] },
		says: 'empty',
	},
	{
		title: 'prose of a server that ignores the schema',
		source: 'ollama/ollama#17183, ROCm/FastFlowLM#554',
		input: content(PROSE),
		says: 'not a JSON object',
	},
	{
		title: 'two answers that differ',
		source: 'kunchenguid/no-mistakes#1050',
		input: content(TWICE),
		says: 'more than one',
	},
	{
		title: 'JSON that breaks off, although it is called complete',
		source: 'lmstudio-ai/lmstudio-bug-tracker#1555',
		input: content(JSON_ANSWER.slice(0, -9)),
		says: 'not a JSON object',
	},
	{
		title: 'empty braces in prose, although all may be absent',
		source: 'own fuzzing',
		shape: { kind: 'custom', schema: { type: 'object', properties: { a: { type: 'string' } } } },
		input: content('There is nothing {} to say.'),
		says: 'not a JSON object',
	},
];

interface Ended {
	readonly title: string;
	readonly source: string;
	readonly input: object;
	readonly outcome: OutcomeKind;
	readonly retryable: boolean;
	readonly says: string;
}

const CUT = { source: EXAMINER, outcome: 'truncated', retryable: true } as const;
const BROKEN = { source: EXAMINER, outcome: 'failed', retryable: true } as const;
const FILTERED = {
	source: 'https://github.com/envoyproxy/ai-gateway/issues/2118',
	outcome: 'refused',
	retryable: false,
	says: 'content filter',
} as const;

/** How an answer ended tells whether it is one, whatever its text looks like. */
const ENDED: readonly Ended[] = [
	...['max_tokens', 'MAX_TOKENS', 'model_length', 'repetition_truncation'].map((finish) => ({
		...CUT,
		title: finish,
		input: ended(finish),
		says: 'answer',
	})),
	...['model_context_window_exceeded', 'incomplete'].map((finish) => ({
		...CUT,
		title: finish,
		input: ended(finish),
		says: 'incomplete',
	})),
	{
		...CUT,
		title: 'stop, which the model itself calls MAX_TOKENS',
		input: ended('stop', { native_finish_reason: 'MAX_TOKENS' }),
		says: 'more output tokens',
	},
	...[
		'abort',
		'cancelled',
		'timeout',
		'time_limit',
		'network_error',
		'insufficient_system_resource',
	].map((finish) => ({ ...BROKEN, title: finish, input: ended(finish), says: finish })),
	{
		...BROKEN,
		title: 'error, with words',
		source: 'https://github.com/razzant/claudexor/issues/144',
		input: ended('error', { error: { code: 502, message: 'Upstream closed.' } }),
		says: 'Upstream closed.',
	},
	{
		...BROKEN,
		title: 'stop beside an error with words',
		input: ended('stop', { error: { code: 502, message: 'Upstream closed.' } }),
		says: 'Upstream closed.',
	},
	{
		...BROKEN,
		title: 'error, whose words stand around the choice',
		input: { ...ended('error', { error: null }), error: { message: 'Upstream closed.' } },
		says: 'Upstream closed.',
	},
	{ ...BROKEN, title: 'error, without words', input: ended('error'), says: 'no reason given' },
	...[
		'content-filter',
		'RECITATION',
		'SPII',
		'sensitive',
		'refusal',
		'guardrail',
		'guardrail_intervened',
		'ERROR_TOXIC',
		'safety',
		'blocklist',
		'prohibited_content',
	].map((finish) => ({ ...FILTERED, title: finish, input: ended(finish) })),
	{
		...FILTERED,
		title: 'nothing, beside a filter that found something',
		input: chat(
			{ content: '' },
			{ content_filter_results: { hate: { filtered: true, severity: 'high' } } },
		),
	},
];

const OK = { status_code: 200, body: content(JSON_ANSWER) };

/** Lines with a whole answer, wherever it stands and whatever stands beside it. */
const LINES: readonly (readonly [title: string, line: object])[] = [
	['the word null as its error', { response: OK, error: 'null' }],
	['an error of success', { response: OK, error: { code: '0', message: 'success' } }],
	['an error of code none', { response: OK, error: { code: 'none' } }],
	['an error None: None', { response: OK, error: { code: 'None', message: 'None' } }],
	['a status of 0', { response: { ...OK, status_code: 0 }, error: null }],
	['a body that is a JSON text', { response: { ...OK, body: JSON.stringify(OK.body) } }],
	['a response that is the body', { response: OK.body, error: null }],
	['a body of its own', { body: OK.body, error: null }],
];

describe('the answer of a model', () => {
	it.each(ENDED)('ended with $title', ({ input, outcome, retryable, says }) => {
		expect(verdictOf(input, WORDS)).toMatchObject({
			outcome,
			retryable,
			reason: expect.stringContaining(says),
			answer: {},
		});
	});

	it.each(LINES)('is read from a line with %s', (_title, line) => {
		const { outcome, answer, reason } = verdictOfLine(line, LABELS);
		expect({ outcome, reason }).toEqual({ outcome: 'succeeded', reason: undefined });
		expect(answer).toMatchObject(FIELDS);
	});

	it('is not taken from the request that a line repeats, nor from a real failure', () => {
		const request = { model: 'm', messages: [{ role: 'user', content: JSON_ANSWER }] };
		for (const line of [
			{ body: request },
			{ response: { status_code: 0, body: { error: { message: 'No room.' } } } },
			{ response: OK, error: { code: '1', message: 'No room.' } },
			{ response: { ...OK, status_code: 0 }, error: { message: 'No room.' } },
			{ response: { ...OK, status_code: 503 }, error: null },
		]) {
			expect(verdictOfLine(line, LABELS)).toMatchObject({ outcome: 'failed', answer: {} });
		}
	});

	it.each(READ)('is read from $title', ({ input, shape = LABELS, expected = FIELDS }) => {
		const { outcome, answer, reason } = verdictOf(input, shape);
		expect({ outcome, reason }).toEqual({ outcome: 'succeeded', reason: undefined });
		expect(answer).toMatchObject(expected);
	});

	it.each(NO_ANSWER)('is missed, and asked for once more, in $title', ({ input, shape, says }) => {
		expect(verdictOf(input, shape ?? LABELS)).toMatchObject({
			outcome: 'invalid',
			retryable: true,
			reason: expect.stringContaining(says),
			answer: {},
		});
	});

	it('is not asked for again where it is JSON that does not fit', () => {
		const strange = content(JSON.stringify({ ...FIELDS, category: 'Zebra' }));
		expect(verdictOf(strange, LABELS)).toMatchObject({ outcome: 'invalid', retryable: false });
	});

	it('has a source for every case', () => {
		const cases = [...READ, ...NO_ANSWER, ...ENDED];
		expect(cases.length).toBeGreaterThanOrEqual(25);
		expect(new Set(cases.map(({ title }) => title)).size).toBe(cases.length);
		expect(cases.filter(({ source }) => source === '')).toEqual([]);
	});
});
