import { readList, readNumber, readObject, readString, type WireObject } from './json';
import { hasTwins, isAmong, isMultiple } from './json-compare';

/** One thing about a value that its schema does not allow. Says nothing of what the value holds. */
export interface Mismatch {
	/** In the names of the schema, as `answer.lines[2].price`; `*` is a name that only the answer has. */
	readonly path: string;
	readonly problem: string;
	/** The only values that would do, where the schema lists them. */
	readonly allowed?: readonly unknown[];
	/** The name that only the answer has, where it may have none such. */
	readonly unasked?: string;
}

/** What a schema says of a value by itself: which values, of what type, how large. */
export function checkAlone(rule: WireObject, value: unknown): readonly Mismatch[] {
	return [...checkChoice(rule, value), ...checkType(rule, value), ...checkBounds(rule, value)];
}

export function mismatch(problem: string): Mismatch {
	return { path: '', problem };
}

export function within(step: string, mismatches: readonly Mismatch[]): readonly Mismatch[] {
	if (mismatches.length === 0) return mismatches;
	return mismatches.map((one) => ({ ...one, path: `${step}${one.path}` }));
}

function checkChoice(rule: WireObject, value: unknown): readonly Mismatch[] {
	const found: Mismatch[] = [];
	const only = rule['const'] === undefined ? undefined : [rule['const']];
	for (const allowed of [only, readList(rule['enum'])]) {
		if (allowed === undefined || isAmong(value, allowed)) continue;
		found.push({ ...mismatch('is not one of the allowed values'), allowed });
	}
	return found;
}

/** `nullable` is of OpenAPI 3.0: it adds to the type and to nothing else (OAI/OpenAPI-Specification#1900). */
function checkType(rule: WireObject, value: unknown): readonly Mismatch[] {
	const single = readString(rule['type']);
	const named = single === undefined ? (readList(rule['type']) ?? []) : [single];
	const types = named.filter((type) => typeof type === 'string');
	if (types.length === 0 || (rule['nullable'] === true && value === null)) return [];
	if (types.some((type) => isOfType(type, value))) return [];
	return [mismatch(`is not ${types.map(article).join(' or ')}`)];
}

function article(type: string): string {
	if (type === 'null') return 'empty';
	return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function isOfType(type: string, value: unknown): boolean {
	switch (type) {
		case 'object':
			return readObject(value) !== undefined;
		case 'array':
			return Array.isArray(value);
		case 'integer':
			return Number.isInteger(value);
		case 'null':
			return value === null;
		case 'boolean':
		case 'number':
		case 'string':
			return typeof value === type;
		default:
			return true;
	}
}

/** One character each, in two units of UTF-16. */
const PAIRS = /[\uD800-\uDBFF][\uDC00-\uDFFF]/g;

function checkBounds(rule: WireObject, value: unknown): readonly Mismatch[] {
	if (typeof value === 'number') return checkNumber(rule, value);
	if (typeof value === 'string') {
		const [least, most] = [readNumber(rule['minLength']), readNumber(rule['maxLength'])];
		if (least === undefined && most === undefined) return [];
		return checkSize(value.length - (value.match(PAIRS)?.length ?? 0), least, most, ' characters');
	}
	const list = readList(value);
	if (list === undefined) return [];
	return [
		...checkSize(list.length, readNumber(rule['minItems']), readNumber(rule['maxItems'])),
		...(rule['uniqueItems'] === true && hasTwins(list) ? [mismatch('has an entry twice')] : []),
	];
}

function checkSize(
	size: number,
	least: number | undefined,
	most: number | undefined,
	unit = '',
): readonly Mismatch[] {
	if (least !== undefined && size < least) return [mismatch(`is below ${least}${unit}`)];
	if (most !== undefined && size > most) return [mismatch(`is above ${most}${unit}`)];
	return [];
}

function checkNumber(rule: WireObject, value: number): readonly Mismatch[] {
	const over = readNumber(rule['exclusiveMinimum']);
	const under = readNumber(rule['exclusiveMaximum']);
	const step = readNumber(rule['multipleOf']) ?? 0;
	return [
		...checkSize(value, readNumber(rule['minimum']), readNumber(rule['maximum'])),
		...(over !== undefined && value <= over ? [mismatch(`is not above ${over}`)] : []),
		...(under !== undefined && value >= under ? [mismatch(`is not below ${under}`)] : []),
		...(step > 0 && !isMultiple(value, step) ? [mismatch(`is not a multiple of ${step}`)] : []),
	];
}
