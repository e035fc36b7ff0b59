import { encodeJson } from './well-formed';

/** A text that is written as the inside of a JSON string, mended where it has to be. */
export interface JsonInside {
	readonly inside: string;
}

/** What becomes of a byte of UTF-8; of the first one, where a character has several. */
const AS_IT_IS = 0;
const ESCAPED = 1;
const OF_TWO = 2;
const OF_THREE = 3;
const SUSPECT = 4;

const FATES = new Uint8Array(256);
const ESCAPES = new Uint8Array(256);
FATES.fill(SUSPECT, 0, 0x20);
FATES[0x7f] = SUSPECT;
FATES[0xc2] = OF_TWO;
FATES[0xe2] = OF_THREE;
for (const [escaped = '', letter = ''] of ['\tt', '\nn', '\rr', '""', '\\\\']) {
	FATES[escaped.charCodeAt(0)] = ESCAPED;
	ESCAPES[escaped.charCodeAt(0)] = letter.charCodeAt(0);
}
const BACKSLASH = 0x5c;

/** A UTF-16 code unit never takes more than three UTF-8 bytes, and a byte in a JSON string never more than two. */
export const MAX_BYTES_PER_UNIT = 3;
const LONGEST = 1 << 15;
const encoder = new TextEncoder();
const bytes = new Uint8Array(LONGEST * MAX_BYTES_PER_UNIT);
const inside = new Uint8Array(2 * bytes.length);

/**
 * The inside of the JSON string in UTF-8, good until the next call, with U+FFFD for half a character; `undefined`
 * where it needs more than that, which `insideOf` does: the text holds a control, or a line end that some servers
 * split at, or is long. All in one pass over memory that stays where it is, for every text of a job goes through
 * here: to look for controls first takes half as long again as the rest (Node 24).
 */
export function plainInside(text: string): Uint8Array | undefined {
	if (text.length > LONGEST) return undefined;
	const { written: end } = encoder.encodeInto(text, bytes);
	let used = 0;
	for (let at = 0; at < end; at += 1) {
		const byte = bytes[at] ?? 0;
		const fate = FATES[byte];
		if (fate === AS_IT_IS) {
			inside[used++] = byte;
		} else if (fate === ESCAPED) {
			inside[used++] = BACKSLASH;
			inside[used++] = ESCAPES[byte] ?? 0;
		} else if (fate === SUSPECT || isSuspect(at)) {
			return undefined;
		} else {
			inside[used++] = byte;
		}
	}
	return inside.subarray(0, used);
}

/** U+0080 to U+009F, U+2028 and U+2029. */
function isSuspect(at: number): boolean {
	const next = bytes[at + 1] ?? 0;
	if (bytes[at] === 0xc2) return next < 0xa0;
	return next === 0x80 && ((bytes[at + 2] ?? 0) & 0xfe) === 0xa8;
}

/** The same for any text, as text. */
export function insideOf(text: string): string {
	return encodeJson(text).slice(1, -1);
}
