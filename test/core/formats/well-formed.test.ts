import fc from 'fast-check';
import {
	encodeJson,
	encodePathPart,
	isBlank,
	wellFormed,
	wellFormedObject,
} from '../../../core/formats/well-formed';
import { anyText } from '../../support/any-text';

const ODD = /[^\P{Cc}\t\n\r\x85]|\p{Surrogate}/u;

describe('wellFormed', () => {
	it('leaves nothing odd, changes nothing else, and nothing twice', () => {
		fc.assert(
			fc.property(anyText(), (text) => {
				const once = wellFormed(text);
				expect(once).not.toMatch(ODD);
				expect(wellFormed(once)).toBe(once);
				if (!ODD.test(text)) expect(once).toBe(text);
			}),
		);
	});
});

describe('encodeJson', () => {
	it('gives back any value but for what is odd in its texts and names', () => {
		fc.assert(
			fc.property(fc.jsonValue({ stringUnit: 'binary' }), (given) => {
				const json = JSON.stringify(given);
				// No NUL, no control, no half: then not a byte of it differs, but for the line ends.
				if (!/\\[ubf]|[\x7f-\x9f\u2028\u2029]/.test(json)) expect(encodeJson(given)).toBe(json);
			}),
		);
		fc.assert(
			fc.property(fc.dictionary(anyText(), anyText()), (given) => {
				const json = encodeJson([given]);
				expect(json).not.toMatch(/[^\P{Cc}]|[\u2028\u2029]|\p{Surrogate}/u);
				const own = Object.entries(given).map(([name, text]) => [
					wellFormed(name),
					wellFormed(text),
				]);
				expect(JSON.parse(json)).toEqual([Object.fromEntries(own)]);
			}),
		);
	});

	it('leaves alone what only looks like an escape', () => {
		const text = 'C:\\users\\bin\\file \\u0000 \\ud83d';
		expect(encodeJson(text)).toBe(JSON.stringify(text));
		expect(JSON.parse(encodeJson(`${text}\u0000`))).toBe(text);
	});

	it('writes a name once, although two become one', () => {
		expect(encodeJson({ 'a\u0000': 1, a: 2, ['__proto__']: 3 })).toBe('{"a":2,"__proto__":3}');
		expect(wellFormedObject({ a: [{ 'b\ud83d': '\u0007' }] })).toEqual({ a: [{ 'b\uFFFD': '' }] });
	});
});

describe('isBlank', () => {
	it.each([
		['', true],
		[' \t\u00a0\u2028', true],
		['\u0000\u009f ', true],
		['\u0000a', false],
		['\ud83d', false],
	])('says of %j: %s', (text, blank) => {
		expect(isBlank(text)).toBe(blank);
	});
});

describe('encodePathPart', () => {
	it('never throws, and encodes as ever what is whole', () => {
		fc.assert(
			fc.property(anyText(), (text) => {
				expect(decodeURIComponent(encodePathPart(text))).toBe(wellFormed(text));
			}),
		);
	});
});
