import {
	collect,
	isJsonObject,
	join,
	plan,
	poll,
	PROVIDERS,
	submit,
	type JsonObject,
	type JsonValue,
	type Plan,
	type Task,
} from '../../core';
import { readAnswer, readShape } from '../../core/tasks';
import { closeLocalConnections, connectLocally } from '../../harness/local-connection';
import { errorOf } from '../support/core/refusal';
import { linesOf, planInput } from '../support/core/samples';
import { strictRefusal } from '../support/core/strict-mode';

/**
 * Schemas that others sent and that strict structured outputs refused, each with the report. One that says the same
 * in the words of strict mode is sent so, and its answers are read as they were asked for; any other is refused in
 * the plan, with the place and the way out, for a server says it of every line, hours later.
 */
afterEach(closeLocalConnections);

function custom(schema: JsonObject): Task {
	return { kind: 'custom', prompt: 'Read the text.', schema };
}

function having(property: JsonValue, more: JsonObject = {}): JsonObject {
	return { type: 'object', properties: { a: property }, required: ['a'], ...more };
}

interface Asked {
	readonly schema: JsonObject;
	readonly instructions: string;
	readonly shape: Plan['shape'];
}

/** What goes out, as the line of a file says it. */
function asked(task: Task): Asked {
	const planned = plan(planInput({ task, provider: PROVIDERS.local }));
	const [line] = linesOf(planned.shards[0]?.input);
	const body = isJsonObject(line) && isJsonObject(line['body']) ? line['body'] : {};
	const format = isJsonObject(body['text']) ? body['text']['format'] : undefined;
	const schema = isJsonObject(format) ? format['schema'] : undefined;
	if (!isJsonObject(schema)) throw new Error('No schema was sent.');
	return { schema, instructions: String(body['instructions']), shape: planned.shape };
}

/** As a job that is collected a day later reads it. */
function read(shape: Plan['shape'], answer: JsonValue): ReturnType<typeof readAnswer> {
	const stored = readShape(JSON.parse(JSON.stringify(shape)));
	if (stored === undefined) throw new Error('The shape is lost.');
	return readAnswer(stored, JSON.stringify(answer));
}

const CAT: JsonObject = {
	type: 'object',
	properties: { kind: { const: 'cat' }, lives: { type: 'integer' } },
	required: ['kind', 'lives'],
};
const DOG: JsonObject = {
	type: 'object',
	properties: { kind: { const: 'dog' }, barks: { type: 'number' } },
	required: ['kind', 'barks'],
};

type Kept = readonly [
	title: string,
	source: string,
	schema: JsonObject,
	answer: JsonObject,
	wrong?: JsonObject,
];

