import { readString } from '../json';
import { isList, isObject } from '../json-parts';
import type { JsonObject, JsonValue } from '../../types';

/**
 * No literal of a strict schema holds a quotation mark or a line break (community.openai.com/t/984464, t/1366742);
 * of a backslash and the other controls nobody says that it does.
 */
export const UNSAFE = /["\\\p{Cc}\u2028\u2029]/u;

const TYPES: readonly string[] = 'object array string number integer boolean null'.split(' ');

/** Of a type and of nothing else. */
const BOUNDS_OF: Readonly<Record<string, readonly string[]>> = {
	number: ['multipleOf', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
	string: ['pattern', 'format', 'minLength', 'maxLength'],
	array: ['minItems', 'maxItems', 'uniqueItems'],
};
export const BOUNDS: readonly string[] = Object.values(BOUNDS_OF).flat();

export function annotationsOf(rule: JsonObject): JsonObject {
	const said = ['title', 'description'].flatMap((key): [string, string][] => {
		const words = readString(rule[key]);
		return words === undefined || words === '' ? [] : [[key, words]];
	});
	return Object.fromEntries(said);
}

/** The bounds that say something of a value of these types: any other is one of no value. */
export function boundsOf(rule: JsonObject, types: readonly string[]): JsonObject {
	const keys = types.flatMap((type) => BOUNDS_OF[type === 'integer' ? 'number' : type] ?? []);
	const bounds = keys.flatMap((key): [string, JsonValue][] => {
		const value = rule[key];
		const isText = key === 'pattern' || key === 'format';
		if (key === 'uniqueItems') return value === true ? [[key, value]] : [];
		return typeof value === (isText ? 'string' : 'number') ? [[key, value ?? null]] : [];
	});
	return Object.fromEntries(bounds);
}

export function choiceIn(rule: JsonObject): 'anyOf' | 'oneOf' | undefined {
	if (rule['anyOf'] !== undefined) return 'anyOf';
	return rule['oneOf'] === undefined ? undefined : 'oneOf';
}

/** Its type and its bounds, which hold for each of its forms. */
export function sharedBy(rule: JsonObject): JsonObject {
	const keys = ['type', ...BOUNDS].filter((key) => rule[key] !== undefined);
	return Object.fromEntries(keys.map((key) => [key, rule[key] ?? null]));
}

/** All types that a value may have; of its literals where it names none; one that there is not, as text. */
export function typesOf(rule: JsonObject): readonly string[] | string {
	const { type } = rule;
	const named = isList(type) ? type : type === undefined ? guessed(rule) : [type];
	const types: string[] = [];
	for (const one of named) {
		if (typeof one !== 'string' || !TYPES.includes(one)) return String(one).slice(0, 60);
		if (!types.includes(one)) types.push(one);
	}
	const isLiteral = rule['enum'] !== undefined || rule['const'] !== undefined;
	// It adds to the type and to nothing else (OAI/OpenAPI-Specification#1900).
	const may = rule['nullable'] === true && type !== undefined && !isLiteral;
	return may && !types.includes('null') ? [...types, 'null'] : types;
}

function guessed(rule: JsonObject): readonly string[] {
	if (rule['enum'] !== undefined || rule['const'] !== undefined) return [];
	if (isObject(rule['properties'])) return ['object'];
	return rule['items'] === undefined ? [] : ['array'];
}

/** The same, or null. */
export function nullable(strict: JsonObject): JsonObject {
	const { type, anyOf, ...said } = strict;
	if (type === 'null' || (isList(type) && type.includes('null'))) return strict;
	if (!isList(anyOf)) return { anyOf: [strict, { type: 'null' }] };
	const has = anyOf.some((form) => isObject(form) && form['type'] === 'null');
	return has ? strict : { ...said, anyOf: [...anyOf, { type: 'null' }] };
}

/** Whether some answer comes to its end: a field that has to hold its own object never does. */
export function hasEnd(root: JsonObject): boolean {
	const definitions = isObject(root['$defs']) ? Object.entries(root['$defs']) : [];
	const ending = new Set<string>();
	const ends = (value: JsonValue | undefined): boolean => {
		if (!isObject(value)) return true;
		const { $ref, anyOf, type, items, properties, minItems } = value;
		if (typeof $ref === 'string') return ending.has($ref);
		if (isList(anyOf)) return anyOf.some(ends);
		if (isList(type) && type.some((one) => one !== 'object' && one !== 'array')) return true;
		if (items !== undefined) return Number(minItems ?? 0) === 0 || ends(items);
		return !isObject(properties) || Object.values(properties).every(ends);
	};
	for (let before = -1; before < ending.size; ) {
		before = ending.size;
		if (ends(root)) ending.add('#');
		for (const [name, definition] of definitions) {
			if (!ending.has(`#/$defs/${name}`) && ends(definition)) ending.add(`#/$defs/${name}`);
		}
	}
	return ending.has('#');
}
