import { isJsonObject, parseJson } from '../formats/json';
import { isList } from '../formats/json-parts';
import type { AnswerShape, JsonObject, JsonValue } from '../types';
import { readJsonAnswer } from './answer';
import { confidenceOf } from './confidence';
import { describeMismatch } from './describe-mismatch';
import { LabelMatcher } from './label-matcher';
import { isNumbered, labelsFor } from './stand-ins';
import type { Answer } from './task';

type CategorizeShape = Extract<AnswerShape, { kind: 'categorize' }>;

/** What was chosen, by the names as the user wrote them, each once. */
interface Chosen {
	readonly chosen: readonly string[];
	readonly confidence: number | null;
	readonly reason: JsonValue;
}

type Invalid = Extract<Answer, { invalid: string }>;

/** To the letter first; then with what a server that enforces nothing lets through, where one label can be meant. */
export function readLabels(
	shape: CategorizeShape,
	names: readonly string[],
	text: string,
): Chosen | Invalid {
	const { labels, schema, matcher } = readerOf(shape, names);
	const exact = readJsonAnswer(text, schema);
	if ('fields' in exact) {
		const given = listOf(exact.fields, shape);
		return chosenIn(
			exact.fields,
			given.map((label) => names[labels.indexOf(String(label))] ?? ''),
		);
	}
	const loose = readJsonAnswer(text, schemaOf(shape, {}, ANY_CONFIDENCE));
	if ('invalid' in loose) return exact;
	const meant = mended(loose.fields, shape, matcher(), names);
	const asked = schemaOf(shape, { type: 'string', enum: names }, ANY_CONFIDENCE);
	const mismatch = describeMismatch(asked, meant);
	if (mismatch !== undefined) return { ...exact, invalid: mismatch };
	return chosenIn(meant, listOf(meant, shape).map(String));
}

const NUMBER: JsonObject = { type: 'number' };
const ANY_CONFIDENCE: JsonObject = { type: ['number', 'string', 'null'] };

function schemaOf(
	{ multiple }: CategorizeShape,
	label: JsonObject,
	confidence: JsonObject,
): JsonObject {
	const isAny = Object.keys(label).length === 0;
	const list = isAny ? label : { type: 'array', items: label };
	const choice = multiple ? { categories: list } : { category: label };
	return {
		type: 'object',
		properties: { ...choice, confidence, reason: { type: 'string' } },
		required: [...Object.keys(choice), 'confidence', 'reason'],
		additionalProperties: false,
	};
}

function listOf(fields: JsonObject, { multiple }: CategorizeShape): readonly JsonValue[] {
	const { category = null, categories = [] } = fields;
	if (!multiple) return [category];
	return isList(categories) ? categories : [];
}

function chosenIn(fields: JsonObject, names: readonly string[]): Chosen {
	return {
		chosen: [...new Set(names)],
		confidence: confidenceOf(fields['confidence']),
		reason: fields['reason'] ?? null,
	};
}

/** Each label by its name; what is none stays as it is. */
function mended(
	fields: JsonObject,
	shape: CategorizeShape,
	matcher: LabelMatcher,
	names: readonly string[],
): JsonObject {
	const nameOf = (value: JsonValue): string | undefined => {
		const isText = typeof value === 'string' || typeof value === 'number';
		const place = isText || typeof value === 'boolean' ? matcher.find(String(value)) : undefined;
		return place === undefined ? undefined : names[place];
	};
	const { category, categories } = fields;
	if (!shape.multiple) {
		const [single = null, ...more] = isList(category) ? category : [category ?? null];
		const name = more.length === 0 ? nameOf(single) : undefined;
		return name === undefined ? fields : { ...fields, category: name };
	}
	const written = parsed(categories ?? null);
	if (isList(written) && written.length !== 1) {
		return { ...fields, categories: written.map((value) => nameOf(value) ?? value) };
	}
	const whole = isList(written) ? (written[0] ?? null) : written;
	const name = nameOf(whole);
	if (name !== undefined) return { ...fields, categories: [name] };
	const parts = typeof whole === 'string' ? whole.split(/[,;|\n]/) : [];
	if (parts.length === 0 || parts.length > names.length) return fields;
	const all = parts.flatMap((part) => nameOf(part) ?? []);
	return all.length === parts.length ? { ...fields, categories: all } : fields;
}

/** A list that came as its own text. */
function parsed(value: JsonValue): JsonValue {
	if (typeof value !== 'string' || !/^\s*\[/.test(value)) return value;
	const object = parseJson(`{"list":${value}}`);
	const list = isJsonObject(object) ? object['list'] : undefined;
	return isList(list) ? list : value;
}

interface Reader {
	readonly labels: readonly string[];
	/** Of what was asked for. */
	readonly schema: JsonObject;
	/** Made when the first answer needs it. */
	readonly matcher: () => LabelMatcher;
}

/** One for all answers of a job. */
const readers = new WeakMap<CategorizeShape, Reader>();

function readerOf(shape: CategorizeShape, names: readonly string[]): Reader {
	const known = readers.get(shape);
	if (known !== undefined) return known;
	const labels = labelsFor(names);
	let made: LabelMatcher | undefined;
	const reader = {
		labels,
		schema: schemaOf(shape, { type: 'string', enum: labels }, NUMBER),
		matcher: () => (made ??= matcherOf(names)),
	};
	readers.set(shape, reader);
	return reader;
}

function matcherOf(names: readonly string[]): LabelMatcher {
	const isByNumber = isNumbered(names);
	const ways = names.map((name, at) =>
		isByNumber ? [String(at + 1), name, `${at + 1}. ${name}`] : [name],
	);
	return new LabelMatcher(ways, isByNumber);
}
