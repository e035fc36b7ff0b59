import type { JsonObject } from '../../../core';
import { findMismatch, findSchemaFault, toStrictSchema } from '../../../core/formats/json-schema';

describe('findMismatch', () => {
	const schema = {
		type: 'object',
		properties: {
			name: { type: 'string' },
			age: { type: ['integer', 'null'], minimum: 0, maximum: 120 },
			tags: { type: 'array', items: { enum: ['a', 'b'] }, minItems: 1, maxItems: 2 },
			kind: { const: 'person' },
			contact: { anyOf: [{ type: 'string' }, { type: 'null' }] },
		},
		required: ['name', 'kind'],
		additionalProperties: false,
	};
	const fits = { name: 'Ann', age: 30, tags: ['a'], kind: 'person', contact: null };

	it('accepts what fits', () => {
		expect(findMismatch(schema, fits)).toBeUndefined();
		expect(findMismatch(schema, { name: '', kind: 'person', age: null })).toBeUndefined();
	});

	it.each([
		[{ ...fits, name: 1 }, 'answer.name is not a string'],
		[{ ...fits, age: 1.5 }, 'answer.age is not an integer or empty'],
		[{ ...fits, age: '30' }, 'answer.age is not an integer or empty'],
		[{ ...fits, age: -1 }, 'answer.age is below 0'],
		[{ ...fits, age: 121 }, 'answer.age is above 120'],
		[{ ...fits, tags: [] }, 'answer.tags is below 1'],
		[{ ...fits, tags: ['a', 'b', 'a'] }, 'answer.tags is above 2'],
		[{ ...fits, tags: ['a', 'c'] }, 'answer.tags[1] is not one of the allowed values'],
		[{ ...fits, tags: 'a' }, 'answer.tags is not an array'],
		[{ ...fits, kind: 'dog' }, 'answer.kind is not one of the allowed values'],
		[{ ...fits, contact: 7 }, 'answer.contact fits none of the allowed forms'],
		[{ name: 'Ann' }, 'answer.kind is missing'],
		[{ ...fits, extra: 1 }, 'answer.extra was not asked for'],
		[[], 'answer is not an object'],
		[null, 'answer is not an object'],
	])('says of %j that %s', (value, reason) => {
		expect(findMismatch(schema, value)).toBe(reason);
	});

	it('lets anything pass where nothing is asked', () => {
		expect(findMismatch(undefined, 1)).toBeUndefined();
		expect(findMismatch(true, 1)).toBeUndefined();
		expect(findMismatch({}, { a: 1 })).toBeUndefined();
		expect(findMismatch({ type: 'object' }, { a: 1 })).toBeUndefined();
		expect(findMismatch({ type: 'boolean' }, false)).toBeUndefined();
		expect(findMismatch({ type: 'number' }, 1.5)).toBeUndefined();
	});

	it('misses a field although every object inherits one of that name', () => {
		const rule = {
			type: 'object',
			properties: { toString: { type: 'string' } },
			required: ['toString'],
		};
		expect(findMismatch(rule, {})).toBe('answer.toString is missing');
	});
});

describe('toStrictSchema', () => {
	it('closes every object and requires every property', () => {
		expect(
			toStrictSchema({
				type: 'object',
				description: 'A person',
				properties: {
					name: { type: 'string' },
					pets: {
						type: 'array',
						items: { type: 'object', properties: { name: { type: 'string' } } },
					},
				},
			}),
		).toEqual({
			type: 'object',
			description: 'A person',
			properties: {
				name: { type: 'string' },
				pets: {
					type: 'array',
					items: {
						type: 'object',
						properties: { name: { type: 'string' } },
						required: ['name'],
						additionalProperties: false,
					},
				},
			},
			required: ['name', 'pets'],
			additionalProperties: false,
		});
	});

	it('makes nullable what was optional', () => {
		const schema = toStrictSchema({
			type: 'object',
			properties: { a: { type: 'string' }, b: { type: 'number' } },
			required: ['a'],
			additionalProperties: true,
		});
		expect(schema).toEqual({
			type: 'object',
			properties: { a: { type: 'string' }, b: { anyOf: [{ type: 'number' }, { type: 'null' }] } },
			required: ['a', 'b'],
			additionalProperties: false,
		});
		expect(findMismatch(schema, { a: 'x', b: null })).toBeUndefined();
	});

	it('keeps a property that is called like a keyword', () => {
		const properties = { required: { type: 'string' }, properties: { type: 'string' } };
		expect(toStrictSchema({ type: 'object', properties })).toMatchObject({
			properties,
			required: ['required', 'properties'],
		});
	});

	it('changes nothing when it is used twice', () => {
		const once = toStrictSchema({
			type: 'object',
			properties: { a: { anyOf: [{ type: 'string' }, { enum: [1, null] }] } },
			required: [],
		});
		expect(toStrictSchema(once)).toEqual(once);
	});
});

describe('findSchemaFault', () => {
	function withProperties(count: number, property: JsonObject = { type: 'string' }): JsonObject {
		const names = Array.from({ length: count }, (_, index) => `p${index}`);
		return {
			type: 'object',
			properties: Object.fromEntries(names.map((name) => [name, property])),
		};
	}

	function nested(levels: number): JsonObject {
		return levels === 1
			? { type: 'string' }
			: { type: 'object', properties: { a: nested(levels - 1) } };
	}

	it('finds nothing in a schema inside the limits', () => {
		expect(findSchemaFault(withProperties(5000))).toBeUndefined();
		expect(findSchemaFault(nested(10))).toBeUndefined();
	});

	it.each<[string, JsonObject]>([
		['5001 fields', withProperties(5001)],
		['11 levels', nested(11)],
		['1001 allowed values', { enum: Array.from({ length: 1001 }, (_, index) => index) }],
		['characters', withProperties(1, { enum: ['x'.repeat(120_000)] })],
		[
			'one list of over 250',
			{ enum: Array.from({ length: 251 }, (_, index) => `${index}`.padEnd(60, 'x')) },
		],
		['11 levels', { type: 'array', items: nested(10) }],
		[
			'1001 allowed values',
			{ anyOf: [{ enum: Array.from({ length: 1001 }, () => 1) }, { type: 'null' }] },
		],
	])('names the limit that is broken: %s', (words, schema) => {
		expect(findSchemaFault(schema)).toContain(words);
	});
});
