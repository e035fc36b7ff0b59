import { readList, readNumber, readObject, readString, type WireObject } from '../json';
import { hasTwins, isAmong, isMultiple } from '../json-compare';

/** To a field, to an entry of a list; `null` is a name that only the answer has. */
export type Step = string | number | null;

/** One thing about a value that its schema does not allow. Says nothing of what the value holds. */
export interface Finding {
	/** In the names of the schema, from the whole answer to the place. */
	readonly steps: readonly Step[];
	readonly problem: string;
	/** The only values that would do, where the schema lists them. */
	readonly allowed?: readonly unknown[];
	/** The name that only the answer has, where it may have none such. */
	readonly unasked?: string;
	/** The name that the answer lacks. */
	readonly missing?: string;
}

/** What a schema says of a value by itself: which values, of what type, how large. */
export function checkAlone(rule: WireObject, value: unknown): readonly Finding[] {
	return [...checkChoice(rule, value), ...checkType(rule, value), ...checkBounds(rule, value)];
}

export function finding(problem: string): Finding {
	return { steps: [], problem };
}

export function within(step: Step, findings: readonly Finding[]): readonly Finding[] {
	if (findings.length === 0) return findings;
	return findings.map((one) => ({ ...one, steps: [step, ...one.steps] }));
}

function checkChoice(rule: WireObject, value: unknown): readonly Finding[] {
	const found: Finding[] = [];
	const only = rule['const'] === undefined ? undefined : [rule['const']];
	for (const allowed of [only, readList(rule['enum'])]) {
		if (allowed === undefined || isAmong(value, allowed)) continue;
		found.push({ ...finding('is not one of the allowed values'), allowed });
	}
	return found;
}

/** `nullable` is of OpenAPI 3.0: it adds to the type and to nothing else (OAI/OpenAPI-Specification#1900). */
function checkType(rule: WireObject, value: unknown): readonly Finding[] {
	const single = readString(rule['type']);
	const named = single === undefined ? (readList(rule['type']) ?? []) : [single];
	const types = named.filter((type) => typeof type === 'string');
	if (types.length === 0 || (rule['nullable'] === true && value === null)) return [];
	if (types.some((type) => isOfType(type, value))) return [];
	return [finding(`is not ${types.map(article).join(' or ')}`)];
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

function checkBounds(rule: WireObject, value: unknown): readonly Finding[] {
	if (typeof value === 'number') return checkNumber(rule, value);
	if (typeof value === 'string') {
		const [least, most] = [readNumber(rule['minLength']), readNumber(rule['maxLength'])];
		if (least === undefined && most === undefined) return [];
		return checkSize(value.length - (value.match(PAIRS)?.length ?? 0), least, most, [
			'character',
			'characters',
		]);
	}
	const list = readList(value);
	if (list === undefined) return [];
	return [
		...checkSize(list.length, readNumber(rule['minItems']), readNumber(rule['maxItems']), [
			'entry',
			'entries',
		]),
		...(rule['uniqueItems'] === true && hasTwins(list) ? [finding('has an entry twice')] : []),
	];
}

function checkSize(
	size: number,
	least: number | undefined,
	most: number | undefined,
	of?: readonly [one: string, several: string],
): readonly Finding[] {
	if (least !== undefined && size < least) {
		return [
			finding(of === undefined ? `is below ${least}` : `has fewer than ${counted(least, of)}`),
		];
	}
	if (most !== undefined && size > most) {
		return [finding(of === undefined ? `is above ${most}` : `has more than ${counted(most, of)}`)];
	}
	return [];
}

function counted(count: number, [one, several]: readonly [string, string]): string {
	return `${count} ${count === 1 ? one : several}`;
}

function checkNumber(rule: WireObject, value: number): readonly Finding[] {
	const over = readNumber(rule['exclusiveMinimum']);
	const under = readNumber(rule['exclusiveMaximum']);
	const step = readNumber(rule['multipleOf']) ?? 0;
	return [
		...checkSize(value, readNumber(rule['minimum']), readNumber(rule['maximum'])),
		...(over !== undefined && value <= over ? [finding(`is not above ${over}`)] : []),
		...(under !== undefined && value >= under ? [finding(`is not below ${under}`)] : []),
		...(step > 0 && !isMultiple(value, step) ? [finding(`is not a multiple of ${step}`)] : []),
	];
}