const SAME_IN_OTHER_WORDS: readonly Kept[] = [
	[
		'a choice of forms by oneOf',
		'openai/openai-node#1709',
		having({ oneOf: [CAT, DOG], discriminator: { propertyName: 'kind' } }),
		{ a: { kind: 'dog', barks: 2 } },
		{ a: { kind: 'cow' } },
	],
	[
		'a list of oneOf by reference',
		'openai/openai-agents-python#1884',
		having(
			{ type: 'array', items: { oneOf: [{ $ref: '#/$defs/Cat' }, { $ref: '#/$defs/Dog' }] } },
			{ $defs: { Cat: CAT, Dog: DOG } },
		),
		{ a: [{ kind: 'cat', lives: 9 }] },
		{ a: [{ kind: 'cat' }] },
	],
	[
		'objects that are neither closed nor have all they hold required',
		'agentscope-ai/agentscope-java#2548',
		{ type: 'object', properties: { name: { type: 'string' }, age: { type: 'integer' } } },
		{ name: 'Ann', age: 7 },
		{ name: 'Ann' },
	],
	[
		'a field that may be left out, as one that may be null',
		'vercel-labs/json-render#180',
		{ ...having({ type: 'string' }), properties: { a: { type: 'string' }, b: { type: 'number' } } },
		{ a: 'x', b: null },
		{ a: 'x', b: 'y' },
	],
	[
		'a default',
		'dottxt-ai/outlines#1254',
		having({ type: 'boolean', default: false }),
		{ a: true },
	],
	[
		'examples, comments, markers and words of other standards',
		'own fuzzing',
		having(
			{
				type: 'string',
				examples: ['x'],
				deprecated: true,
				readOnly: true,
				$comment: 'old',
				'x-order': 1,
				contentEncoding: 'base64',
			},
			{ $schema: 'http://json-schema.org/draft-07/schema#', $id: 'https://example.com/a' },
		),
		{ a: 'x' },
	],
	[
		'entries that must differ: said in words, and checked',
		'mastra-ai/mastra#23321',
		having({ type: 'array', items: { type: 'string' }, uniqueItems: true, minItems: 1 }),
		{ a: ['x', 'y'] },
		{ a: ['x', 'x'] },
	],
	[
		'lengths of texts: said in words, and checked',
		'jina-ai/node-DeepResearch#79',
		having({ type: 'string', minLength: 2, maxLength: 4 }),
		{ a: 'abc' },
		{ a: 'abcde' },
	],
	[
		'a format that is none of the nine',
		'cyanheads/git-mcp-server#47',
		having({ type: 'string', format: 'uri' }),
		{ a: 'https://example.com' },
	],
	[
		'a number with the format of another standard',
		'own fuzzing',
		having({ type: 'integer', format: 'int32' }),
		{ a: 7 },
	],
	[
		'an expression that looks around',
		'vercel/ai#21037',
		having({ type: 'string', pattern: '^(?!\\.)(?!.*\\.\\.)[a-z.]+@[a-z.]+$' }),
		{ a: 'a@b.de' },
	],
	[
		'a reference with a description beside it',
		'camel-ai/camel#3001',
		having(
			{ $ref: '#/$defs/Mode', description: 'How it is sent.' },
			{ $defs: { Mode: { type: 'string', enum: ['fast', 'slow'] } } },
		),
		{ a: 'fast' },
		{ a: 'late' },
	],
	[
		'a reference into a field, as zod-to-json-schema writes it',
		'StefanTerdell/zod-to-json-schema#77',
		{
			type: 'object',
			properties: {
				first: {
					type: 'object',
					properties: { reason: { type: 'string', enum: ['FOO', 'BAR'] } },
				},
				all: { type: 'array', items: { $ref: '#/properties/first/properties/reason' } },
			},
		},
		{ first: { reason: 'FOO' }, all: ['BAR'] },
		{ first: { reason: 'FOO' }, all: ['BAZ'] },
	],
	[
		'a definition whose name has to be escaped',
		'openai/openai-node#1993',
		having({ $ref: '#/definitions/with~1slash' }, { definitions: { 'with/slash': CAT } }),
		{ a: { kind: 'cat', lives: 1 } },
		{ a: { kind: 'cat' } },
	],
	[
		'a whole that is a reference',
		'APIDevTools/json-schema-ref-parser#41',
		{ $ref: '#/definitions/Cat', definitions: { Cat: CAT } },
		{ kind: 'cat', lives: 9 },
		{ kind: 'cow', lives: 9 },
	],
	[
		'a tree',
		'vercel/ai#21037, colinhacks/zod#4254',
		{
			type: 'object',
			properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: '#' } } },
		},
		{ name: 'a', children: [{ name: 'b', children: [] }] },
		{ name: 'a', children: [{ name: 'b' }] },
	],
	[
		'allOf around one reference, as pydantic 1 writes it',
		'pydantic/pydantic#2592',
		having(
			{ default: 'red', allOf: [{ $ref: '#/definitions/C' }] },
			{ definitions: { C: { enum: ['red', 'blue'] } } },
		),
		{ a: 'blue' },
		{ a: 'green' },
	],
	[
		'allOf of objects that add fields to each other',
		'pydantic/pydantic-ai#3451',
		having(
			{ allOf: [{ $ref: '#/$defs/Base' }, { properties: { b: { type: 'string' } } }] },
			{ $defs: { Base: { type: 'object', properties: { id: { type: 'integer' } } } } },
		),
		{ a: { id: 1, b: 'x' } },
		{ a: { b: 'x' } },
	],
	[
		'literals without a type',
		'dcdpr/jp#991',
		{
			type: 'object',
			properties: { version: { const: 1 }, value: { enum: ['foo', 'bar', 42, null] } },
		},
		{ version: 1, value: 42 },
		{ version: 1, value: 43 },
	],
	[
		'a choice of which null is one',
		'can1357/oh-my-pi#1835',
		having({ type: ['string', 'null'], enum: ['javascript', 'python', null] }),
		{ a: null },
		{ a: 'ruby' },
	],
	[
		'a choice that may be null, as the guide itself writes it',
		'community.openai.com/t/918388',
		having({ type: ['string', 'null'], enum: ['F', 'C'] }),
		{ a: null },
		{ a: 'K' },
	],
	[
		'a choice that may be left out',
		'mastra-ai/mastra#23173',
		{ type: 'object', properties: { a: { type: 'string', enum: ['utf8'] } }, required: [] },
		{ a: null },
		{ a: 'base64' },
	],
	[
		'nullable, as OpenAPI 3.0 writes it',
		'PrefectHQ/fastmcp#2093',
		having({ type: 'string', nullable: true }),
		{ a: null },
		{ a: 1 },
	],
	[
		'an object that is given away by its properties',
		'own fuzzing',
		having({ properties: { b: { type: 'string' } } }),
		{ a: { b: 'x' } },
		{ a: 'x' },
	],
	[
		'fields that are called like words of schemas',
		'glideapps/zod-from-json-schema#41',
		{
			type: 'object',
			properties: JSON.parse(
				'{"properties":{"type":"string"},"$ref":{"type":"string"},"__proto__":{"type":"number"}}',
			),
		},
		JSON.parse('{"properties":"x","$ref":"y","__proto__":1}'),
		{ properties: 'x', $ref: 'y' },
	],
	[
		'bounds that meet',
		'our own examiner, 2026-11-29',
		having({ type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 1 }),
		{ a: ['x'] },
	],
	[
		'a bound of another type than its own',
		'our own examiner, 2026-11-29',
		having({ type: 'string', minItems: -1, minimum: 3, maximum: 2 }),
		{ a: 'x' },
	],
	[
		'expressions of other engines',
		'our own examiner, 2026-11-29',
		having({ type: 'string', pattern: '(?i)^(?P<y>[0-9]{4}+)(?>a|b)\\-x$' }),
		{ a: '2026a-x' },
	],
];

