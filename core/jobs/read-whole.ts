import { readList, readObject } from '../formats/json';

/** Hosts write out what is absent. */
export function isAbsent(value: unknown): boolean {
	return value === undefined || value === null;
}

/** What readers leave out when they cannot read it. */
const OPTIONAL = [
	'schema',
	'reviewBelow',
	'value',
	'rowId',
	'fields',
	'skipped',
	'reason',
	'usage',
	'charges',
];

/**
 * What a reader makes of a value; none where it passed over something. Readers of what comes from a provider do
 * that, for half an answer is more than none; half a handle is a wrong one.
 */
export function readWhole<T>(
	value: unknown,
	read: (value: unknown) => T | undefined,
): readonly T[] {
	const whole = read(value);
	return whole !== undefined && holds(value, whole) ? [whole] : [];
}

/** Whether all that was read stands there, but for what was absent and filled in. */
function holds(stored: unknown, read: unknown): boolean {
	if (stored === read || isAbsent(stored)) return true;
	const list = readList(read);
	if (list !== undefined) {
		const entries = readList(stored);
		return (
			entries?.length === list.length && list.every((entry, index) => holds(entries[index], entry))
		);
	}
	const fields = readObject(read);
	const from = readObject(stored);
	if (fields === undefined || from === undefined) return false;
	return (
		Object.entries(fields).every(([name, value]) => holds(from[name], value)) &&
		OPTIONAL.every((name) => isAbsent(from[name]) || Object.hasOwn(fields, name))
	);
}
