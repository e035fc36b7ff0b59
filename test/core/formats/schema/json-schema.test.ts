import { findMismatch, findMismatches } from '../../../../core/formats/schema/json-schema';

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
		[{ ...fits, name: 1 }, 'field "name" is not a string'],
		[{ ...fits, age: 1.5 }, 'field "age" is not an integer or empty'],
		[{ ...fits, age: '30' }, 'field "age" is not an integer or empty'],
		[{ ...fits, age: -1 }, 'field "age" is below 0'],
		[{ ...fits, age: 121 }, 'field "age" is above 120'],
		[{ ...fits, tags: [] }, 'field "tags" has fewer than 1 entry'],
		[{ ...fits, tags: ['a', 'b', 'a'] }, 'field "tags" has more than 2 entries'],
		[{ ...fits, tags: ['a', 'c'] }, 'field "tags" › entry 2 is not one of the allowed values'],
		[{ ...fits, tags: 'a' }, 'field "tags" is not an array'],
		[{ ...fits, kind: 'dog' }, 'field "kind" is not one of the allowed values'],
		[{ ...fits, contact: 7 }, 'field "contact" fits none of the allowed forms'],
		[{ name: 'Ann' }, 'field "kind" is missing in the answer'],
		[{ ...fits, extra: 1 }, 'field "extra" was not asked for'],
		[[], 'answer is not an object'],
		[null, 'answer is not an object'],
	])('says of %j that the %s', (value, reason) => {
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

	it('leads to a field inside of others, and to no more of a long way than can be read', () => {
		const line = { type: 'object', properties: { price: {} }, required: ['price'] };
		const lines = { properties: { lines: { items: line } } };
		expect(findMismatch(lines, { lines: [{ price: 1 }, {}] })).toBe(
			'field "price" is missing in "lines" › entry 2',
		);
		const deep = { a: { a: { a: { a: { a: { a: { a: 1 } } } } } } };
		const tree = { type: 'object', properties: { a: { $ref: '#' } } };
		expect(findMismatch(tree, deep)).toBe('field "a" › "a" › … › "a" › "a" is not an object');
		const long = 'x'.repeat(70);
		expect(findMismatch({ required: [long] }, {})).toBe(
			`field "${'x'.repeat(60)}…" is missing in the answer`,
		);
	});

	it('misses a field although every object inherits one of that name', () => {
		const rule = {
			type: 'object',
			properties: { toString: { type: 'string' } },
			required: ['toString'],
		};
		expect(findMismatch(rule, {})).toBe('field "toString" is missing in the answer');
	});
});

describe('findMismatches', () => {
	const cases: [string, unknown, unknown, boolean][] = [
		['a type', { type: 'string' }, 'a', true],
		['another type', { type: 'string' }, 1, false],
		['one of several types', { type: ['string', 'null'] }, null, true],
		['an integer', { type: 'integer' }, 1.5, false],
		['a missing property', { required: ['a'] }, {}, false],
		['a property of Object', { required: ['toString'] }, {}, false],
		['one property too many', { properties: {}, additionalProperties: false }, { a: 1 }, false],
		['others by their schema', { additionalProperties: { type: 'number' } }, { a: 'x' }, false],
		['items', { items: { type: 'number' } }, [1, 'a'], false],
		['too few items', { minItems: 2 }, [1], false],
		['too large a number', { maximum: 1 }, 2, false],
		['too long a text', { maxLength: 2 }, 'abc', false],
		['a text of emoji', { maxLength: 2 }, '🙂🙂', true],
		['a constant', { const: 'a' }, 'b', false],
		['any of', { anyOf: [{ type: 'null' }, { type: 'string' }] }, 'a', true],
		['none of', { anyOf: [{ type: 'null' }, { type: 'string' }] }, 1, false],
		['all of', { allOf: [{ minimum: 1 }, { maximum: 2 }] }, 3, false],
		['a definition', { $ref: '#/$defs/a', $defs: { a: { type: 'number' } } }, 'x', false],
	];
	it.each(cases)('knows %s', (_, schema, value, fits) => {
		expect(findMismatches(schema, value).length === 0).toBe(fits);
	});

	it('ends on a schema that leads back to itself', () => {
		const loop = { $ref: '#/$defs/a', $defs: { a: { anyOf: [{ $ref: '#/$defs/a' }] } } };
		expect(findMismatches(loop, 1)).not.toEqual([]);
	});

	it('says at most five things, and none with a value in it', () => {
		const properties = Object.fromEntries(
			Array.from({ length: 9 }, (_, n) => [`p${n}`, { type: 'number' }]),
		);
		const value = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`p${n}`, 'private']));
		const said = findMismatches({ properties }, value);
		expect(said).toHaveLength(5);
		expect(JSON.stringify(said)).not.toContain('private');
		const closed = { required: Object.keys(properties), additionalProperties: false };
		expect(findMismatches(closed, { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 })).toHaveLength(5);
	});

	it('tells the allowed values, and the name that nobody asked for, apart from the words', () => {
		const schema = {
			properties: { kind: { enum: ['a', 'b'] } },
			additionalProperties: false,
		};
		expect(findMismatches(schema, { kind: 'c', 'a private name': 1 })).toEqual([
			{ path: 'answer.kind', problem: 'is not one of the allowed values', allowed: ['a', 'b'] },
			{ path: 'answer', problem: 'was not asked for', unasked: 'a private name' },
		]);
	});

	it('repeats no name that only the answer has', () => {
		const schema = { additionalProperties: { type: 'number' } };
		expect(findMismatch(schema, { 'a private name': 'x' })).toBe(
			'answer’s own field is not a number',
		);
	});

	it.each([
		[{ minLength: 2 }, 'a', 'answer has fewer than 2 characters'],
		[{ maxLength: 2 }, 'abc', 'answer has more than 2 characters'],
		[{ exclusiveMinimum: 2 }, 2, 'answer is not above 2'],
		[{ exclusiveMaximum: 2 }, 2, 'answer is not below 2'],
		[{ multipleOf: 2 }, 3, 'answer is not a multiple of 2'],
		[{ uniqueItems: true }, [1, 1], 'answer has an entry twice'],
		[{ items: false }, [1], 'answer’s entry 1 was not asked for'],
		[{ $ref: '#' }, 1, 'answer cannot be checked: its schema refers to itself'],
	])('says by %j of %j: %s', (schema, value, words) => {
		expect(findMismatch(schema, value)).toBe(words);
	});
});
