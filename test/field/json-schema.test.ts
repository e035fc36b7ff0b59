import type { JsonValue } from '../../core';
import { findMismatch } from '../../core/formats/schema/json-schema';
import { findSchemaFault, toStrictSchema } from '../../core/formats/schema/strict-schema';

/**
 * What others' checkers were reported for, as inputs of ours. A source is the report (project#number) or the place
 * in JSON Schema 2020-12; *suite* is json-schema-org/JSON-Schema-Test-Suite, tests/draft2020-12.
 */
type Case = readonly [source: string, schema: unknown, value: unknown, fits: boolean];

const TREE = {
	properties: { root: { oneOf: [{ $ref: '#/definitions/tree' }] } },
	required: ['root'],
	definitions: {
		tree: { type: 'array', items: { oneOf: [{ type: 'string' }, { $ref: '#/definitions/tree' }] } },
	},
};
const PETS = {
	oneOf: [{ $ref: '#/$defs/Cat' }, { $ref: '#/$defs/Dog' }],
	discriminator: { propertyName: 'kind' },
	$defs: {
		Cat: { properties: { kind: { const: 'cat' }, lives: { type: 'integer' } }, required: ['kind'] },
		Dog: { properties: { kind: { const: 'dog' }, bark: { type: 'string' } }, required: ['kind'] },
	},
};
const ESCAPED = {
	$defs: {
		'tilde~field': { type: 'integer' },
		'slash/field': { type: 'integer' },
		'percent%name': { type: 'integer' },
		'Test Details': { type: 'integer' },
		'custom::Person': { type: 'integer' },
		'Some%3Cthing%3E': { type: 'integer' },
		'100%': { type: 'integer' },
		'~1': { type: 'integer' },
	},
};

function pointing(token: string): unknown {
	return { ...ESCAPED, items: { $ref: `#/$defs/${token}` } };
}

