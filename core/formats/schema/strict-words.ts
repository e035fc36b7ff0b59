import type { JsonObject, JsonValue } from '../../types';
import { isObject } from '../json-parts';

/** What strict structured outputs refuse, by keyword, with the way out. */
export const REFUSED: Readonly<Record<string, string>> = {
	patternProperties:
		'Fields whose names follow a pattern cannot be asked for: ask for a list of objects with the fields "name" and "value".',
	not: 'Say what the value may be, not what it may not be.',
	if: 'Use "anyOf", with one form for each case.',
	then: 'Use "anyOf", with one form for each case.',
	else: 'Use "anyOf", with one form for each case.',
	dependentRequired: 'Ask for all of the fields, and let those be null that do not apply.',
	dependentSchemas: 'Use "anyOf", with one form for each case.',
	dependencies: 'Ask for all of the fields, and let those be null that do not apply.',
	contains: 'Say in "items" what every entry is, and ask for the rest in the prompt.',
	minContains: 'Say in "items" what every entry is, and ask for the rest in the prompt.',
	maxContains: 'Say in "items" what every entry is, and ask for the rest in the prompt.',
	prefixItems: 'Ask for an object with a named field for each place of the list.',
	$dynamicRef: 'Use "$ref".',
	$recursiveRef: 'Use "$ref".',
};

export const ANYTHING =
	'it may be anything: say what it is with a "type", e.g. {"type": "string"}, or several: {"type": ["string", "number", "null"]}.';

/** Any other than these is refused as "not a valid format" (cyanheads/git-mcp-server#47, 2026-05-06). */
const FORMATS: readonly unknown[] =
	'date-time time date duration email hostname ipv4 ipv6 uuid'.split(' ');
/** "regex lookaround is not supported" (existential-birds/daydream#304, 2026-08-05); the same engines have no `\1`. */
const LOOKS_AROUND = /\(\?(?:[=!]|<[=!])|\\[1-9]|\\k</;

/**
 * The same schema as it is sent: a limit that some servers refuse to enforce is said in words instead, and the answer
 * is checked for it when it comes.
 */
export function toGrammar(strict: JsonObject): JsonObject {
	const { properties, items, anyOf, $defs, description, ...own } = strict;
	const kept = Object.entries(own).filter(([key, value]) => wordsOf(key, value) === undefined);
	const words = Object.entries(own).flatMap(([key, value]) => wordsOf(key, value) ?? []);
	const said = [...(typeof description === 'string' ? [description] : []), ...words].join(' ');
	return {
		...Object.fromEntries(kept),
		...(said === '' ? {} : { description: said }),
		...(properties === undefined ? {} : { properties: each(properties) }),
		...(items === undefined ? {} : { items: grammarOf(items) }),
		...(Array.isArray(anyOf) ? { anyOf: anyOf.map(grammarOf) } : {}),
		...($defs === undefined ? {} : { $defs: each($defs) }),
	};
}

function grammarOf(value: JsonValue): JsonValue {
	return isObject(value) ? toGrammar(value) : value;
}

function each(byName: JsonValue): JsonValue {
	if (!isObject(byName)) return byName;
	return Object.fromEntries(
		Object.entries(byName).map(([name, value]) => [name, grammarOf(value)]),
	);
}

/**
 * `minLength` and `maxLength` are "not permitted" for some (coder/mux#1220, 2025-12-18) and enforced for others
 * (pydantic/pydantic-ai#7400, 2026-08-12); `uniqueItems` for nobody (mastra-ai/mastra#23321, 2026-09-08).
 */
function wordsOf(key: string, value: JsonValue): string | undefined {
	switch (key) {
		case 'minLength':
			return `At least ${String(value)} characters.`;
		case 'maxLength':
			return `At most ${String(value)} characters.`;
		case 'uniqueItems':
			return 'No entry twice.';
		case 'format':
			return FORMATS.includes(value) ? undefined : `Its format: ${String(value)}.`;
		case 'pattern':
			return LOOKS_AROUND.test(String(value)) ? `It matches ${String(value)}` : undefined;
		default:
			return undefined;
	}
}
