import { decodeText } from '../../../core';
import { MAX_TEXT_BYTES, nameEncoding } from '../../../core/formats/decode-text';
import { encodeAs } from '../../support/core/encode-as';
import { findGrowth } from '../../support/growth';

const HALF_A_MEGABYTE = 500_000;

describe('decodeText', () => {
	it('says whether it had to guess', () => {
		expect(decodeText(encodeAs('utf-8', 'Grüße'))).toMatchObject({ isGuess: false });
		expect(decodeText(encodeAs('utf-16be', '\uFEFFGrüße'))).toMatchObject({ isGuess: false });
		expect(decodeText(encodeAs('windows-1252', 'Grüße'))).toMatchObject({ isGuess: true });
	});

	it('reads an empty file, and one that is a mark and no more', () => {
		for (const bytes of [[], [0xef, 0xbb, 0xbf], [0xff, 0xfe]]) {
			expect(decodeText(Uint8Array.from(bytes))).toMatchObject({ text: '', lost: 0 });
		}
	});

	it('puts no replacement character into any text', () => {
		const encodings = ['windows-1252', 'gb18030', 'shift_jis', 'euc-kr', 'utf-16le', 'utf-8'];
		const text = 'Grüße, 12 € – naïve. ';
		for (const encoding of encodings) {
			for (let seed = 1; seed < 60; seed += 1) {
				const known =
					encoding.startsWith('utf') || encoding === 'windows-1252' ? text : 'abc, 12. ';
				const bytes = encodeAs(encoding, known.repeat(1 + (seed % 4)));
				bytes[(seed * 7) % bytes.length] = (seed * 37) & 0xff;
				const decoded = decodeText(bytes);
				if ('text' in decoded) expect(decoded.text).not.toContain('\uFFFD');
			}
		}
	});

	it('tells a language from what stands far behind a beginning of ASCII', () => {
		const text = `${'line of a log\n'.repeat(20_000)}Zażółć gęślą jaźń, proszę się nie śmiać.\n`;
		expect(decodeText(encodeAs('windows-1250', text))).toMatchObject({
			text,
			encoding: 'windows-1250',
		});
	});

	it('refuses what is larger than a model could read', () => {
		expect(decodeText(new Uint8Array(MAX_TEXT_BYTES + 1))).toEqual({ fault: 'too large' });
	});

	it.each<readonly [string, readonly number[]]>([
		['bytes of no encoding', [0x81, 0x20, 0xff, 0x41, 0xd8, 0x8f]],
		['letters of Windows', [0xfc, 0x6e, 0x64, 0x20]],
		['Chinese characters', [0xd6, 0xd0, 0xce, 0xc4]],
		['halves of an emoji', [0xed, 0xa0, 0xbd]],
		['UTF-8 with a stray byte', [0xc3, 0xa9, 0xe9, 0x0a]],
		['UTF-16 without a mark', [0x61, 0, 0x0a, 0]],
		['zero bytes', [0]],
		['line ends', [0x0d]],
		['the beginning of a declaration', [...encodeAs('utf-8', '<meta charset='), 0xe9]],
	])('takes twice the time for twice as much: %s', (_, seed) => {
		const growth = findGrowth((length) => {
			const bytes = Uint8Array.from({ length }, (_, at) => seed[at % seed.length] ?? 0);
			return () => decodeText(bytes);
		}, HALF_A_MEGABYTE);
		expect(growth).toBeUndefined();
	});
});

describe('nameEncoding', () => {
	it('says whose a code page is', () => {
		expect(nameEncoding('windows-1250')).toBe('windows-1250 (Central European)');
		expect(nameEncoding('utf-16le')).toBe('UTF-16LE');
	});
});
