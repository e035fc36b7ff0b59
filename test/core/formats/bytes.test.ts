import fc from 'fast-check';
import { bytesOf, concatBytes, encodeText, LineWriter } from '../../../core/formats/bytes';
import { textOfBytes } from '../../support/core/samples';

describe('LineWriter', () => {
	it('gives back what was written, in whole lines, and counts UTF-8 bytes', () => {
		const parts = fc.array(
			fc.oneof(
				fc.string({ unit: 'grapheme' }),
				fc.uint8Array().map((bytes) => bytes.map((b) => b & 0x7f)),
			),
		);
		fc.assert(
			fc.property(fc.array(parts), (lines) => {
				const writer = new LineWriter();
				const views = lines.map((line) => Buffer.from(writer.writeLine(line)));
				const expected = lines.map((line) => Buffer.concat(line.map((part) => Buffer.from(part))));
				expect(views).toEqual(expected);
				expect(writer.byteLength).toBe(Buffer.concat(expected).byteLength);
				const bytes = writer.finish();
				expect(Buffer.concat(bytes.chunks)).toEqual(Buffer.concat(expected));
				expect(bytes.byteLength).toBe(Buffer.concat(expected).byteLength);
			}),
		);
	});

	it('takes the last line back and keeps it readable until it is written elsewhere', () => {
		const [writer, next] = [new LineWriter(), new LineWriter()];
		writer.writeLine(['one\n']);
		const last = writer.writeLine(['zwö', 'lf\n']);
		writer.dropLast(last);
		next.writeLine([last]);
		expect(textOfBytes(writer.finish())).toBe('one\n');
		expect(textOfBytes(next.finish())).toBe('zwölf\n');
	});

	it('holds a line that is larger than a chunk', () => {
		const writer = new LineWriter();
		const [short, long] = ['short\n', `${'€'.repeat(800_000)}\n`];
		for (const line of [short, long, short]) writer.writeLine([line]);
		expect(writer.byteLength).toBe(2 * 6 + 2_400_001);
		expect(textOfBytes(writer.finish())).toBe(short + long + short);
	});
});

describe('concatBytes', () => {
	it('puts chunks behind each other without copying them', () => {
		const [a, b] = [encodeText('a'), encodeText('bé')];
		const bytes = concatBytes(bytesOf(a), bytesOf(), bytesOf(b));
		expect(bytes.byteLength).toBe(4);
		expect(bytes.chunks[0]).toBe(a);
		expect(bytes.chunks[1]).toBe(b);
	});
});
