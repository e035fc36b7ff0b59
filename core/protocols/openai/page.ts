import { readList, readNumber, readObject, readString } from '../../formats/json';
import type { Page } from '../protocol';

/** `{object: 'list', data, has_more, last_id}`; Together answers with a bare array. */
export function readPage<T extends string | { readonly id: string }>(
	reply: unknown,
	readEntry: (entry: unknown) => T | undefined,
): Page<T> | undefined {
	const page = readObject(reply);
	const data = readList(page?.['data']) ?? readList(reply);
	if (data === undefined) return undefined;
	const entries = data.flatMap((entry) => {
		const read = readEntry(entry);
		return read === undefined ? [] : [read];
	});
	if (page?.['has_more'] !== true) return { entries };
	const last = entries.at(-1);
	const lastId = readString(page['last_id']) ?? (typeof last === 'object' ? last.id : last);
	return lastId === undefined ? { entries } : { entries, after: lastId };
}

/** Later than any time in seconds: milliseconds. */
const FIRST_MILLISECONDS = 100_000_000_000;

/** Unix seconds; Together writes ISO 8601, others digits or milliseconds, and 0 for what has not come. */
export function readTime(value: unknown): number | undefined {
	const text = readString(value);
	const time = readNumber(value) ?? readDigits(text) ?? Math.floor(Date.parse(text ?? '') / 1000);
	if (!(time > 0)) return undefined;
	return time < FIRST_MILLISECONDS ? time : Math.floor(time / 1000);
}

/** A number that was written as a text. */
export function readDigits(value: unknown): number | undefined {
	const text = readString(value) ?? '';
	return /^\d{1,16}$/.test(text) ? Number(text) : undefined;
}
