import fc from 'fast-check';
import { findJson } from '../../../core/formats/find-json';
import { runs } from '../../support/fuzz';

function found(text: string, names: readonly string[] = ['a']): unknown[] {
	return [...findJson(text, names)];
}

describe('findJson', () => {
	it('finds objects and lists in the order in which they stand', () => {
		expect(found('One: {"a":1}, two: [{"b":2}] and ["c"].')).toEqual([{ a: 1 }, [{ b: 2 }], ['c']]);
	});

	it('takes no braces in words for an object', () => {
		expect(found('{} {this} { } [1] [] [x] {1:2} "{"')).toEqual([]);
	});

	it('does not look into what it has read', () => {
		expect(found('{"x":{"a":1},"y":[{"a":2}]}')).toEqual([{ x: { a: 1 }, y: [{ a: 2 }] }]);
	});

	it.each([
		['breaks off', '{"a":1,"child":{"a":2},'],
		['breaks off in a list', '{"a":1,"child":[{"a":2}'],
		['cannot be read', '{"a":nil,"child":{"a":2}}'],
		['is a list that breaks off', '[{"a":1},{"a":2}'],
	])('gives no part of an object for the whole where it %s', (_, text) => {
		expect(found(text)).toEqual([]);
	});

	it('gives no part of an object for the whole where nobody knows its names', () => {
		expect(found('{"x":1,"child":{"a":2}', [])).toEqual([]);
		expect(found('{"x": as in {"a":2}')).toEqual([{ a: 2 }]);
	});

	it('reads on behind what cannot be read', () => {
		expect(found('Like {"a": …}: {"a":1}')).toEqual([{ a: 1 }]);
	});

	it.each([
		['{"a":1,}', { a: 1 }],
		['{"a":[1,2 ,\n],\n}', { a: [1, 2] }],
		['{"a":"x,}",}', { a: 'x,}' }],
		['{"a":"x\ny\t\u0000"}', { a: 'x\ny\t\u0000' }],
		['{"a":"x\\",}","b":[{"c":"]"},]}', { a: 'x",}', b: [{ c: ']' }] }],
		['{\u00a0"a":\u00a01}', { a: 1 }],
		['{"a":1, // one: }"\n"b":/* two: { */2, // last\n}', { a: 1, b: 2 }],
		['{// first\n"a":1}', { a: 1 }],
		['{"a":"http://x /* y */"," b":"it\\\'s",}', { a: 'http://x /* y */', ' b': "it's" }],
		['{"a":"\\\\\'"}', { a: "\\'" }],
		['{"a":None,"b":[True,False],"c":"None"}', { a: null, b: [true, false], c: 'None' }],
		['{“a”: “x, it’s”, "b":"“y”"}', { a: 'x, it’s', b: '“y”' }],
		['{"a":{"b":"x"}\n```\n', { a: { b: 'x' } }],
	])('mends %j', (text, value) => {
		expect(found(text)).toEqual([value]);
	});

	it.each([
		'{"a":1',
		'{"a":"x","b":"y',
		'{"a":“x"}',
		'{"a":1 /* b}',
		'{"a":1,,}',
		"{'a':1}",
		'{"a":tru}',
		'{"a" 1}',
		'{"a":1 "b":2}',
		'{"a":01}',
	])('guesses nothing about %s', (text) => {
		expect(found(text)).toEqual([]);
	});

	it('gives up after so many beginnings', () => {
		expect(found(`${'{"x '.repeat(9)} {"a":1}`)).toEqual([]);
		expect(found(`${'{"x"} '.repeat(9)} {"a":1}`)).toEqual([]);
		expect(found('{"a":1} '.repeat(40))).toHaveLength(32);
	});

	it('finds any object between any words, as it was', () => {
		const words = fc.string().map((text) => text.replaceAll(/["{}[\]\\]/g, ''));
		const object = fc
			.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1, noNullPrototype: true })
			.map((value) => JSON.stringify(value));
		fc.assert(
			fc.property(words, object, words, (before, json, behind) => {
				expect(found(before + json + behind)).toEqual([JSON.parse(json)]);
			}),
			runs(300),
		);
	});
});
