import { isList } from '../json-parts';
import { checkAlone } from './json-rules';
import { UNSAFE } from './strict-rules';
import type { JsonObject, JsonValue } from '../../types';

/**
 * A choice among literals as strict mode wants it: with the type of each, one form for each type, and null as a form
 * of its own ("enum value … does not validate against {'type': 'null'}", can1357/oh-my-pi#1835). In words why not.
 */
export function strictValues(rule: JsonObject, types: readonly string[]): JsonObject | string {
	const { enum: list, const: only, ...alone } = rule;
	if (list !== undefined && (!isList(list) || list.length === 0)) {
		return '"enum" lists no allowed value.';
	}
	const given = only === undefined ? (list ?? []) : [only];
	const values = isList(given) ? [...new Set(given)] : [];
	const real = values.filter((value) => value !== null);
	if (real.some((value) => typeof value === 'object')) {
		return `"${only === undefined ? 'enum' : 'const'}" may list texts, numbers, true and false: use "anyOf" for a choice of objects.`;
	}
	if (real.some((value) => typeof value === 'string' && UNSAFE.test(value))) {
		return 'an allowed value has a quotation mark, a backslash or a line break: leave that out, or list a short name for it.';
	}
	const isInside = only === undefined || list === undefined || list.includes(only);
	if (!isInside || real.some((value) => checkAlone(alone, value).length > 0)) {
		return '"enum" lists a value that the rest of the schema excludes, e.g. a text where "type" says number.';
	}
	const forms = formsOf(real, types.includes('integer'), only !== undefined);
	const mayBeNull = values.includes(null) || types.includes('null');
	const all = mayBeNull ? [...forms, { type: 'null' }] : forms;
	const [first, ...more] = all;
	return more.length === 0 && first !== undefined ? first : { anyOf: all };
}

function formsOf(
	values: readonly JsonValue[],
	areIntegers: boolean,
	isOnly: boolean,
): readonly JsonObject[] {
	const groups = new Map<string, JsonValue[]>();
	for (const value of values) {
		const group = groups.get(typeof value) ?? [];
		group.push(value);
		groups.set(typeof value, group);
	}
	return [...groups].map(([kind, group]) => {
		const isWhole = areIntegers || group.every((value) => Number.isInteger(value));
		const type = kind === 'number' && isWhole ? 'integer' : kind;
		return isOnly ? { type, const: group[0] ?? null } : { type, enum: group };
	});
}
