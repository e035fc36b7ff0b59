import * as fc from 'fast-check';
import { findJson } from '../../../../local-server/src/answerers/upstream/answer-text';
import { readString, type JsonObject } from '../../../../core';
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
	properties: { category: { type: 'string', enum: ['Invoice', 'Other'] } },
	required: ['category'],
	additionalProperties: false,
};
const FITS = '{"category":"Invoice"}';
const CALL = {
	endpoint: 'chat',
	body: {
		model: 'llama3.2',
		messages: [
			{ role: 'system', content: 'Categorize the text.' },
			{ role: 'user', content: 'Please pay the private sum.' },
		],
		response_format: {
			type: 'json_schema',
			json_schema: { name: 'answer', strict: true, schema: SCHEMA },
		},
	},
} as const;

function textOf(body: JsonObject): unknown {
	const choice = listAt(body, 'choices')[0];
	return objectAt(choice, 'message')['content'];
}

function formats(requests: readonly JsonObject[]): unknown[] {
	return requests.map((request) => objectAt(request, 'response_format')['type']);
}

function system(request: JsonObject | undefined): string {
	const message = listAt(request, 'messages')[0];
	return readString(objectAt({ message: message ?? null }, 'message')['content']) ?? '';
}

describe('a model whose server has no JSON schema', () => {
	const words: [string, number, string][] = [
		['in the words of LM Studio', 400, "'response_format.type' must be 'text'"],
		['in the words of llama.cpp', 500, 'failed to parse grammar'],
		['in the words of vLLM', 400, 'guided decoding is not available'],
		['in no words', 422, ''],
	];
	it.each(words)('gets the schema in its instructions: %s', async (_, status, message) => {
		const model = await startModelServer(({ response_format }) =>
			response_format === undefined ? says(FITS) : complains(status, message),
		);
		const { answerer } = answererOf(model);
		const { body } = await answerer(CALL);
		expect(textOf(body)).toBe(FITS);
		const last = model.requests.at(-1);
		expect(system(last)).toContain('Categorize the text.');
		expect(system(last)).toContain(JSON.stringify(SCHEMA));
		expect(listAt(last, 'messages')).toHaveLength(2);
	});

	it('is asked for a JSON object where it has that, and from then on at once', async () => {
		const model = await startModelServer(({ response_format }) =>
			JSON.stringify(response_format).includes('json_schema')
				? complains(400, 'response_format not supported')
				: says(FITS),
		);
		const { answerer } = answererOf(model);
		await answerer(CALL);
		await answerer(CALL);
		expect(formats(model.requests)).toEqual(['json_schema', 'json_object', 'json_object']);
	});

	it('that ignores it and answers in prose is asked once more, and later at once in words', async () => {
		const model = await startModelServer(({ response_format }) =>
			JSON.stringify(response_format).includes('json_schema')
				? says('It is an invoice.')
				: says(FITS),
		);
		const { answerer } = answererOf(model);
		const first = await answerer(CALL);
		expect(textOf(first.body)).toBe(FITS);
		expect(objectAt(first.body, 'usage')).toEqual({
			prompt_tokens: 20,
			completion_tokens: 10,
			total_tokens: 30,
		});
		await answerer(CALL);
		expect(formats(model.requests)).toEqual(['json_schema', 'json_object', 'json_object']);
	});

	it('keeps an error about something else as it is', async () => {
		const model = await startModelServer(() => complains(400, 'context length exceeded'));
		const { answerer } = answererOf(model);
		expect((await answerer(CALL)).status).toBe(400);
		expect(model.requests).toHaveLength(1);
	});
});

describe('an answer that does not fit', () => {
	it('is sent back once with what is wrong', async () => {
		const model = await startModelServer((_, n) => says(n === 1 ? '{"category":"Bill"}' : FITS));
		const { answerer } = answererOf(model);
		expect(textOf((await answerer(CALL)).body)).toBe(FITS);
		const messages = listAt(model.requests[1], 'messages');
		expect(messages.at(-2)).toEqual({ role: 'assistant', content: '{"category":"Bill"}' });
		expect(JSON.stringify(messages.at(-1))).toContain('must be one of');
	});

	it('twice is an error of its own that repeats neither text nor answer', async () => {
		const model = await startModelServer(() => says('{"category":"Bill of the private sum"}'));
		const { answerer } = answererOf(model);
		const answer = await answerer(CALL);
		expect(answer).toMatchObject({ status: 422, body: { error: { code: 'answer_does_not_fit' } } });
		expect(JSON.stringify(answer)).not.toMatch(/private|Bill/);
		expect(model.requests).toHaveLength(2);
	});

	it('tells the allowed values, but no name that the model made up', async () => {
		const model = await startModelServer((_, n) =>
			says(n === 1 ? '{"category":"Bill","private name":1}' : FITS),
		);
		const { answerer } = answererOf(model);
		await answerer(CALL);
		const repair = readString(
			objectAt({ last: listAt(model.requests[1], 'messages').at(-1) ?? null }, 'last')['content'],
		);
		expect(repair).toContain(
			'The answer.category is not one of the allowed values: it must be one of "Invoice","Other"',
		);
		expect(repair).toContain('The answer has a property that was not asked for');
		expect(repair).not.toContain('private');
	});

	it('is judged by being an object where only that is asked for', async () => {
		const model = await startModelServer((_, n) => says(n === 1 ? '[1]' : '{"a":1}'));
		const { answerer } = answererOf(model);
		const body = { ...CALL.body, response_format: { type: 'json_object' } };
		expect(textOf((await answerer({ endpoint: 'chat', body })).body)).toBe('{"a":1}');
		expect(formats(model.requests)).toEqual(['json_object', 'json_object']);
	});
});

describe('JSON in an answer', () => {
	const answers: [string, string][] = [
		['alone', '{"a":1}'],
		['with space around it', '\n {"a":1} \n'],
		['in a fence', '```json\n{"a":1}\n```'],
		['in a fence between words', 'Here it is:\n```\n{"a":1}\n```\nAnything else?'],
		['between words', 'Sure! {"a":1} Hope that helps.'],
		['after thoughts', '<think>{"b":2} or {"a":1}</think>{"a":1}'],
		['after thoughts without an opening tag', 'Hm, {"b":2}?\n</think>\n\n{"a":1}'],
		['after thoughts with braces that never close', 'Like {"b":\n</thinking>Here: {"a":1}'],
	];
	it.each(answers)('is found %s', (_, answer) => {
		expect(findJson(answer)?.value).toEqual({ a: 1 });
	});

	it.each(['', 'no', '"text"', '{"a":', 'a } b {'])('is not found in %j', (answer) => {
		expect(findJson(answer)).toBeUndefined();
	});

	it('is not cut at a closing tag that it holds', () => {
		const value = { summary: 'A model ends its thoughts with </think> {so}' };
		expect(findJson(JSON.stringify(value))?.value).toEqual(value);
	});

	it('is found whatever it holds and whatever prose stands around it', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
				const text = JSON.stringify(value);
				expect(findJson(`Here:\n${text}\nDone.`)?.value).toEqual(JSON.parse(text));
			}),
		);
	});
});
