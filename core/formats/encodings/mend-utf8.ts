/** The text of what is UTF-8 but for some bytes, and how many characters of it could not be read. */
interface Mended {
	readonly text: string;
	readonly lost: number;
}

/**
 * UTF-8 with bytes in it that are none: cut at its end, joined with a file of Windows, or with emoji written as two
 * halves of three bytes each (CESU-8). Undefined where there is less of UTF-8 in it than of something else, unless it is
 * marked as UTF-8.
 */
export function mendUtf8(bytes: Uint8Array, isMarked: boolean): Mended | undefined {
	return isMarked || isMostlyUtf8(bytes) ? mend(bytes) : undefined;
}

function isMostlyUtf8(bytes: Uint8Array): boolean {
	let valid = 0;
	let invalid = 0;
	for (let at = 0; at < bytes.byteLength; ) {
		const length = sequenceLength(bytes, at) || pairLength(bytes, at);
		if (length > 1) valid += 1;
		else if (length === 0 && !isCut(bytes, at)) invalid += 1;
		at += Math.max(1, length);
	}
	return valid > 0 && valid >= invalid;
}

function mend(bytes: Uint8Array): Mended {
	const parts: string[] = [];
	const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
	let lost = 0;
	let start = 0;
	let at = 0;
	const flush = (): void => {
		if (start < at) parts.push(decoder.decode(bytes.subarray(start, at)));
	};
	while (at < bytes.byteLength) {
		const length = sequenceLength(bytes, at);
		if (length > 0) {
			at += length;
			continue;
		}
		flush();
		const pair = readSurrogates(bytes, at);
		if (pair !== undefined) {
			parts.push(pair);
			at += pairLength(bytes, at);
		} else if (isCut(bytes, at)) {
			lost += 1;
			at = bytes.byteLength;
		} else {
			const character = WINDOWS.charAt((bytes[at] ?? 0) - 0x80);
			if (character < '\u00A0') lost += 1;
			else parts.push(character);
			at += 1;
		}
		start = at;
	}
	flush();
	return { text: parts.join(''), lost };
}

/** The upper half of the code page that stray bytes are most often of. */
const WINDOWS = new TextDecoder('windows-1252').decode(
	Uint8Array.from({ length: 128 }, (_, index) => index + 0x80),
);

/** Of the sequence that begins here, 0 where none does (RFC 3629 §4). */
function sequenceLength(bytes: Uint8Array, at: number): 0 | 1 | 2 | 3 | 4 {
	const lead = bytes[at] ?? 0;
	if (lead < 0x80) return 1;
	const next = bytes[at + 1] ?? 0;
	if (lead >= 0xc2 && lead <= 0xdf) return isTrail(next) ? 2 : 0;
	if (lead >= 0xe0 && lead <= 0xef) {
		if (lead === 0xe0 && next < 0xa0) return 0;
		if (lead === 0xed && next > 0x9f) return 0;
		return isTrail(next) && isTrail(bytes[at + 2]) ? 3 : 0;
	}
	if (lead >= 0xf0 && lead <= 0xf4) {
		if (lead === 0xf0 && next < 0x90) return 0;
		if (lead === 0xf4 && next > 0x8f) return 0;
		return isTrail(next) && isTrail(bytes[at + 2]) && isTrail(bytes[at + 3]) ? 4 : 0;
	}
	return 0;
}

function isTrail(byte: number | undefined): boolean {
	return byte !== undefined && byte >= 0x80 && byte <= 0xbf;
}

function readSurrogates(bytes: Uint8Array, at: number): string | undefined {
	const high = readHalf(bytes, at, 0xa0);
	const low = readHalf(bytes, at + 3, 0xb0);
	return high === undefined || low === undefined ? undefined : String.fromCharCode(high, low);
}

/** Of two halves of a character, three bytes each. */
function pairLength(bytes: Uint8Array, at: number): 0 | 6 {
	return readSurrogates(bytes, at) === undefined ? 0 : 6;
}

function readHalf(bytes: Uint8Array, at: number, from: 0xa0 | 0xb0): number | undefined {
	if (bytes[at] !== 0xed) return undefined;
	const [, second = 0, third] = bytes.subarray(at, at + 3);
	if (second < from || second > from + 0x0f || third === undefined) {
		return undefined;
	}
	return isTrail(third) ? 0xd000 | ((second & 0x3f) << 6) | (third & 0x3f) : undefined;
}

/** Whether the file ends within the sequence that begins here. */
function isCut(bytes: Uint8Array, at: number): boolean {
	if (bytes.byteLength - at > 3) return false;
	const rest = bytes.subarray(at);
	const [lead = 0] = rest;
	const length = lead >= 0xf0 && lead <= 0xf4 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
	return lead <= 0xf4 && rest.byteLength < length && rest.subarray(1).every(isTrail);
}
