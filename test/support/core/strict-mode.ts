/**
 * What a server that enforces strict schemas says of one, in the words of those that were reported; `undefined` where
 * it takes it. By the guide's list (developers.openai.com/api/docs/guides/structured-outputs, read 2026-11-29) and
 * by what is reported beside it: a quote or a line break in a literal (community.openai.com/t/984464), a `$ref` with
 * other words beside it (camel-ai/camel#3001), lookaround (vercel/ai#21037), a word that only some enforce.
 */
export function strictRefusal(schema: unknown): string | undefined {
	const root = objectOf(schema);
	if (root === undefined || root['type'] !== 'object') return 'schema must be an object';
	const found: string[] = [];
	const definitions = objectOf(root['$defs']) ?? {};
	checkNode(root, [], { definitions, found });
	for (const [name, definition] of Object.entries(definitions)) {
		checkNode(definition, ['$defs', name], { definitions, found });
	}
	return found[0];
}

interface Check {
	readonly definitions: Readonly<Record<string, unknown>>;
	readonly found: string[];
}

const KEYWORDS = new Set(
	'type title description properties required additionalProperties items minItems maxItems anyOf enum const $ref $defs pattern format multipleOf minimum maximum exclusiveMinimum exclusiveMaximum'.split(
		' ',
	),
);
const FORMATS = new Set('date-time time date duration email hostname ipv4 ipv6 uuid'.split(' '));

function checkNode(value: unknown, path: readonly string[], check: Check): void {
	const say = (problem: string): void => {
		check.found.push(`In context=(${path.map((step) => `'${step}'`).join(', ')}), ${problem}`);
	};
	const node = objectOf(value);
	if (node === undefined) return say('schema must be an object');
	for (const key of Object.keys(node)) {
		if (!KEYWORDS.has(key)) return say(`'${key}' is not permitted.`);
	}
	if (node['$ref'] !== undefined) {
		if (Object.keys(node).length > 1) return say('$ref cannot have keywords beside it.');
		const name = /^#\/\$defs\/([\w-]+)$/.exec(String(node['$ref']))?.[1];
		if (node['$ref'] !== '#' && (name === undefined || !(name in check.definitions))) {
			say(`reference to '${String(node['$ref'])}' was not found in the schema.`);
		}
		return;
	}
	const forms = node['anyOf'];
	if (forms !== undefined) {
		if (path.length === 0) return say('schema must not be anyOf.');
		if (!Array.isArray(forms) || forms.length === 0) return say('anyOf must have forms.');
		if (node['type'] !== undefined) say('anyOf stands beside a type.');
		forms.forEach((form, at) => {
			checkNode(form, [...path, 'anyOf', String(at)], check);
		});
		return;
	}
	const types = [node['type']].flat();
	if (node['type'] === undefined) return say("schema must have a 'type' key.");
	for (const literal of [node['enum'] ?? [], node['const'] ?? []].flat()) {
		if (typeof literal === 'string' && /["\n]/.test(literal)) {
			say(`${JSON.stringify(literal)} is not allowed in string literals for structured outputs.`);
		}
		if (literal !== null && !types.some((type) => isOf(type, literal))) {
			say(`enum value ${String(literal)} does not validate against its type.`);
		}
	}
	if (Array.isArray(node['enum']) && node['enum'].length === 0) say('enum must not be empty.');
	if (node['format'] !== undefined && !FORMATS.has(String(node['format']))) {
		say(`'${String(node['format'])}' is not a valid format.`);
	}
	if (/\(\?<?[=!]/.test(String(node['pattern'] ?? ''))) say('regex lookaround is not supported.');
	if (types.includes('array')) {
		if (objectOf(node['items']) === undefined) return say('array schema missing items.');
		checkNode(node['items'], [...path, 'items'], check);
	}
	if (!types.includes('object')) return;
	const properties = objectOf(node['properties']);
	if (properties === undefined) return say('object schema missing properties.');
	if (node['additionalProperties'] !== false) {
		say("'additionalProperties' is required to be supplied and to be false.");
	}
	const required = [node['required']].flat();
	for (const [name, property] of Object.entries(properties)) {
		if (/["\n]/.test(name) || name === '') say(`the name ${JSON.stringify(name)} is not allowed.`);
		if (!required.includes(name)) say(`'required' must include every key. Missing '${name}'.`);
		checkNode(property, [...path, 'properties', name], check);
	}
	if (required.length !== Object.keys(properties).length) say("'required' has an unknown key.");
}

function isOf(type: unknown, value: unknown): boolean {
	if (type === 'integer') return Number.isInteger(value);
	return typeof value === type;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? Object.fromEntries(Object.entries(value))
		: undefined;
}
