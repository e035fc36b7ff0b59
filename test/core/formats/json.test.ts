import fc from 'fast-check';
import {
	isJsonObject,
	isJsonValue,
	parseJson,
	readList,
	readNumber,
	readObject,
	readString,
} from '../../../core/formats/json';

describe('isJsonValue', () => {
	it('takes whatever JSON can hold', () => {
		fc.assert(fc.property(fc.jsonValue(), (value) => isJsonValue(value)));
		expect(isJsonObject({ a: undefined, b: [1, null, { c: true }] })).toBe(true);
	});

	it.each([undefined, Number.NaN, Infinity, 1n, () => 0, Symbol('x'), [undefined], { a: [1n] }])(
		'refuses what JSON cannot hold (%#)',
		(value) => {
			expect(isJsonValue(value)).toBe(false);
		},
	);

	it('refuses a value that is nested too deeply to walk, instead of overflowing the stack', () => {
		const depth = 200_000;
		const deep = parseJson(`{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`);
		expect(deep).toBeDefined();
		expect(isJsonObject(deep)).toBe(false);
	});
});

describe('readers', () => {
	it('answer undefined for everything but their own kind', () => {
		expect([readObject([]), readObject(null), readObject('{}')]).toEqual([
			undefined,
			undefined,
			undefined,
		]);
		expect([readList({ length: 0 }), readList('[]')]).toEqual([undefined, undefined]);
		expect([readString(1), readString(null)]).toEqual([undefined, undefined]);
		expect([readNumber('1'), readNumber(Number.NaN), readNumber(null)]).toEqual([
			undefined,
			undefined,
			undefined,
		]);
		expect([readObject({ a: 1 }), readList([1]), readString('a'), readNumber(0)]).toEqual([
			{ a: 1 },
			[1],
			'a',
			0,
		]);
	});
});

describe('parseJson', () => {
	it('answers undefined for what is not JSON', () => {
		expect(parseJson('{"a":')).toBeUndefined();
		expect(parseJson('{"a":1}')).toEqual({ a: 1 });
	});
});
