import type { JsonObject } from '../../../../core';
import { listAt, objectAt } from '../../../../local-server/src/json';
import {
	answererOf,
	closeModelServers,
	complains,
	says,
	startModelServer,
} from '../../model-server';

afterEach(closeModelServers);

const SCHEMA = {
	type: 'object',
	properties: {
		category: { type: 'string', enum: ['Invoice', 'Other'] },
		confidence: { type: 'number' },
	},
	required: ['category', 'confidence'],
	additionalProperties: false,
};
const FITS = '{"category":"Invoice","confidence":0.9}';

/** What Submit Batch sends on `/v1/responses`. */
const RESPONSE: JsonObject = {
	model: 'llama3.2',
	store: false,
	max_output_tokens: 300,
	text: { format: { type: 'json_schema', name: 'answer', strict: true, schema: SCHEMA } },
	instructions: 'Categorize the text.',
	input: '<row>\nPlease pay.\n</row>',
};

function textOf(body: JsonObject): unknown {
	const message = listAt(body, 'output')[0];
	return objectAt(
		listAt(message, 'content')[0] ? { part: listAt(message, 'content')[0] ?? null } : {},
		'part',
	)['text'];
}

describe('a response from an upstream', () => {
	it('is asked for as a chat completion that local servers understand', async () => {
		const model = await startModelServer(() => says(FITS));
		const { answerer } = answererOf(model);
		await answerer({ endpoint: 'responses', body: RESPONSE });
		expect(model.requests).toEqual([
			{
				model: 'llama3.2',
				max_tokens: 300,
				messages: [
					{ role: 'system', content: 'Categorize the text.' },
					{ role: 'user', content: '<row>\nPlease pay.\n</row>' },
				],
				response_format: {
					type: 'json_schema',
					json_schema: { name: 'answer', strict: true, schema: SCHEMA },
				},
			},
		]);
	});

	it('comes back in the shape that was asked for, with its usage', async () => {
		const details = { prompt_tokens_details: { cached_tokens: 4 } };
		const model = await startModelServer(() => says(FITS, {}, details));
		const { answerer } = answererOf(model);
		const { status, body } = await answerer({ endpoint: 'responses', body: RESPONSE });
		expect(status).toBe(200);
		expect(body).toMatchObject({
			id: expect.stringMatching(/^resp_/),
			object: 'response',
			status: 'completed',
			model: 'llama3.2',
			error: null,
			incomplete_details: null,
			output: [
				{
					type: 'message',
					role: 'assistant',
					content: [{ type: 'output_text', text: FITS, annotations: [] }],
				},
			],
			usage: {
				input_tokens: 10,
				input_tokens_details: { cached_tokens: 4 },
				output_tokens: 5,
				total_tokens: 15,
			},
		});
	});

	const endings: [string, object, object][] = [
		[
			'a cut answer as incomplete',
			{ finish_reason: 'length', message: { role: 'assistant', content: '{"cat' } },
			{ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } },
		],
		[
			'a filtered one as incomplete',
			{ finish_reason: 'content_filter', message: { role: 'assistant', content: '' } },
			{ status: 'incomplete', incomplete_details: { reason: 'content_filter' } },
		],
		[
			'a refusal as one',
			{ message: { role: 'assistant', content: null, refusal: 'I cannot.' } },
			{ status: 'completed', output: [{ content: [{ type: 'refusal', refusal: 'I cannot.' }] }] },
		],
	];
	it.each(endings)('gives %s, without asking again', async (_, choice, expected) => {
		const model = await startModelServer(() => says('', choice));
		const { answerer } = answererOf(model);
		const { body } = await answerer({ endpoint: 'responses', body: RESPONSE });
		expect(body).toMatchObject(expected);
		expect(model.requests).toHaveLength(1);
	});

	it('takes parts, images and several messages, with one system message in front', async () => {
		const model = await startModelServer(() => says('fine'));
		const { answerer } = answererOf(model);
		const input = [
			{ role: 'developer', content: [{ type: 'input_text', text: 'Be brief.' }] },
			{
				role: 'user',
				content: [
					{ type: 'input_text', text: 'One' },
					{ type: 'input_text', text: 'two' },
				],
			},
			{ type: 'reasoning', summary: [] },
			{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Yes?' }] },
			{
				role: 'user',
				content: [{ type: 'input_image', image_url: 'data:image/png;base64,AA', detail: 'low' }],
			},
		];
		const body = { model: 'llama3.2', instructions: 'Help.', input, temperature: 0, top_k: 5 };
		await answerer({ endpoint: 'responses', body });
		expect(model.requests[0]).toEqual({
			model: 'llama3.2',
			temperature: 0,
			top_k: 5,
			messages: [
				{ role: 'system', content: 'Help.\n\nBe brief.' },
				{ role: 'user', content: 'One\ntwo' },
				{ role: 'assistant', content: 'Yes?' },
				{
					role: 'user',
					content: [
						{ type: 'image_url', image_url: { url: 'data:image/png;base64,AA', detail: 'low' } },
					],
				},
			],
		});
	});

	const odd: [string, JsonObject][] = [
		['tools', { tools: [{ type: 'web_search' }] }],
		[
			'an input file',
			{ input: [{ role: 'user', content: [{ type: 'input_file', file_id: 'f' }] }] },
		],
		['a tool result', { input: [{ type: 'function_call_output', call_id: 'c', output: '1' }] }],
	];
	it.each(odd)('is refused when it needs %s', async (_, extra) => {
		const model = await startModelServer(() => says('fine'));
		const { answerer } = answererOf(model);
		const body = { model: 'llama3.2', input: 'hi', ...extra };
		const answer = await answerer({ endpoint: 'responses', body });
		expect(answer).toMatchObject({
			status: 400,
			body: { error: { code: 'unsupported_parameter' } },
		});
		expect(model.requests).toHaveLength(0);
	});

	it('leaves reasoning effort out for a model that does not think, and remembers it', async () => {
		const model = await startModelServer(({ reasoning_effort }) =>
			reasoning_effort === undefined
				? says('fine')
				: complains(400, '"llama3.2" does not support thinking'),
		);
		const { answerer } = answererOf(model);
		const body = { model: 'llama3.2', input: 'hi', reasoning: { effort: 'low' } };
		for (let n = 0; n < 2; n += 1) {
			expect((await answerer({ endpoint: 'responses', body })).status).toBe(200);
		}
		expect(model.requests.map((request) => request['reasoning_effort'])).toEqual([
			'low',
			undefined,
			undefined,
		]);
	});

	it('goes without the thoughts that a reasoning model put before it', async () => {
		const model = await startModelServer(() => says('<think>Hm, {"a":1}?</think>\n\nShort.'));
		const { answerer } = answererOf(model);
		const body = { model: 'llama3.2', input: 'hi' };
		expect(textOf((await answerer({ endpoint: 'responses', body })).body)).toBe('Short.');
	});

	it('goes without thoughts whose opening tag stood in the prompt', async () => {
		const model = await startModelServer(() => says('Okay, {"a":1}? Or no.\n</think>\n\nShort.'));
		const { answerer } = answererOf(model);
		const body = { model: 'deepseek-r1', input: 'hi' };
		expect(textOf((await answerer({ endpoint: 'responses', body })).body)).toBe('Short.');
	});

	it('keeps thoughts that it only talks about', async () => {
		const said = 'They wrote <think> and </think> around it.';
		const model = await startModelServer(() => says(said));
		const { answerer } = answererOf(model);
		const body = { model: 'llama3.2', input: 'hi' };
		expect(textOf((await answerer({ endpoint: 'responses', body })).body)).toBe(said);
	});
});

describe('a chat completion from an upstream', () => {
	it('is passed on whole', async () => {
		const model = await startModelServer(() => says('fine', { logprobs: null }));
		const { answerer } = answererOf(model);
		const messages = [{ role: 'user', content: 'hi' }];
		const body = {
			model: 'llama3.2',
			messages,
			max_completion_tokens: 9,
			metadata: { a: 'b' },
			seed: 7,
		};
		const answer = await answerer({ endpoint: 'chat', body });
		expect(answer).toEqual({ status: 200, body: says('fine', { logprobs: null }).body });
		expect(model.requests).toEqual([{ model: 'llama3.2', messages, max_tokens: 9, seed: 7 }]);
	});

	it('without choices is an error', async () => {
		const model = await startModelServer(() => ({ body: { id: 'x', choices: [] } }));
		const { answerer } = answererOf(model);
		const body = { model: 'llama3.2', messages: [{ role: 'user', content: 'hi' }] };
		expect((await answerer({ endpoint: 'chat', body })).status).toBe(502);
	});
});
