import { readJsonAnswer } from '../../../core/tasks/answer';

const TREE = {
	type: 'object',
	properties: { name: { type: 'string' }, child: { $ref: '#' } },
	required: ['name'],
};
const LIST = {
	type: 'object',
	properties: { items: { type: 'array', items: { type: 'string' } } },
	required: ['items'],
};

describe('readJsonAnswer', () => {
	it('gives no part of an answer for the whole, whichever of its fields is missing', () => {
		const part = { name: 'b' };
		expect(readJsonAnswer(JSON.stringify({ child: part }), TREE)).toHaveProperty('invalid');
		expect(readJsonAnswer(`So: {"child":${JSON.stringify(part)}}`, TREE)).toHaveProperty('invalid');
		expect(readJsonAnswer(JSON.stringify({ answer: part }), TREE)).toEqual({ fields: part });
	});

	it('takes nothing out of a schema whose names it does not know', () => {
		const schema = { anyOf: [{ type: 'object', required: ['name'] }] };
		expect(readJsonAnswer('{"answer":{"name":"b"}}', schema)).toHaveProperty('invalid');
	});

	it.each([
		'["a","b"]',
		'{"items":"[\\"a\\",\\"b\\"]"}',
		'```\n["a","b"]\n```',
		'[{"items":["a","b"]}]',
	])('reads the only field, a list, out of %s', (text) => {
		expect(readJsonAnswer(text, LIST)).toEqual({ fields: { items: ['a', 'b'] } });
	});

	it.each([
		'{"Name":"a"}',
		'So: {"NAME":"a"}',
		'[{"name":"a"},{"name":"a"}]',
		'{"name":"x"}\n\n**Final answer:**\n```json\n{"name":"a"}\n```',
	])('reads the one answer that can be meant out of %s', (text) => {
		expect(readJsonAnswer(text, TREE)).toEqual({ fields: { name: 'a' } });
	});

	it.each([
		'{"Name":"a","NAME":"b"}',
		'{"Name":"a","name":7}',
		'{"Child":{"name":"b"}}',
		'[{"name":"a"},{"name":"b"}]',
		'{"name":"x"}\n{"name":"a"} is the final answer',
		'{"name":"x"}\nFinal answer: {"name":"a"} or {"name":"b"}',
	])('guesses nothing about %s', (text) => {
		expect(readJsonAnswer(text, TREE)).toHaveProperty('invalid');
	});

	it('drops nothing that stands beside the only field', () => {
		expect(readJsonAnswer('{"items":"[\\"a\\"]","note":"b"}', LIST)).toHaveProperty('invalid');
	});

	it('takes no second answer for none, and no two for one', () => {
		const answers = { one: { name: 'a' }, two: { name: 'b' } };
		expect(readJsonAnswer(JSON.stringify(answers), TREE)).toHaveProperty('invalid');
		expect(readJsonAnswer('{"name":"a"} or {"name":"b"}', TREE)).toEqual({
			invalid: 'The model gave more than one answer, and they differ.',
			isFormless: true,
		});
	});

	it('says what does not fit of JSON that stands between words', () => {
		expect(readJsonAnswer('Sure: {"name":7}', TREE)).toEqual({
			invalid: expect.stringContaining('name'),
			isFormless: true,
		});
	});
});
