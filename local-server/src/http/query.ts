import { invalid } from './errors';
import { readNumber, type JsonValue, type JsonObject } from '../../../core';
import { isObject } from '../json';

export function readLimit(value: string | undefined, fallback: number, most: number): number {
	if (value === undefined) return fallback;
	const limit = Number(value);
	if (!Number.isInteger(limit) || limit < 1 || limit > most) {
		throw invalid(
			`Invalid 'limit': expected an integer from 1 to ${most}.`,
			'limit',
			'invalid_value',
		);
	}
	return limit;
}

const LEAST_SECONDS = 3600;
const MOST_SECONDS = 30 * 86_400;

/** The seconds of an `expires_after` or `output_expires_after`, or undefined when there is none. */
export function readExpiry(
	anchor: JsonValue | undefined,
	seconds: JsonValue | undefined,
	param: string,
) {
	if (anchor === undefined && seconds === undefined) return undefined;
	if (anchor !== 'created_at') {
		throw invalid(`Invalid '${param}.anchor': only 'created_at' is supported.`, `${param}.anchor`);
	}
	const value = readNumber(typeof seconds === 'string' ? Number(seconds) : seconds);
	if (
		value === undefined ||
		!Number.isInteger(value) ||
		value < LEAST_SECONDS ||
		value > MOST_SECONDS
	) {
		const message = `Invalid '${param}.seconds': expected an integer from ${LEAST_SECONDS} to ${MOST_SECONDS}.`;
		throw invalid(message, `${param}.seconds`, 'invalid_value');
	}
	return value;
}

/** Up to 16 pairs of strings; the JSON text to store, or null. */
export function readMetadata(value: JsonValue | undefined): JsonObject | null {
	if (value === undefined || value === null) return null;
	if (!isObject(value)) throw invalid("Invalid 'metadata': expected an object.", 'metadata');
	const entries = Object.entries(value);
	if (entries.length > 16) {
		throw invalid("Invalid 'metadata': at most 16 pairs are allowed.", 'metadata');
	}
	for (const [key, text] of entries) {
		if (key.length > 64)
			throw invalid("Invalid 'metadata': a key is over 64 characters.", 'metadata');
		if (typeof text !== 'string' || text.length > 512) {
			const message = `Invalid 'metadata.${key}': expected a string of at most 512 characters.`;
			throw invalid(message, `metadata.${key}`);
		}
	}
	return value;
}

/** The list envelope; `has_more` is known because one more than asked for was read. */
export function wireList<T>(
	found: readonly T[],
	limit: number,
	idOf: (item: T) => string,
	wire: (item: T) => JsonObject,
): JsonObject {
	const page = found.slice(0, limit);
	const first = page.at(0);
	const last = page.at(-1);
	return {
		object: 'list',
		data: page.map(wire),
		has_more: found.length > limit,
		first_id: first === undefined ? null : idOf(first),
		last_id: last === undefined ? null : idOf(last),
	};
}