describe('a schema that says the same in the words of strict mode', () => {
	const kept = SAME_IN_OTHER_WORDS.map(([title, source, schema, answer, wrong]) => {
		return { title, source, schema, answer, wrong };
	});
	it.each(kept)('is sent: $title ($source)', ({ schema, answer, wrong }) => {
		const sent = asked(custom(schema));
		expect(strictRefusal(sent.schema)).toBeUndefined();
		expect(read(sent.shape, answer)).toEqual({ fields: answer });
		if (wrong !== undefined) expect(read(sent.shape, wrong)).toHaveProperty('invalid');
	});

	it('tells the model in words what no grammar holds it to (pydantic/pydantic-ai#5519)', () => {
		const { schema } = asked(
			custom({
				type: 'object',
				properties: {
					name: { type: 'string', description: 'Its name.', minLength: 2, maxLength: 40 },
					tags: { type: 'array', items: { type: 'string' }, uniqueItems: true },
					site: { type: 'string', format: 'uri' },
				},
			}),
		);
		expect(schema['properties']).toMatchObject({
			name: { description: 'Its name. At least 2 characters. At most 40 characters.' },
			tags: { description: 'No entry twice.' },
			site: { description: 'Its format: uri.' },
		});
	});

	it('keeps what strict mode does hold a model to (the guide: "Supported properties")', () => {
		const held: JsonObject = {
			mail: { type: 'string', format: 'email', description: 'Of the sender', title: 'Mail' },
			code: { type: 'string', pattern: '^[A-Z]{3}$' },
			share: { type: 'number', minimum: 0, exclusiveMaximum: 1, multipleOf: 0.01 },
			lines: { type: 'array', items: { type: 'integer' }, minItems: 1, maxItems: 9 },
		};
		expect(asked(custom({ type: 'object', properties: held })).schema['properties']).toEqual(held);
	});
});

