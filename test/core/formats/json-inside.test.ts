import fc from 'fast-check';
import { LineWriter } from '../../../core/formats/bytes';
import { insideOf, plainInside } from '../../../core/formats/json-inside';
import { encodeJson } from '../../../core/formats/well-formed';
import { anyText } from '../../support/any-text';

describe('plainInside', () => {
	it('writes what JSON writes, or nothing', () => {
		let plain = 0;
		fc.assert(
			fc.property(anyText({ maxLength: 12 }), (text) => {
				const bytes = plainInside(text);
				if (bytes === undefined) return;
				plain += 1;
				expect(Buffer.from(bytes).toString()).toBe(insideOf(text));
			}),
		);
		expect(plain).toBeGreaterThan(10);
	});

	it.each(['\u0000', '\u001f', '\u007f', '\u0080', '\u0085', '\u009f', '\u2028', '\u2029'])(
		'leaves %j to whoever mends it',
		(odd) => {
			expect(plainInside(`a${odd}b`)).toBeUndefined();
		},
	);

	it.each(['\u0020', '\u007e', '\u00a0', '\u00ff', '\u2027', '\u202a', '\u00c2\u0020', '\u10a8'])(
		'takes %j, their neighbor',
		(even) => {
			expect(Buffer.from(plainInside(even) ?? []).toString()).toBe(even);
		},
	);
});

describe('a line with the inside of a JSON string', () => {
	it('holds each text as JSON has it, several in a line, of any length', () => {
		const long = fc.tuple(anyText(), fc.nat(3_000)).map(([text, times]) => text.repeat(times));
		fc.assert(
			fc.property(fc.array(fc.oneof(anyText(), long), { maxLength: 4 }), (texts) => {
				const writer = new LineWriter();
				const before = writer.writeLine(['first\n']);
				const line = writer.writeLine(texts.flatMap((inside) => ['"', { inside }, '",']));
				expect(Buffer.from(line).toString()).toBe(
					texts.map((text) => `${encodeJson(text)},`).join(''),
				);
				expect(Buffer.from(before).toString()).toBe('first\n');
				expect(writer.byteLength).toBe(before.byteLength + line.byteLength);
			}),
			{ numRuns: 40 },
		);
	});
});
