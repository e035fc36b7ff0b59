import { isAmong } from '../json-compare';
import { isList, isObject } from '../json-parts';
import type { JsonObject, JsonValue } from '../../types';

const SAID = [
	'title',
	'description',
	'default',
	'examples',
	'$defs',
	'definitions',
	'$schema',
	'$id',
];
const DEEPEST = 100;

/**
 * What `allOf` says as one schema, where that is the same: objects that add fields to each other, or words of which
 * no two speak of the same thing. `undefined` where it is not.
 */
export function mergeAllOf(
	rule: JsonObject,
	follow: (reference: JsonObject) => JsonObject | undefined,
): JsonObject | undefined {
	const known = new Map<JsonObject, JsonObject | undefined>();
	const merge = (whole: JsonObject, depth: number): JsonObject | undefined => {
		if (known.has(whole) || depth > DEEPEST) return known.get(whole);
		// Until it is known: who comes here again meanwhile, comes in a circle.
		known.set(whole, undefined);
		const { allOf, ...own } = whole;
		const parts: JsonObject[] = [];
		for (const member of isList(allOf) ? allOf : [null]) {
			const part = partOf(member, depth);
			if (part === undefined) return undefined;
			parts.push(part);
		}
		const merged = together(parts, own);
		known.set(whole, merged);
		return merged;
	};
	const partOf = (member: JsonValue, depth: number): JsonObject | undefined => {
		if (!isObject(member)) return undefined;
		const part = member['$ref'] === undefined ? member : follow(member);
		return part?.['allOf'] === undefined ? part : merge(part, depth + 1);
	};
	return merge(rule, 0);
}

function together(parts: readonly JsonObject[], own: JsonObject): JsonObject | undefined {
	const saying = [...parts, own].filter((part) =>
		Object.keys(part).some((key) => !SAID.includes(key)),
	);
	const [single] = saying;
	const said = Object.assign({}, ...parts.map(saidIn), saidIn(own));
	if (saying.length === 1 && single !== undefined) return { ...single, ...said };
	const merged = new Map<string, JsonValue>();
	for (const [key, value] of saying.flatMap(Object.entries)) {
		const before = merged.get(key);
		const both = before === undefined ? value : unite(key, before, value);
		if (both === undefined) return undefined;
		merged.set(key, both);
	}
	const required = saying.flatMap(requiredBy);
	return {
		...Object.fromEntries(merged),
		...said,
		...(merged.has('properties') ? { required: [...new Set(required)] } : {}),
	};
}

function saidIn(part: JsonObject): JsonObject {
	return Object.fromEntries(Object.entries(part).filter(([key]) => SAID.includes(key)));
}

/** What a part leaves unsaid is required, as in a schema by itself. */
function requiredBy({ required, properties }: JsonObject): readonly JsonValue[] {
	if (isList(required)) return required;
	return isObject(properties) ? Object.keys(properties) : [];
}

/** `undefined` where both cannot be said at once in one place. */
function unite(key: string, one: JsonValue, other: JsonValue): JsonValue | undefined {
	if (SAID.includes(key) || key === 'required') return other;
	// Closed, each would refuse what the others ask for: what is meant is all of their fields.
	if (key === 'additionalProperties' && !isObject(one) && !isObject(other)) return false;
	if (key !== 'properties' || !isObject(one) || !isObject(other)) {
		return isAmong(one, [other]) ? one : undefined;
	}
	const isTorn = Object.entries(other).some(
		([name, property]) => Object.hasOwn(one, name) && !isAmong(property, [one[name]]),
	);
	return isTorn ? undefined : { ...one, ...other };
}
