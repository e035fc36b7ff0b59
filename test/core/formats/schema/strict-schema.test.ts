import type { JsonObject, JsonValue } from '../../../../core';
import { findMismatch } from '../../../../core/formats/schema/json-schema';
import {
	findSchemaFault,
	findStrictFaults,
	toStrictSchema,
} from '../../../../core/formats/schema/strict-schema';

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

	it('counts what stands in definitions, and the text of constants', () => {
		const many = Array.from({ length: 1001 }, (_, index) => index);
		expect(findSchemaFault({ type: 'object', $defs: { e: { enum: many } } })).toContain('1001');
		expect(findSchemaFault({ const: 'x'.repeat(120_001) })).toContain('characters');
		expect(findSchemaFault({ $defs: { e: nested(10) } })).toBeUndefined();
		expect(findSchemaFault({ $defs: { e: nested(11) } })).toContain('11 levels');
	});
});

describe('findStrictFaults', () => {
	function faultsOf(property: JsonValue, more: JsonObject = {}): readonly string[] {
		return findStrictFaults({ type: 'object', properties: { a: property }, ...more });
	}

	it('finds none in what strict mode takes as it is, and in what says the same', () => {
		expect(faultsOf({ type: ['string', 'null'], enum: ['x', null] })).toEqual([]);
		expect(faultsOf({ anyOf: [{ type: 'string' }], maxLength: 5 })).toEqual([]);
		const $defs = { b: { type: 'array', items: { type: 'string' } } };
		expect(faultsOf({ type: 'array', $ref: '#/$defs/b' }, { $defs })).toEqual([]);
		expect(faultsOf({ type: 'object', properties: {}, additionalProperties: false })).toEqual([]);
		expect(faultsOf({ properties: { b: { type: 'string' } }, minProperties: 1 })).toEqual([]);
		expect(
			faultsOf({
				properties: { b: { type: 'string' } },
				propertyNames: { type: 'string' },
				unevaluatedProperties: false,
			}),
		).toEqual([]);
		expect(faultsOf({ allOf: [{ type: 'number' }, { minimum: 1 }, { maximum: 2 }] })).toEqual([]);
	});

	it.each<readonly [JsonValue, string]>([
		[{ anyOf: [] }, '"anyOf" has no forms'],
		[{ anyOf: [{ type: 'string' }], oneOf: [{ type: 'string' }] }, '"anyOf" stands beside "oneOf"'],
		[{ anyOf: [{ type: 'string' }], enum: ['x'] }, '"anyOf" stands beside "enum"'],
		[{ const: 'x', enum: ['y'] }, 'excludes'],
		[{ type: 'number', maximum: 1, enum: [2] }, 'excludes'],
		[{ const: { a: 1 } }, '"const" may list'],
		[{ type: 7 }, 'no type "7"'],
		[{ properties: { b: { type: 'string' } }, maxProperties: 0 }, '"maxProperties"'],
		[{ type: 'string', unevaluatedItems: { type: 'string' } }, '"unevaluatedItems"'],
		[{ allOf: [] }, '"type"'],
		[{ allOf: [{ type: 'string' }, { type: 'number' }] }, '"allOf"'],
		[{ allOf: [{ $ref: '#/properties/a' }, { type: 'string' }] }, '"allOf"'],
		[{ allOf: [true, { type: 'string' }] }, '"allOf"'],
		[{ $ref: 7 }, 'another document'],
		[{ $ref: '#', anyOf: [] }, '"anyOf" stands beside "$ref"'],
		[{ $ref: '#', type: 'array' }, '"type" stands beside "$ref"'],
	])('says of %j: %s', (property, words) => {
		expect(faultsOf(property).join(' ')).toContain(words);
	});

	it('names every place at once, as a pointer', () => {
		const faults = faultsOf(
			{ type: 'array', items: { anyOf: [{ type: 'object' }, {}] } },
			{ required: ['b'], $defs: { unused: {} } },
		);
		expect(faults).toHaveLength(3);
		expect(faults.join(' ')).toContain(', at /properties/a/items/anyOf/0:');
		expect(faults.join(' ')).toContain(', at /properties/a/items/anyOf/1:');
		expect(faultsOf({ type: 'object', properties: { 'a/b~': {} } })[0]).toContain(
			'/properties/a/properties/a~1b~0',
		);
	});

	it('says what no answer comes to the end of, and takes a way out of it', () => {
		const node = (parent: JsonObject): JsonObject => ({
			type: 'object',
			properties: { name: { type: 'string' }, parent },
		});
		expect(findStrictFaults(node({ $ref: '#' }))[0]).toContain('without end');
		expect(findStrictFaults(node({ type: 'array', items: { $ref: '#' } }))).toEqual([]);
		expect(
			findStrictFaults(node({ type: 'array', items: { $ref: '#' }, minItems: 1 }))[0],
		).toContain('without end');
		expect(findStrictFaults(node({ anyOf: [{ $ref: '#' }, { type: 'null' }] }))).toEqual([]);
		expect(findStrictFaults({ ...node({ $ref: '#' }), required: ['name'] })).toEqual([]);
	});

	it('ends on a schema that leads through a chain, in circles, or too deep', () => {
		const chain = Object.fromEntries(
			Array.from({ length: 20_000 }, (_, n) => [`d${n}`, { $ref: `#/$defs/d${n + 1}` }]),
		);
		expect(faultsOf({ $ref: '#/$defs/d0' }, { $defs: chain })[0]).toContain('points to nothing');
		const twice = Object.fromEntries(
			Array.from({ length: 90 }, (_, n) => [
				`d${n}`,
				{ allOf: [{ $ref: `#/$defs/d${n + 1}` }, { $ref: `#/$defs/d${n + 1}` }] },
			]),
		);
		const $defs = { ...twice, d90: { type: 'object', properties: { b: { type: 'string' } } } };
		expect(faultsOf({ $ref: '#/$defs/d0' }, { $defs })).toEqual([]);
		let deep: JsonObject = {};
		for (let level = 0; level < 100_000; level += 1) deep = { items: deep };
		expect(faultsOf(deep)).toEqual(['is too large: it is over 500 levels deep; 10 are allowed.']);
		expect(toStrictSchema(deep)).toBe(deep);
	});
});