const REFERENCES: readonly Case[] = [
	[
		'StefanTerdell/json-schema-to-zod#96',
		{ $ref: '#/$defs/X', $defs: { X: { type: 'number' } } },
		'x',
		false,
	],
	[
		'StefanTerdell/json-schema-to-zod#96',
		{ $ref: '#/$defs/X', $defs: { X: { type: 'number' } } },
		1,
		true,
	],
	['jsonrainbow/json-schema#180', TREE, { root: ['a', ['b', ['c', ['d']]]] }, true],
	['jsonrainbow/json-schema#180', TREE, { root: ['a', ['b', ['c', [4]]]] }, false],
	[
		'colinhacks/zod#4254',
		{ properties: { children: { type: 'array', items: { $ref: '#' } } }, required: ['children'] },
		{ children: [{ children: [{}] }] },
		false,
	],
	[
		'colinhacks/zod#4254',
		{ properties: { children: { type: 'array', items: { $ref: '#' } } }, required: ['children'] },
		{ children: [{ children: [] }] },
		true,
	],
	[
		'coinbase/agentkit#1054',
		{
			definitions: { S: { properties: { inner: { type: 'string' } } } },
			items: { $ref: '#/definitions/S/properties/inner' },
		},
		[1],
		false,
	],
	[
		'suite ref.json: pointer into a list',
		{ prefixItems: [{ type: 'integer' }, { $ref: '#/prefixItems/0' }] },
		[1, 'foo'],
		false,
	],
	[
		'suite ref.json: nested refs',
		{ $defs: { a: { type: 'integer' }, b: { $ref: '#/$defs/a' } }, $ref: '#/$defs/b' },
		'a',
		false,
	],
	['suite ref.json: boolean false', { $ref: '#/$defs/no', $defs: { no: false } }, 'foo', false],
	['suite ref.json: boolean true', { $ref: '#/$defs/yes', $defs: { yes: true } }, 'foo', true],
	[
		'suite ref.json: a property called $ref',
		{ properties: { $ref: { type: 'string' } } },
		{ $ref: 2 },
		false,
	],
	[
		'suite ref.json: a property called $ref',
		{ properties: { $ref: { type: 'string' } } },
		{ $ref: '#/nowhere' },
		true,
	],
	[
		'suite ref.json: $ref in an enum is data',
		{ enum: [{ $ref: '#/$defs/s' }], $defs: { s: { type: 'string' } } },
		{ $ref: '#/$defs/s' },
		true,
	],
	[
		'suite ref.json: $ref in an enum is data',
		{ enum: [{ $ref: '#/$defs/s' }], $defs: { s: { type: 'string' } } },
		'a string',
		false,
	],
	[
		'json-schema-org/json-schema-spec#672',
		{ $ref: '#/definitions/f', enum: ['a'], definitions: { f: { enum: ['a', 'b'] } } },
		'b',
		false,
	],
	[
		'json-schema-org/json-schema-spec#672',
		{ $ref: '#/definitions/f', enum: ['a'], definitions: { f: { enum: ['a', 'b'] } } },
		'a',
		true,
	],
	[
		'ajv-validator/ajv#1121',
		{
			properties: { l: { type: 'array', $ref: '#/definitions/l' } },
			definitions: { l: { items: { type: 'number' } } },
		},
		{ l: ['x'] },
		false,
	],
	[
		'pydantic/pydantic#2592',
		{
			properties: { c: { default: 'red', allOf: [{ $ref: '#/definitions/C' }] } },
			definitions: { C: { enum: ['red', 'blue'] } },
		},
		{ c: 'green' },
		false,
	],
	['suite ref.json: ~0', pointing('tilde~0field'), ['x'], false],
	['open-circle/valibot#1481: ~1', pointing('slash~1field'), ['x'], false],
	['RFC 6901 §4: ~01 is ~1', pointing('~01'), ['x'], false],
	['json-schema-org/JSON-Schema-Test-Suite#130', pointing('percent%25name'), ['x'], false],
	['jdorn/json-editor#402', pointing('Test%20Details'), ['x'], false],
	['swagger-api/swagger-editor#2044', pointing('custom%3A%3APerson'), ['x'], false],
	['fastify/fast-json-stringify#871', pointing('Some%3Cthing%3E'), ['x'], false],
	['RFC 3986 §2.1: a lone percent sign', pointing('100%'), ['x'], false],
	[
		'StefanTerdell/json-schema-to-zod#96: another document is not fetched',
		{ $ref: 'https://example.com/schema.json' },
		'x',
		true,
	],
	[
		'datalab-to/marker#780: its $defs got lost',
		{ properties: { a: { $ref: '#/$defs/Lost' } } },
		{ a: 1 },
		true,
	],
	[
		'suite infinite-loop-detection.json: the same twice is no circle',
		{
			$defs: { int: { type: 'integer' } },
			allOf: [
				{ properties: { foo: { $ref: '#/$defs/int' } } },
				{ additionalProperties: { $ref: '#/$defs/int' } },
			],
		},
		{ foo: 1 },
		true,
	],
	[
		'suite infinite-loop-detection.json: the same twice is no circle',
		{
			$defs: { int: { type: 'integer' } },
			allOf: [
				{ properties: { foo: { $ref: '#/$defs/int' } } },
				{ additionalProperties: { $ref: '#/$defs/int' } },
			],
		},
		{ foo: 'a' },
		false,
	],
];

