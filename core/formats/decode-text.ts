import { findBinaryKind } from './encodings/binary-kinds';
import { CODE_PAGES, WIDE_PAGES } from './encodings/code-pages';
import { mendUtf8 } from './encodings/mend-utf8';
import { guessCodePages } from './encodings/guess-code-page';
import {
	decodeUtf32,
	findByteOrderMark,
	guessUnicodeUnits,
	type UnicodeUnits,
} from './encodings/unicode-units';

/** The text of a file. */
export interface DecodedText {
	readonly text: string;
	/** As `TextDecoder` calls it, e.g. windows-1252. */
	readonly encoding: string;
	/** Told by the letters alone: another encoding might have been meant. */
	readonly isGuess: boolean;
	/** Characters that are damaged in the file. They are left out. */
	readonly lost: number;
}

/** Why a file has no text that can be read. */
export interface TextFault {
	readonly fault: 'no text' | 'unknown encoding' | 'too large';
	/** What the file is, as "a PDF", where that is known. */
	readonly kind?: string;
}

/** Of all that a host takes at once, a text of this length is ten times what a model reads. */
export const MAX_TEXT_BYTES = 50_000_000;

/**
 * The text of a file, in whatever encoding its program wrote it: by its byte order mark, as UTF-8 where it is valid
 * UTF-8, by what an HTML page says of itself, or by its letters. Never has it a character that the file has not.
 */
export function decodeText(bytes: Uint8Array): DecodedText | TextFault {
	if (bytes.byteLength > MAX_TEXT_BYTES) return { fault: 'too large' };
	const mark = findByteOrderMark(bytes);
	if (mark !== undefined && mark.encoding !== 'utf-8') {
		return decodeUnits(bytes.subarray(mark.bytes.length), mark.encoding, false);
	}
	const kind = findBinaryKind(bytes);
	if (kind !== undefined) return { fault: 'no text', kind };
	const content = mark === undefined ? bytes : bytes.subarray(mark.bytes.length);
	const odd = countOdd(content);
	const isBinary = odd * 100 > content.byteLength;
	const utf8 = isBinary ? undefined : decodeStrictly(content, 'utf-8');
	if (utf8 !== undefined) return readEscapes(content, utf8) ?? certain(utf8, 'utf-8');
	const units = guessUnicodeUnits(content, odd);
	if (units !== undefined) return decodeUnits(content, units, true);
	if (isBinary) return { fault: 'no text' };
	return readDeclared(content) ?? readMended(content, mark !== undefined) ?? readGuessed(content);
}

/** Zero and control bytes that no text has. Ctrl-Z is how programs of old end one. */
function countOdd(bytes: Uint8Array): number {
	let odd = 0;
	for (const byte of bytes) {
		if (byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b && byte !== 0x1a)) odd += 1;
	}
	return odd;
}

function certain(text: string, encoding: string): DecodedText {
	return { text, encoding, isGuess: false, lost: 0 };
}

function decodeStrictly(bytes: Uint8Array, encoding: string): string | undefined {
	try {
		return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return undefined;
	}
}

function decodeUnits(bytes: Uint8Array, encoding: UnicodeUnits, isGuess: boolean): DecodedText {
	if (encoding === 'utf-32le' || encoding === 'utf-32be') {
		return { ...decodeUtf32(bytes, encoding), encoding, isGuess };
	}
	return { ...decodeLoosely(bytes, encoding), encoding, isGuess };
}

function decodeLoosely(
	bytes: Uint8Array,
	encoding: string,
): { readonly text: string; readonly lost: number } {
	const text = new TextDecoder(encoding).decode(bytes);
	const kept = text.replaceAll('\uFFFD', '');
	return { text: kept, lost: text.length - kept.length };
}

/** Japanese mail of old is all ASCII, with signs that change its meaning. */
function readEscapes(bytes: Uint8Array, text: string): DecodedText | undefined {
	if (!['\u001B$B', '\u001B$@', '\u001B(J'].some((sign) => text.includes(sign))) return undefined;
	const decoded = decodeStrictly(bytes, 'iso-2022-jp');
	return decoded === undefined ? undefined : certain(decoded, 'iso-2022-jp');
}

/** How far into a page browsers look for it (https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding). */
const HEAD_BYTES = 1024;
const DECLARED =
	/<(?:meta|\?xml)\b[^>]{0,400}?(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})/i;

function readDeclared(bytes: Uint8Array): DecodedText | undefined {
	const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, HEAD_BYTES));
	const label = DECLARED.exec(head)?.[1]?.toLowerCase();
	if (label === undefined || label.startsWith('utf')) return undefined;
	const text = decodeStrictly(bytes, label);
	// Control characters in place of quotation marks: the page says ISO-8859 of what another code page is.
	return text === undefined || /[\u0080-\u009F]/.test(text) ? undefined : certain(text, label);
}

/** With the mark of UTF-8 it was meant to be that, however much of it is damaged. */
function readMended(bytes: Uint8Array, isMarked: boolean): DecodedText | undefined {
	const mended = mendUtf8(bytes, isMarked);
	return mended === undefined ? undefined : { ...mended, encoding: 'utf-8', isGuess: true };
}

const MOST_PAGES = 4;
const CONTROLS = /[\u0080-\u009F]/g;

/** One page that fits all of it; or the likeliest, where at most one character in a thousand is lost. */
function readGuessed(bytes: Uint8Array): DecodedText | TextFault {
	const pages = guessCodePages(bytes).slice(0, MOST_PAGES);
	for (const encoding of pages) {
		const text = decodeStrictly(bytes, encoding);
		if (text !== undefined && !/[\u0080-\u009F]/.test(text)) {
			return { text, encoding, isGuess: true, lost: 0 };
		}
	}
	const [encoding] = pages;
	if (encoding === undefined) return { fault: 'unknown encoding' };
	const { text, lost } = decodeLoosely(bytes, encoding);
	const kept = text.replaceAll(CONTROLS, '');
	const gone = lost + text.length - kept.length;
	if (gone * 1000 > text.length + 999) return { fault: 'unknown encoding' };
	return { text: kept, encoding, isGuess: true, lost: gone };
}

/** What a person calls an encoding: its name, and whose it is. */
export function nameEncoding(encoding: string): string {
	const title = [...CODE_PAGES, ...WIDE_PAGES].find(({ name }) => name === encoding)?.title;
	return title === undefined ? encoding.toUpperCase() : `${encoding} (${title})`;
}