type Refused = readonly [
	title: string,
	source: string,
	schema: JsonObject,
	at: string,
	says: string,
];

const REFUSED: readonly Refused[] = [
	[
		'a map of texts',
		'567-labs/instructor#1074, openai/openai-python#2533',
		having({ type: 'object', additionalProperties: { type: 'string' } }),
		'/properties/a',
		'list of objects',
	],
	[
		'a map beside named fields',
		'openai/openai-python#3805',
		having({
			type: 'object',
			properties: { id: { type: 'string' } },
			additionalProperties: { type: 'number' },
		}),
		'/properties/a',
		'list of objects',
	],
	[
		'an object of whatever',
		'openai/openai-agents-python#608',
		having({ type: 'object' }),
		'/properties/a',
		'"properties"',
	],
	[
		'an object that permits everything by an empty schema',
		'openai/openai-agents-python#3927',
		having({ type: 'object', additionalProperties: {} }),
		'/properties/a',
		'"properties"',
	],
	[
		'names that follow a pattern',
		'openai/openai-agents-python#4426',
		having({ type: 'object', properties: { b: {} }, patternProperties: { '^x': {} } }),
		'/properties/a',
		'"patternProperties"',
	],
	[
		'names that have a schema of their own',
		'can1357/oh-my-pi#209',
		having({
			type: 'object',
			properties: { b: { type: 'string' } },
			propertyNames: { pattern: '^b$' },
		}),
		'/properties/a',
		'"propertyNames"',
	],
	[
		'a list of whatever',
		'GongRzhe/Quickchart-MCP-Server#9',
		having({ type: 'array' }),
		'/properties/a',
		'"items"',
	],
	[
		'a list whose entries may be anything',
		'can1357/oh-my-pi#211',
		having({ type: 'array', items: {} }),
		'/properties/a/items',
		'"type"',
	],
	[
		'a field that may be anything',
		'own fuzzing',
		having({ description: 'Whatever' }),
		'/properties/a',
		'"type"',
	],
	['a field that is only "true"', 'Core §4.3.2', having(true), '/properties/a', '"type"'],
	[
		'a tuple',
		'pydantic/pydantic-ai#7315',
		having({ type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }] }),
		'/properties/a',
		'"prefixItems"',
	],
	[
		'a tuple of before 2020',
		'ayunis-core/ayunis-core#814',
		having({ type: 'array', items: [{ type: 'string' }] }),
		'/properties/a',
		'named field',
	],
	[
		'what must not be',
		'openai/openai-agents-python#4426',
		having({ type: 'string', not: { enum: ['x'] } }),
		'/properties/a',
		'"not"',
	],
	[
		'a condition',
		'openai/openai-agents-python#4354',
		having({ type: 'string' }, { if: { required: ['a'] }, then: { required: ['b'] } }),
		'',
		'"if"',
	],
	[
		'fields that depend on others',
		'openai/openai-agents-python#4426',
		having({ type: 'string' }, { dependentRequired: { a: ['b'] } }),
		'',
		'"dependentRequired"',
	],
	[
		'allOf whose parts speak of the same field in other words',
		'openai/openai-agents-python#4426',
		having({
			allOf: [
				{ properties: { b: { type: 'string' } } },
				{ properties: { b: { type: 'string', minLength: 1 } } },
			],
		}),
		'/properties/a',
		'"allOf"',
	],
	[
		'oneOf that only says which fields are required',
		'glideapps/zod-from-json-schema#19',
		having({
			type: 'object',
			properties: { b: { type: 'string' }, c: { type: 'string' } },
			oneOf: [{ required: ['b'] }, { required: ['c'] }],
		}),
		'/properties/a',
		'"oneOf"',
	],
	[
		'a whole that is a choice of forms',
		'the guide: "Root objects must not be anyOf"',
		{ anyOf: [CAT, DOG] },
		'',
		'must be an object',
	],
	[
		'a whole that is a list',
		'the guide: "Root objects … must be an object"',
		{ type: 'array', items: CAT },
		'',
		'must be an object',
	],
	[
		'the whole format, with the schema in it',
		'own fuzzing',
		{ type: 'json_schema', json_schema: { name: 'x', strict: true, schema: CAT } },
		'',
		'"schema"',
	],
	[
		'a reference to nothing',
		'datalab-to/marker#780',
		having({ $ref: '#/$defs/Lost' }),
		'/properties/a',
		'points to nothing',
	],
	[
		'a reference to another document',
		'StefanTerdell/json-schema-to-zod#96',
		having({ $ref: 'https://example.com/schema.json' }),
		'/properties/a',
		'$defs',
	],
	[
		'a reference beside words that change what it means',
		'openai/openai-agents-python#4354',
		having({ $ref: '#/$defs/T', properties: { b: { type: 'string' } } }, { $defs: { T: CAT } }),
		'/properties/a',
		'"properties"',
	],
	[
		'a reference in a circle',
		'xeipuuv/gojsonschema#168',
		having(
			{ $ref: '#/$defs/b' },
			{ $defs: { b: { $ref: '#/$defs/c' }, c: { $ref: '#/$defs/b' } } },
		),
		'/properties/a',
		'circle',
	],
	[
		'a tree that no answer can come to the end of',
		'own fuzzing',
		{ type: 'object', properties: { name: { type: 'string' }, parent: { $ref: '#' } } },
		'',
		'without end',
	],
	[
		'a quotation mark in an allowed value',
		'community.openai.com/t/1366742',
		having({ type: 'string', enum: ['a "great" day'] }),
		'/properties/a',
		'quotation mark',
	],
	[
		'a line break in an allowed value',
		'kchanis1223/-SKALA-KVCache_Report_Agent#61',
		having({ type: 'string', const: 'a\nb' }),
		'/properties/a',
		'line break',
	],
	[
		'a quotation mark in the name of a field',
		'community.openai.com/t/984464',
		{ type: 'object', properties: { 'size "L"': { type: 'string' } } },
		'/properties/size "L"',
		'quotation mark',
	],
	[
		'a field without a name',
		'own fuzzing',
		{ type: 'object', properties: { '': { type: 'string' } } },
		'/properties/',
		'no name',
	],
	[
		'allowed values that are objects',
		'community.openai.com/t/1132288',
		having({ enum: [{ a: 1, b: 2 }] }),
		'/properties/a',
		'"enum"',
	],
	[
		'a list of allowed values with nothing in it',
		'own fuzzing',
		having({ type: 'string', enum: [] }),
		'/properties/a',
		'"enum"',
	],
	[
		'allowed values of another type than its own',
		'can1357/oh-my-pi#1835',
		having({ type: 'integer', enum: ['1', '2'] }),
		'/properties/a',
		'"enum"',
	],
	['a type that there is not', 'own fuzzing', having({ type: 'date' }), '/properties/a', '"date"'],
	[
		'a required field that is described nowhere',
		'laurent22/joplin#15801',
		{ type: 'object', properties: { a: { type: 'string' } }, required: ['a', 'b'] },
		'',
		'"b"',
	],
	[
		'more values than a choice may have, in its definitions',
		'community.openai.com/t/974416',
		having(
			{ $ref: '#/$defs/E' },
			{ $defs: { E: { type: 'string', enum: Array.from({ length: 1001 }, (_, n) => `v${n}`) } } },
		),
		'',
		'1,000',
	],
	[
		'an expression that is none',
		'our own examiner, 2026-11-29',
		having({ type: 'string', pattern: '(' }),
		'/properties/a',
		'"pattern" is not a regular expression',
	],
	[
		'a number of entries below nothing',
		'our own examiner, 2026-11-29',
		having({ type: 'array', items: CAT, minItems: -1 }),
		'/properties/a',
		'"minItems" is -1',
	],
	[
		'a half entry',
		'our own examiner, 2026-11-29',
		having({ type: 'array', items: CAT, maxItems: 1.5 }),
		'/properties/a',
		'"maxItems" is 1.5',
	],
	[
		'more entries at least than at most',
		'our own examiner, 2026-11-29',
		having({ type: 'array', items: CAT, minItems: 3, maxItems: 2 }),
		'/properties/a',
		'between "minItems" 3 and "maxItems" 2',
	],
	[
		'a longer text at least than at most',
		'our own examiner, 2026-11-29',
		having({ type: 'string', minLength: 3, maxLength: 2 }),
		'/properties/a',
		'between "minLength" 3',
	],
	[
		'a least above the most',
		'our own examiner, 2026-11-29',
		having({ type: 'number', minimum: 3, maximum: 2 }),
		'/properties/a',
		'between "minimum" 3',
	],
	[
		'a least at an excluded most',
		'our own examiner, 2026-11-29',
		having({ type: 'number', minimum: 2, exclusiveMaximum: 2 }),
		'/properties/a',
		'between "minimum" 2',
	],
	[
		'multiples of nothing',
		'our own examiner, 2026-11-29',
		having({ type: 'number', multipleOf: 0 }),
		'/properties/a',
		'"multipleOf" is 0',
	],
	[
		'multiples of less than nothing',
		'our own examiner, 2026-11-29',
		having({ type: ['integer', 'null'], multipleOf: -1 }),
		'/properties/a',
		'"multipleOf" is -1',
	],
];