const FORMS: readonly Case[] = [
	['ajv-validator/ajv#1119', PETS, { kind: 'dog', bark: 'wau' }, true],
	['ajv-validator/ajv#1119', PETS, { kind: 'dog', bark: 1 }, false],
	['OAI/OpenAPI-Specification#3907', PETS, { kind: 'cow' }, false],
	// Core §10.2.1.3 would refuse it; the servers that write such an answer do not.
	[
		'guidance-ai/guidance#888',
		{
			oneOf: [
				{ type: 'string', pattern: '^\\w{4,10}$' },
				{ type: 'string', pattern: '^\\w{8,12}$' },
			],
		},
		'eight888',
		true,
	],
	[
		'suite allOf.json',
		{
			allOf: [
				{ required: ['bar'] },
				{ properties: { foo: { type: 'string' } }, required: ['foo'] },
			],
		},
		{ foo: 'baz' },
		false,
	],
	[
		'Core §10.2.1: anyOf stands beside other words',
		{ type: 'string', anyOf: [{ const: 1 }, { const: 'a' }] },
		1,
		false,
	],
	[
		'getkin/kin-openapi#101',
		{ allOf: [{ properties: { a: {} }, additionalProperties: false }, { properties: { b: {} } }] },
		{ a: 1, b: 2 },
		false,
	],
	[
		'ajv-validator/ajv#140',
		{ allOf: [{ properties: { foo: {} } }], additionalProperties: false },
		{ foo: 1 },
		false,
	],
];

const TYPES: readonly Case[] = [
	['python-jsonschema/jsonschema#1386', { type: 'integer' }, JSON.parse('60.0'), true],
	['json-schema-org/json-schema-spec#898', { type: 'integer' }, JSON.parse('1.5'), false],
	['vectorize-io/hindsight#1292', { anyOf: [{ type: 'string' }, { type: 'null' }] }, null, true],
	['Validation §6.1.1', { type: ['string', 'null'] }, null, true],
	['Validation §6.1.1', { type: ['string', 'null'] }, 0, false],
	['OAI/OpenAPI-Specification#1900', { type: 'string', nullable: true }, null, true],
	['OAI/OpenAPI-Specification#1900', { type: 'string', nullable: false }, null, false],
	['ajv-validator/ajv#993', { type: 'string', nullable: true, enum: ['foo', 'bar'] }, null, false],
	['Core §4.3.2', { items: false }, [], true],
	['Core §4.3.2', { items: false }, [1], false],
	['Core §4.3.2', { properties: { a: false } }, { a: 1 }, false],
	['Core §4.3.2', { properties: { a: true }, additionalProperties: false }, { a: 1 }, true],
	['OptimumCode/json-schema-validator#171', { type: 'string', format: 'date-time' }, 'test', true],
];

const EQUALITY: readonly Case[] = [
	['dadav/helm-schema#125', { const: null }, null, true],
	['dadav/helm-schema#125', { const: null }, 'null', false],
	['dadav/helm-schema#125', { properties: { a: { const: null } } }, { a: 0 }, false],
	[
		'zaggino/z-schema#222',
		{ enum: [{ code: '0', label: 'Choice 1' }] },
		{ label: 'Choice 1', code: '0' },
		true,
	],
	[
		'zaggino/z-schema#222',
		{ enum: [{ code: '0', label: 'Choice 1' }] },
		{ label: 'Choice 1', code: '1' },
		false,
	],
	[
		'ajv-validator/ajv#46',
		{ const: { a: { b: 1, c: [{ d: 1, e: 2 }] } } },
		{ a: { c: [{ e: 2, d: 1 }], b: 1 } },
		true,
	],
	['Core §4.2.2: lists keep their order', { const: [1, 2] }, [2, 1], false],
	['Core §4.2.2: lists end where they end', { const: [[1], 2] }, [[1, 2]], false],
	['tdegrunt/jsonschema#421', { const: {} }, [], false],
	['tdegrunt/jsonschema#421', { enum: [[]] }, {}, false],
	['sagold/json-schema-library#132', { const: { toString: 'label' } }, { toString: 'label' }, true],
	['sagold/json-schema-library#132', { const: { valueOf: 1 } }, { valueOf: 2 }, false],
	['Core §4.2.2: a text is no structure', { const: { a: 1 } }, '{"a":1}', false],
	['Core §4.2.2: false is not 0', { enum: [0] }, false, false],
	['hamzahamidi/ajsf#379', { uniqueItems: true }, [1, 1, 2], false],
	['hamzahamidi/ajsf#379', { uniqueItems: true }, [1, '1', true, null, [1], { a: 1 }], true],
	[
		'hamzahamidi/ajsf#379',
		{ uniqueItems: true },
		[
			{ a: 1, b: 2 },
			{ b: 2, a: 1 },
		],
		false,
	],
];

