import { FREQUENT } from './letters';

/** What UTF-16 and UTF-32 are called here. */
export type UnicodeUnits = 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';

interface ByteOrderMark {
	readonly encoding: UnicodeUnits | 'utf-8';
	readonly bytes: readonly number[];
}

/** The longer one first: the mark of UTF-32 begins as that of UTF-16. */
const MARKS: readonly ByteOrderMark[] = [
	{ encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
	{ encoding: 'utf-32le', bytes: [0xff, 0xfe, 0, 0] },
	{ encoding: 'utf-32be', bytes: [0, 0, 0xfe, 0xff] },
	{ encoding: 'utf-16le', bytes: [0xff, 0xfe] },
	{ encoding: 'utf-16be', bytes: [0xfe, 0xff] },
];

export function findByteOrderMark(bytes: Uint8Array): ByteOrderMark | undefined {
	return MARKS.find((mark) => mark.bytes.every((byte, at) => bytes[at] === byte));
}

const SAMPLE_BYTES = 16_384;
/** One in so many may be odd, e.g. a character of a private font. */
const SOME = 100;

/**
 * UTF-16 or UTF-32 without a byte order mark, by whether its units are characters that occur. With a zero or control
 * byte in a hundred nothing else is a text; without, only frequent characters of the languages with large scripts count.
 */
export function guessUnicodeUnits(bytes: Uint8Array, oddBytes: number): UnicodeUnits | undefined {
	const wide = (['utf-32le', 'utf-32be'] as const).find((encoding) => isUtf32(bytes, encoding));
	if (wide !== undefined) return wide;
	const sample = bytes.subarray(0, Math.min(SAMPLE_BYTES, bytes.byteLength & ~1));
	if (sample.byteLength < 4) return undefined;
	const ascii = sample.reduce((count, byte) => count + (byte > 0x1f && byte < 0x7f ? 1 : 0), 0);
	const isCertain = oddBytes * SOME >= bytes.byteLength;
	const fitting = (['utf-16le', 'utf-16be'] as const)
		.map((encoding) => ({ encoding, ...look(sample, encoding) }))
		.filter(({ units, bad, frequent }) => {
			if (bad * SOME > units) return false;
			if (isCertain) return true;
			// Two letters of ASCII are a Chinese character, too.
			const isAscii = ascii * 2 > sample.byteLength + units && frequent * 4 < units * 3;
			return !isAscii && frequent * (units < 4 ? 1 : 4) >= units;
		});
	const merit = ({ units, frequent, sameness }: Looked): number => frequent / units + sameness;
	return fitting.sort((one, other) => merit(other) - merit(one))[0]?.encoding;
}

/** Ends of lines, blanks and tabs with their bytes changed over: of themselves these hardly occur. */
const CHANGED_OVER = new Set('\u0A00\u0D00\u2000\u0900');
const BAD = /[\p{Cn}\p{Co}\p{Cs}\p{Cc}]/u;
const GOOD_CONTROLS = new Set('\t\n\r\f');
const LARGE_SCRIPTS = new Set(Object.values(FREQUENT).join(''));
const KANA = /[\u3040-\u30FF]/;

interface Looked {
	readonly units: number;
	readonly bad: number;
	readonly frequent: number;
	/** How alike the upper halves of the units are: a text keeps to a few scripts. */
	readonly sameness: number;
}

function look(sample: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): Looked {
	const uppers = new Map<number, number>();
	let bad = 0;
	let frequent = 0;
	const text = new TextDecoder(encoding).decode(sample);
	for (const character of text) {
		const upper = character.charCodeAt(0) >> 8;
		uppers.set(upper, (uppers.get(upper) ?? 0) + 1);
		if (CHANGED_OVER.has(character) || character === '\uFFFD') bad += 1;
		else if (BAD.test(character) && !GOOD_CONTROLS.has(character)) bad += 1;
		else if (LARGE_SCRIPTS.has(character) || KANA.test(character)) frequent += 1;
	}
	// A character may be cut in two at the end of the sample.
	if (text.endsWith('\uFFFD')) bad -= 1;
	const units = sample.byteLength / 2;
	const sameness = Array.from(uppers.values()).reduce(
		(sum, count) => sum + (count / units) ** 2,
		0,
	);
	return { units, bad, frequent, sameness };
}

function isUtf32(bytes: Uint8Array, encoding: 'utf-32le' | 'utf-32be'): boolean {
	if (bytes.byteLength < 8 || bytes.byteLength % 4 !== 0) return false;
	const sample = bytes.subarray(0, SAMPLE_BYTES);
	return decodeUtf32(sample, encoding).lost === 0;
}

/** `TextDecoder` has none for it. `lost`: units that are no character. */
export function decodeUtf32(
	bytes: Uint8Array,
	encoding: 'utf-32le' | 'utf-32be',
): { readonly text: string; readonly lost: number } {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const parts: string[] = [];
	let lost = bytes.byteLength % 4 === 0 ? 0 : 1;
	for (let at = 0; at + 4 <= bytes.byteLength; at += 4) {
		const point = view.getUint32(at, encoding === 'utf-32le');
		const isCharacter = point > 0 && point < 0x11_0000 && (point < 0xd800 || point > 0xdfff);
		if (isCharacter) parts.push(String.fromCodePoint(point));
		else lost += 1;
	}
	return { text: parts.join(''), lost };
}
