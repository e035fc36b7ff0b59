import type { JsonObject } from '../../../core';
import { custom } from '../../../core/tasks/custom';

const PERSON: JsonObject = {
	type: 'object',
	properties: { name: { type: 'string' }, age: { type: 'number' } },
	required: ['name'],
};

describe('findFaults', () => {
	it.each<[string, JsonObject | undefined, string]>([
		['  ', undefined, 'Write what should be done'],
		['Translate.', { type: 'string' }, 'must be an object'],
		['Translate.', { type: 'object' }, 'must be an object'],
		['Translate.', { type: 'array', items: PERSON }, 'must be an object'],
		[
			'Translate.',
			{ ...PERSON, properties: { a: { enum: Array.from({ length: 1001 }, (_, n) => n) } } },
			'too large',
		],
	])('refuses the prompt %j with the schema %j', (prompt, schema, words) => {
		const task = { kind: 'custom', prompt, ...(schema === undefined ? {} : { schema }) } as const;
		expect(custom.findFaults(task).join(' ')).toContain(words);
	});

	it('finds none in free text or a sound schema', () => {
		expect(custom.findFaults({ kind: 'custom', prompt: 'Translate.' })).toEqual([]);
		expect(custom.findFaults({ kind: 'custom', prompt: 'Translate.', schema: PERSON })).toEqual([]);
	});
});

describe('readAnswer', () => {
	it('hands free text over trimmed, and takes an empty answer as invalid', () => {
		expect(custom.readAnswer({ kind: 'custom' }, ' Bonjour \n')).toEqual({
			fields: { answer: 'Bonjour' },
		});
		expect(custom.readAnswer({ kind: 'custom' }, ' \n')).toEqual({
			invalid: 'The answer is empty.',
			isFormless: true,
		});
	});

	it('reads an answer against the strict form of the schema', () => {
		const shape = custom.shape({ kind: 'custom', prompt: 'Who?', schema: PERSON });
		expect(custom.readAnswer(shape, '{"name":"Ann","age":null}')).toEqual({
			fields: { name: 'Ann', age: null },
		});
		expect(custom.readAnswer(shape, '{"age":1}')).toEqual({
			invalid: 'The field "name" is missing in the answer.',
		});
		expect(custom.instructions({ kind: 'custom', prompt: ' Who? ' })).toBe('Who?');
	});
});
