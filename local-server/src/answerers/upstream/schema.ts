import {
	isArray,
	isObject,
	readArray,
	readObject,
	readString,
	type Json,
	type JsonObject,
} from '../../json';

const MOST_SHOWN = 5;

/**
 * What of a value does not fit a JSON Schema, in words that name places and never the value: they reach
 * error messages. Knows the keywords of OpenAI's structured outputs; others do not hold anything back.
 */
export function misfits(schema: JsonObject, value: Json): readonly string[] {
	return check({ root: schema, depth: 0 }, schema, value, 'The answer').slice(0, MOST_SHOWN);
}

interface Context {
	readonly root: JsonObject;
	readonly depth: number;
}

const DEEPEST = 100;

function check(context: Context, given: Json, value: Json, place: string): string[] {
	if (given === false) return [`${place} must not be there`];
	if (!isObject(given)) return [];
	if (context.depth > DEEPEST) return [`${place} is nested too deep`];
	const schema = resolved(context.root, given);
	const inner = { ...context, depth: context.depth + 1 };
	const options = [...readArray(schema, 'anyOf'), ...readArray(schema, 'oneOf')];
	const some =
		options.length === 0 || options.some((one) => check(inner, one, value, place).length === 0);
	return [
		...(some ? [] : [`${place} fits none of the allowed forms`]),
		...readArray(schema, 'allOf').flatMap((one) => check(inner, one, value, place)),
		...checkType(schema, value, place),
		...checkChoice(schema, value, place),
		...checkSize(schema, value, place),
		...(isArray(value) ? checkItems(inner, schema, value, place) : []),
		...(isObject(value) ? checkProperties(inner, schema, value, place) : []),
	];
}

/** `#` and `#/a/b` only: a schema for one answer lies in one document. */
function resolved(root: JsonObject, schema: JsonObject): JsonObject {
	const reference = readString(schema['$ref']);
	if (reference === undefined || !reference.startsWith('#')) return schema;
	const names = reference.slice(1).split('/').slice(1);
	return names.reduce<JsonObject>(
		(found, name) => readObject(found, name.replaceAll('~1', '/').replaceAll('~0', '~')),
		root,
	);
}

function typeOf(value: Json): string {
	if (value === null) return 'null';
	if (isArray(value)) return 'array';
	return typeof value;
}

function checkType(schema: JsonObject, value: Json, place: string): string[] {
	const wanted = schema['type'];
	const types = typeof wanted === 'string' ? [wanted] : readArray(schema, 'type');
	const fits = (type: Json): boolean =>
		type === 'integer' ? Number.isInteger(value) : type === typeOf(value);
	return types.length === 0 || types.some(fits)
		? []
		: [`${place} must be of type ${types.join(' or ')}`];
}

function checkChoice(schema: JsonObject, value: Json, place: string): string[] {
	const choices = schema['const'] === undefined ? schema['enum'] : [schema['const']];
	if (!isArray(choices)) return [];
	const written = JSON.stringify(value);
	const fits = choices.some((choice) => JSON.stringify(choice) === written);
	return fits
		? []
		: [`${place} must be one of ${JSON.stringify(choices).slice(1, -1).slice(0, 200)}`];
}

function checkSize(schema: JsonObject, value: Json, place: string): string[] {
	const [size, least, most, what] =
		typeof value === 'number'
			? [value, schema['minimum'], schema['maximum'], '']
			: typeof value === 'string'
				? [[...value].length, schema['minLength'], schema['maxLength'], ' characters']
				: isArray(value)
					? [value.length, schema['minItems'], schema['maxItems'], ' entries']
					: [0, undefined, undefined, ''];
	return [
		...(typeof least === 'number' && size < least
			? [`${place} must be at least ${least}${what}`]
			: []),
		...(typeof most === 'number' && size > most ? [`${place} must be at most ${most}${what}`] : []),
	];
}

function checkItems(
	context: Context,
	schema: JsonObject,
	value: readonly Json[],
	place: string,
): string[] {
	const items = schema['items'];
	if (items === undefined) return [];
	return value.flatMap((item, n) => check(context, items, item, `${place}[${n}]`));
}

function checkProperties(
	context: Context,
	schema: JsonObject,
	value: JsonObject,
	place: string,
): string[] {
	const properties = readObject(schema, 'properties');
	const absent = readArray(schema, 'required').filter(
		(name) => typeof name === 'string' && !Object.hasOwn(value, name),
	);
	const others = schema['additionalProperties'];
	return [
		...absent.map((name) => `${place} lacks "${String(name)}"`),
		...Object.entries(value).flatMap(([name, inner]) => {
			const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
			if (known !== undefined) return check(context, known, inner, `${place}.${name}`);
			// A name that the model made up may quote the text, so it is not repeated.
			if (others === false) return [`${place} has a property that is not allowed`];
			return others === undefined ? [] : check(context, others, inner, `${place}'s other property`);
		}),
	];
}