describe('a schema that strict mode would refuse', () => {
	it.each(REFUSED)(
		'is refused before anything is bought: %s (%s)',
		async (_title, _source, schema, at, says) => {
			const error = await errorOf(() => plan(planInput({ task: custom(schema) })));
			expect(error.code).toBe('invalid_input');
			expect(error.message).toMatch(/^The answer schema /);
			expect(error.message).toContain(at);
			expect(error.message).toContain(says);
			expect(error.details.hint).toBe('Nothing was sent.');
		},
	);

	it('is refused for every provider, for each is sent the same (Meridiona/meridian#811)', async () => {
		for (const provider of Object.values(PROVIDERS)) {
			const task = custom(having({ type: 'object' }));
			const error = await errorOf(() => plan(planInput({ task, provider })));
			expect(error.message).toContain('/properties/a');
		}
	});
});

/** Names that no strict enum or property takes, or that nobody has tried. */
const NAMES: readonly (readonly [title: string, source: string, name: string])[] = [
	['a quotation mark', 'community.openai.com/t/1366742', 'Size 6" pipe'],
	['quoted words', 'community.openai.com/t/984464', '"Urgent" mail'],
	['a line break', 'kchanis1223/-SKALA-KVCache_Report_Agent#61', 'Invoice\nor reminder'],
	['a Windows line break', 'own fuzzing', 'Invoice\r\nor reminder'],
	['a backslash', 'own fuzzing', 'C:\\Inbox'],
	['a tab', 'own fuzzing', 'Invoice\tpaid'],
	['a line separator', 'volcengine/OpenViking#3984', 'Invoice\u2028paid'],
	['inch marks alone', 'icebob/fastest-validator#293', '20-29"'],
];