const NAMES: readonly Case[] = [
	[
		'java-json-tools/json-schema-validator#296',
		{ properties: { name: {} }, required: ['other'] },
		{ name: 'x' },
		false,
	],
	['ajv-validator/ajv#2664', { required: ['toString'] }, {}, false],
	['ajv-validator/ajv#2664', { properties: { constructor: { type: 'number' } } }, {}, true],
	[
		'ajv-validator/ajv#2664',
		{ properties: {}, additionalProperties: false },
		{ constructor: 1 },
		false,
	],
	[
		'glideapps/zod-from-json-schema#41',
		JSON.parse('{"properties":{"__proto__":{"type":"number"}}}'),
		JSON.parse('{"__proto__":"bad"}'),
		false,
	],
	['glideapps/zod-from-json-schema#41', { required: ['__proto__'] }, {}, false],
	[
		'glideapps/zod-from-json-schema#41',
		{ required: ['__proto__'] },
		JSON.parse('{"__proto__":1}'),
		true,
	],
	[
		'colinhacks/zod#6346',
		JSON.parse('{"$ref":"#/$defs/__proto__","$defs":{"__proto__":{"type":"number"}}}'),
		'x',
		false,
	],
	[
		'jpmckinney/validictory#58',
		{ patternProperties: { '[a-c]': {} }, additionalProperties: false },
		{ c: 1 },
		true,
	],
	['openai/openai-agents-python#3927', { additionalProperties: {} }, { a: 1 }, true],
	['Core §10.3.2.3', { additionalProperties: { type: 'number' } }, { a: 'x' }, false],
];

const BOUNDS: readonly Case[] = [
	['ajv-validator/ajv#2329', { multipleOf: 0.01 }, 143.48, true],
	['ajv-validator/ajv#2416', { multipleOf: 0.01 }, 8.69, true],
	['ajv-validator/ajv#928', { multipleOf: 0.01 }, 19.99, true],
	['geraintluff/tv4#245', { multipleOf: 0.1 }, 21.1, true],
	['ajv-validator/ajv#2353', { multipleOf: 0.1 }, -0.3, true],
	['ajv-validator/ajv#2104', { multipleOf: 1.01 }, 5001.77, false],
	['Validation §6.2.1', { multipleOf: 0.1 }, 0.35, false],
	['Validation §6.2.1', { multipleOf: 1e-7 }, 1e21, true],
	['Validation §6.2.1', { multipleOf: 0 }, 1, true],
	['Validation §6.2.3', { exclusiveMaximum: 3 }, 3, false],
	['Validation §6.2.5', { exclusiveMinimum: 3 }, 3, false],
	['Validation §6.2.5', { exclusiveMinimum: 3 }, 3.1, true],
	['java-json-tools/json-schema-validator#92', { maxLength: 1 }, '\u{1F4A9}', true],
	['guidance-ai/llguidance#88', { minLength: 2 }, '\u{1F4A9}', false],
	['networknt/json-schema-validator#4', { maxLength: 2 }, '\u{1F4A9}\u{1F4A9}', true],
	['Validation §6.3.1', { maxLength: 2 }, 'abc', false],
	[
		'Core §10.3.1.1',
		{ prefixItems: [{ type: 'string' }], items: { type: 'number' } },
		['a', 1],
		true,
	],
	[
		'Core §10.3.1.2',
		{ prefixItems: [{ type: 'string' }], items: { type: 'number' } },
		['a', 'b'],
		false,
	],
	[
		'Draft 7, Validation §6.4.2',
		{ items: [{ type: 'string' }], additionalItems: false },
		['a', 'b'],
		false,
	],
	['Draft 7, Validation §6.4.1', { items: [{ type: 'string' }] }, [1], false],
];

