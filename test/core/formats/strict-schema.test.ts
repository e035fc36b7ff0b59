import type { JsonObject } from '../../../core';
import { findMismatch } from '../../../core/formats/json-schema';
import { findSchemaFault, toStrictSchema } from '../../../core/formats/strict-schema';

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