describe('a name that no strict schema takes', () => {
	it.each(NAMES)(
		'is sent by number as a category, and comes back as written: %s (%s)',
		(_t, _s, name) => {
			const categories = [{ name: 'Meeting' }, { name, description: 'what it is', value: 'L1' }];
			const task: Task = { kind: 'categorize', categories, multiple: false, noMatch: 'other' };
			const { schema, instructions, shape } = asked(task);
			expect(strictRefusal(schema)).toBeUndefined();
			expect(schema['properties']).toMatchObject({ category: { enum: ['1', '2', '3'] } });
			const line = `\n2. ${name.replaceAll(/\s+/g, ' ')}: what it is\n`;
			expect(instructions).toContain(line);
			for (const category of ['2', 2, '2.', name, `2. ${name}`]) {
				expect(read(shape, { category, confidence: 0.9, reason: 'x' })).toMatchObject({
					fields: { category: name, categoryValue: 'L1' },
				});
			}
			for (const category of ['0', '4', '', `1. ${name}`]) {
				expect(read(shape, { category, confidence: 0.9, reason: 'x' })).toHaveProperty('invalid');
			}
		},
	);

	it.each(NAMES)(
		'is sent by number as a field, and comes back as written: %s (%s)',
		(_t, _s, name) => {
			const task: Task = {
				kind: 'extract',
				fields: [
					{ name: 'field_2', type: 'text' },
					{ name, type: 'number', description: 'what it is' },
				],
			};
			const { schema, instructions, shape } = asked(task);
			expect(strictRefusal(schema)).toBeUndefined();
			const key = Object.keys(isJsonObject(schema['properties']) ? schema['properties'] : {})[1];
			expect(key).toMatch(/^field_2_+$/);
			expect(instructions).toContain(`${key ?? ''} (a number without unit)`);
			expect(instructions).toContain(name.replaceAll(/\s+/g, ' '));
			const fields = { field_2: 'x', [name]: 7 };
			expect(read(shape, { field_2: 'x', [key ?? '']: 7 })).toEqual({ fields });
			expect(read(shape, fields)).toEqual({ fields });
			expect(read(shape, { field_2: 'x' })).toHaveProperty('invalid');
		},
	);

	it('is told from "nothing fits" and from all others when several may fit', () => {
		const task: Task = {
			kind: 'categorize',
			categories: [{ name: 'a "b"' }, { name: 'c "d"', value: 'L2' }],
			multiple: true,
			noMatch: 'fail',
		};
		const { schema, shape } = asked(task);
		expect(schema['properties']).toMatchObject({
			categories: { items: { enum: ['1', '2', '3'] } },
		});
		expect(read(shape, { categories: ['2', '1'], confidence: 1, reason: '' })).toMatchObject({
			fields: { categories: ['c "d"', 'a "b"'], categoryValues: ['L2', null] },
		});
		expect(read(shape, { categories: ['3'], confidence: 1, reason: '' })).toEqual({
			invalid: 'No category fits this text.',
			isFinal: true,
		});
	});

	it('is no name that looks like another one', async () => {
		const categories = [{ name: 'a\nb' }, { name: 'a b' }];
		const task: Task = { kind: 'categorize', categories, multiple: false, noMatch: 'other' };
		const error = await errorOf(() => plan(planInput({ task })));
		expect(error.message).toContain('Categories 1 and 2');
	});

	it.each(['off', 'automatic'] as const)(
		'comes back as written through a whole job, with packing %s',
		async (packing) => {
			const { connection, server } = connectLocally();
			const rows = [
				{ text: 'Your invoice is attached, please pay.' },
				{ text: 'Can we meet? Let us schedule.' },
			];
			const answersOf = async (task: Task): Promise<readonly JsonObject[]> => {
				const made = plan(planInput({ rows, packing, task }));
				expect(made.requestCount).toBe(packing === 'off' ? 2 : 1);
				const { job } = await submit(made, connection, { reuseWindowSeconds: 0 });
				await server.idle();
				const settled = await collect(await poll(job, connection), connection);
				return join(job, settled).map(({ answer }) => answer);
			};
			const categories = [
				{ name: 'Invoice "paid"', description: 'invoice attached, please pay', value: 'L1' },
				{ name: 'Meeting\nrequest', description: 'meet, schedule', value: 'L2' },
			];
			const task = { kind: 'categorize', categories, multiple: false, noMatch: 'other' } as const;
			expect(await answersOf(task)).toMatchObject([
				{ category: 'Invoice "paid"', categoryValue: 'L1' },
				{ category: 'Meeting\nrequest', categoryValue: 'L2' },
			]);
			const fields = [
				{ name: 'Total "net"', type: 'number' },
				{ name: 'a\\b', type: 'list' },
			] as const;
			for (const answer of await answersOf({ kind: 'extract', fields })) {
				expect(Object.keys(answer)).toEqual(['Total "net"', 'a\\b']);
			}
		},
	);
});