describe.each([
	['references', REFERENCES],
	['a choice of forms', FORMS],
	['types', TYPES],
	['equality', EQUALITY],
	['names', NAMES],
	['bounds', BOUNDS],
])('what schemas say of %s', (_, cases) => {
	it.each(cases)('is read as in %s: %j of %j', (_source, schema, value, fits) => {
		expect(findMismatch(schema, value) === undefined).toBe(fits);
	});
});

function nest(levels: number, wrap: (inner: JsonValue) => JsonValue, core: JsonValue): JsonValue {
	let whole = core;
	for (let level = 0; level < levels; level += 1) whole = wrap(whole);
	return whole;
}

const LEVELS = 100_000;
const inObject = (inner: JsonValue): JsonValue => ({ a: inner });

describe('a schema or an answer without bounds', () => {
	const refs = Object.fromEntries(
		Array.from({ length: LEVELS }, (_, n) => [`d${n}`, { $ref: `#/$defs/d${n + 1}` }]),
	);
	const everyWay = Object.fromEntries(
		Array.from({ length: 100 }, (_, n) => [
			`d${n}`,
			{ anyOf: Array.from({ length: 100 }, (_, to) => ({ $ref: `#/$defs/d${to}` })) },
		]),
	);
	const hopeless: readonly (readonly [source: string, schema: unknown, value: unknown])[] = [
		['Core §9.4.1: a reference to itself', { $ref: '#' }, 1],
		[
			'xeipuuv/gojsonschema#168',
			{ $ref: '#/$defs/a', $defs: { a: { anyOf: [{ $ref: '#/$defs/a' }] } } },
			1,
		],
		[
			'suite infinite-loop-detection.json',
			{
				$ref: '#/$defs/alice',
				$defs: {
					alice: { allOf: [{ $ref: '#/$defs/bob' }] },
					bob: { allOf: [{ $ref: '#/$defs/alice' }] },
				},
			},
			{},
		],
		['a circle that divides at every step', { $ref: '#/$defs/d0', $defs: everyWay }, 1],
		['a chain of 100,000 references', { $ref: '#/$defs/d0', $defs: refs }, 1],
		[
			'ggml-org/llama.cpp#25283',
			nest(LEVELS, (inner) => ({ allOf: [inner] }), { type: 'string' }),
			1,
		],
		[
			'ggml-org/llama.cpp#25283',
			nest(LEVELS, (inner) => ({ anyOf: [inner] }), { type: 'string' }),
			1,
		],
		['dtzp555-max/ocp#181', { properties: { a: { $ref: '#' } } }, nest(LEVELS, inObject, 1)],
		['dtzp555-max/ocp#181', { items: { $ref: '#' } }, nest(LEVELS, (inner) => [inner], 1)],
	];
	it.each(hopeless)('is refused: %s', (_source, schema, value) => {
		expect(findMismatch(schema, value)).toMatch(
			/ (?:deep|large) to be checked$|refers to itself$|allowed forms$/,
		);
	});

	const harmless: readonly (readonly [source: string, schema: unknown, value: unknown])[] = [
		[
			'json-editor/json-editor#754: a circle with progress',
			{ properties: { a: { $ref: '#' } } },
			{ a: { a: { a: {} } } },
		],
		['a circle beside a form that fits', { anyOf: [{ $ref: '#' }, { type: 'number' }] }, 1],
		['an answer deeper than its schema', { type: 'object' }, nest(LEVELS, inObject, 1)],
		[
			'a constant of 100,000 levels',
			{ const: nest(LEVELS, inObject, 1) },
			nest(LEVELS, inObject, 1),
		],
		[
			'hapijs/joi#3119: an expression that takes forever',
			{ pattern: '((a+)+)+$' },
			`${'a'.repeat(40)}!`,
		],
		[
			'ajv-validator/ajv#623: 160,000 entries',
			{ uniqueItems: true },
			Array.from({ length: 160_000 }, (_, n) => ({ n })),
		],
		[
			'python-jsonschema/jsonschema#1386 100,000 times',
			{ items: { $ref: '#/$defs/n' }, $defs: { n: { type: 'integer' } } },
			Array.from({ length: 100_000 }, (_, n) => n),
		],
		['a list of recursive forms', TREE, { root: nest(100, (inner) => ['x', inner], 'x') }],
		['a pointer of 100,000 names', { $ref: `#${'/a'.repeat(LEVELS)}` }, 1],
	];
	it.each(harmless)('is taken where it does no harm: %s', (_source, schema, value) => {
		expect(findMismatch(schema, value)).toBeUndefined();
	});

	it('costs no more for two ways at every level than for one (networknt/json-schema-validator#1276)', () => {
		const list = (more: object): unknown => ({
			type: 'array',
			items: { $ref: '#/$defs/n' },
			...more,
		});
		const schema = {
			$ref: '#/$defs/n',
			$defs: { n: { anyOf: [list({ minItems: 99 }), list({ maxItems: 99 })] } },
		};
		expect(
			findMismatch(
				schema,
				nest(60, (inner) => [inner], 'x'),
			),
		).toContain('none of the allowed');
		expect(
			findMismatch(
				schema,
				nest(60, (inner) => [inner], []),
			),
		).toBeUndefined();
	});

	it('forgets what it found out inside a circle', () => {
		const schema = {
			allOf: [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/b' }],
			$defs: {
				a: { anyOf: [{ $ref: '#/$defs/b' }, { type: 'string' }] },
				b: { anyOf: [{ $ref: '#/$defs/a' }] },
			},
		};
		expect(findMismatch(schema, 'x')).toBeUndefined();
	});

	it('is named before it is sent', () => {
		const deep = nest(LEVELS, (inner) => ({ allOf: [inner] }), {});
		expect(findSchemaFault({ type: 'object', properties: {}, allOf: [deep] })).toBe(
			'it is over 500 levels deep; 10 are allowed',
		);
	});
});

describe('a schema that is made strict', () => {
	const composed = {
		type: 'object',
		properties: {
			order: {
				allOf: [
					{ $ref: '#/$defs/Basic' },
					{ type: 'object', properties: { shipped: { type: 'string' } }, required: ['shipped'] },
				],
			},
		},
		$defs: { Basic: { type: 'object', properties: { id: { type: 'string' } } } },
	} as const;

	it('lets through what its parts ask for together (tdegrunt/jsonschema#406)', () => {
		const strict = toStrictSchema(composed);
		expect(findMismatch(strict, { order: { id: 'a', shipped: 'today' } })).toBeUndefined();
		expect(findMismatch(strict, { order: { id: 1, shipped: 'today' } })).toBe(
			'field "order" › "id" is not a string',
		);
		expect(findMismatch(strict, { order: { id: 'a' } })).toBe(
			'field "shipped" is missing in "order"',
		);
	});

	it('takes a definition that is called like a keyword for one, and a constant for data', () => {
		const strict = toStrictSchema({
			type: 'object',
			properties: { a: { $ref: '#/$defs/const' }, b: { const: { properties: { c: 1 } } } },
			$defs: { const: { type: 'object', properties: { x: { type: 'number' } } } },
		});
		const b = { properties: { c: 1 } };
		expect(findMismatch(strict, { a: { x: 1 }, b })).toBeUndefined();
		expect(findMismatch(strict, { a: { x: 1, y: 2 }, b })).toBe(
			'field "a" › "y" was not asked for',
		);
		expect(findMismatch(strict, { a: {}, b })).toBe('field "x" is missing in "a"');
	});
});
