import { escapeUnits, isJsonObject, parseJson, readObject } from './json';
import type { JsonObject } from '../types';

/**
 * Half a character, NUL or another control makes strict readers refuse a line, and with it the whole file
 * (elizaOS/eliza#18079, mastra-ai/mastra#15573): no text leaves with one.
 */
const HALVES = /\p{Surrogate}/gu;
/** All but tab and the line ends: U+0085 is one. */
const CONTROLS = /[^\P{Cc}\t\n\r\x85]/gu;

/** What stands at 0x80 to 0x9F in windows-1252: whoever reads its bytes as Latin-1 makes controls of them. */
const WINDOWS = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/** The text as it may leave for a provider; the same text where nothing is wrong with it. */
export function wellFormed(text: string): string {
	return text.replaceAll(HALVES, '\uFFFD').replaceAll(CONTROLS, meaningOf);
}

/** What a control stands for, so that no two words run together: Word writes a line break as `\v`, a page break as `\f`. */
function meaningOf(control: string): string {
	const code = control.charCodeAt(0);
	if (control === '\v' || control === '\f') return '\n';
	// Separators of records and fields in old data formats.
	if (code >= 0x1c && code <= 0x1f) return ' ';
	return code < 0x80 ? '' : WINDOWS.charAt(code - 0x80).trim();
}

/** Whether nothing that can be read would leave of it. */
export function isBlank(text: string): boolean {
	return !/[^\s\p{Cc}]/u.test(text);
}

/** JSON leaves them as they are, and some servers end a line at them (volcengine/OpenViking#3984). */
const LINE_ENDS = /[\x85\u2028\u2029]/g;

export function escapeLineEnds(json: string): string {
	return escapeUnits(json, LINE_ENDS);
}

/** JSON that holds what may have to be mended. */
const SUSPECT = /\\[ubf]|[\x7f-\x9f\u2028\u2029]/;

/** A value as JSON that every strict reader takes: well-formed texts and names, ASCII line ends only. */
export function encodeJson(value: unknown): string {
	const json = JSON.stringify(value);
	return SUSPECT.test(json) ? escapeLineEnds(JSON.stringify(value, mend)) : json;
}

function mend(_name: string, value: unknown): unknown {
	if (typeof value === 'string') return wellFormed(value);
	const object = readObject(value);
	if (object === undefined) return value;
	return Object.fromEntries(Object.entries(object).map(([name, own]) => [wellFormed(name), own]));
}

/** The same object with all its names and texts as they may leave; of two names that become one, the last counts. */
export function wellFormedObject(object: JsonObject): JsonObject {
	const mended = parseJson(encodeJson(object));
	return isJsonObject(mended) ? mended : object;
}

/** As part of a path: half a character would throw. */
export function encodePathPart(text: string): string {
	return encodeURIComponent(wellFormed(text));
}
