import type { JsonObject } from '../../../../core';
import {
	changeRequest,
	encodeTemplate,
	type Endpoint,
	readOwnFields,
	readRequest,
} from '../../../../core/protocols/openai/request';
import type { RequestSettings, SentRequest } from '../../../../core/protocols/protocol';
import { promptOf } from '../../../../core/tasks';
import { CATEGORIZE } from '../../../support/core/samples';

function lineOf(
	changes: Partial<RequestSettings>,
	endpoint: Endpoint = '/v1/responses',
	id = 'r0',
	text = 'Hello',
): unknown {
	const settings = { model: 'gpt-6-luna', prompt: promptOf(CATEGORIZE), ...changes };
	const { head, middle, tail } = encodeTemplate(endpoint, settings);
	const line = head + id + middle + JSON.stringify(text).slice(1, -1) + tail;
	expect(line.indexOf('\n')).toBe(line.length - 1);
	return JSON.parse(line);
}

describe('encodeTemplate', () => {
	const { instructions, schema } = promptOf(CATEGORIZE);

	it('makes a line for the Responses API that asks for a strict schema and stores nothing', () => {
		expect(
			lineOf({
				maxOutputTokens: 900,
				extra: { reasoning: { effort: 'low' } },
			}),
		).toEqual({
			custom_id: 'r0',
			method: 'POST',
			url: '/v1/responses',
			body: {
				model: 'gpt-6-luna',
				reasoning: { effort: 'low' },
				store: false,
				max_output_tokens: 900,
				text: { format: { type: 'json_schema', name: 'answer', strict: true, schema } },
				instructions,
				input: '<row>\nHello\n</row>',
			},
		});
	});

	it('makes a line for Chat Completions that asks for a strict schema', () => {
		expect(lineOf({ maxOutputTokens: 900 }, '/v1/chat/completions')).toEqual({
			custom_id: 'r0',
			method: 'POST',
			url: '/v1/chat/completions',
			body: {
				model: 'gpt-6-luna',
				max_completion_tokens: 900,
				response_format: {
					type: 'json_schema',
					json_schema: { name: 'answer', strict: true, schema },
				},
				messages: [
					{ role: 'system', content: instructions },
					{ role: 'user', content: '<row>\nHello\n</row>' },
				],
			},
		});
	});

	it('asks for free text when the task has no schema', () => {
		const prompt = promptOf({ kind: 'custom', prompt: 'Translate.' });
		expect(lineOf({ prompt })).toHaveProperty('body', {
			model: 'gpt-6-luna',
			store: false,
			instructions: prompt.instructions,
			input: '<row>\nHello\n</row>',
		});
		expect(lineOf({ prompt }, '/v1/chat/completions')).not.toHaveProperty('body.response_format');
	});

	it.each(['/v1/responses', '/v1/chat/completions'] as const)(
		'finds the place of the row in %s although the prompt holds the same marks',
		(endpoint) => {
			const prompt = promptOf({ kind: 'custom', prompt: 'Say "" and {text} and "".' });
			const line = lineOf({ prompt, model: 'a""b' }, endpoint, 'r7-x', 'the "row"\n');
			expect(line).toMatchObject({ custom_id: 'r7-x', body: { model: 'a""b' } });
			expect(JSON.stringify(line)).toContain(
				JSON.stringify('<row>\nthe "row"\n\n</row>').slice(1, -1),
			);
			expect(JSON.stringify(line)).toContain(JSON.stringify(prompt.instructions));
		},
	);
});

describe.each(['/v1/responses', '/v1/chat/completions'] as const)('a line for %s', (endpoint) => {
	function sentWith(changes: Partial<RequestSettings>): SentRequest {
		const request = readRequest(lineOf(changes, endpoint, 'r7'));
		if (request === undefined) throw new Error('The line cannot be read');
		return request;
	}

	it('is read back with its id, its model and the room for its answer', () => {
		expect(sentWith({ maxOutputTokens: 50 })).toMatchObject({
			id: 'r7',
			model: 'gpt-6-luna',
			outputLimit: 50,
		});
		expect(sentWith({})).not.toHaveProperty('outputLimit');
		expect(sentWith({ extra: { max_tokens: 70 } }).outputLimit).toBe(70);
	});

	it('is the same request after nothing was changed', () => {
		const sent = sentWith({ maxOutputTokens: 50 });
		expect(changeRequest(sent, {})).toEqual(sent);
	});

	it('gets another id, another text and more room, and keeps all else', () => {
		const sent = sentWith({ maxOutputTokens: 50 });
		const changed = changeRequest(sent, {
			id: 'r8',
			text: (text) => text.replace('Hello', 'Bye'),
			room: 4,
		});
		expect(changed).toMatchObject({ id: 'r8', outputLimit: 200 });
		const wanted = lineOf({ maxOutputTokens: 200 }, endpoint, 'r8', 'Bye');
		expect(changed?.line).toEqual(wanted);
	});

	it('gets whole tokens as its share of the room', () => {
		expect(changeRequest(sentWith({ maxOutputTokens: 50 }), { room: 1 / 3 })?.outputLimit).toBe(17);
	});

	it('cannot be changed where it has no such text', () => {
		expect(changeRequest(sentWith({}), { text: () => undefined })).toBeUndefined();
		const empty = { id: 'r7', line: { custom_id: 'r7', body: { model: 'x' } } };
		expect(changeRequest(empty, { text: (text) => text })).toBeUndefined();
	});
});

describe('readRequest', () => {
	it.each([undefined, null, 'text', [], {}, { custom_id: 'r0' }, { custom_id: 1, body: {} }])(
		'reads no request out of %j',
		(line) => {
			expect(readRequest(line)).toBeUndefined();
		},
	);
});

describe('the user’s own fields', () => {
	it.each(['model', 'input', 'instructions', 'messages', 'stream', 'background', 'store'])(
		'may not hold %s, which only Offpeak may set',
		(field) => {
			expect(readOwnFields({ temperature: 0, [field]: 'x' }).taken).toBe(field);
		},
	);

	it.each<[JsonObject, object]>([
		[{}, { limitsOutput: false }],
		[{ temperature: 0 }, { limitsOutput: false }],
		[{ max_output_tokens: 5 }, { limitsOutput: true }],
		[{ max_completion_tokens: 5 }, { limitsOutput: true }],
		[{ max_tokens: 5 }, { limitsOutput: true }],
		[{ reasoning: { effort: 'low' } }, { limitsOutput: false, effort: 'low' }],
		[{ reasoning_effort: 'high' }, { limitsOutput: false, effort: 'high' }],
	])('%j come to %j', (extra, fields) => {
		expect(readOwnFields(extra)).toEqual(fields);
	});
});
