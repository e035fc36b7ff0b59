/** Signs of direction and of bold type, which mail programs put around names and words. */
const SIGNS = /[\u200E\u200F\u202A-\u202E\u2066-\u2069*]/g;
const HAS_SIGNS = new RegExp(SIGNS.source);

/** A line as it is shown, for reading what it is. */
export function shown(text: string): string {
	return (HAS_SIGNS.test(text) ? text.replaceAll(SIGNS, '') : text).trim();
}

/** A label behind so many characters is none. */
const MAX_LABEL_END = 40;
const LINES = new Set('-–—_=*~');

/**
 * Whether a line may be a head, or the title of one: it ends in a colon, has one near its beginning, or begins as a
 * line across the page does. Of all lines of a mail these are few.
 */
export function mayBeHead(text: string): boolean {
	const line = text.trim();
	if (line === '') return false;
	const colon = line.indexOf(':');
	if (colon >= 0 && colon < MAX_LABEL_END) return true;
	const last = line.charCodeAt(line.length - 1);
	// A letter, or a sign that ends a sentence.
	const endsInWords = last < 0x80 && last !== 0x3a && last !== 0x2a && last !== 0x2d;
	return !endsInWords || line.includes('：') || LINES.has(line.charAt(0));
}
