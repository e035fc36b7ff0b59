import { readNumber, readString, type JsonValue, type JsonObject } from '../../../core';
import { isArray, isObject, listAt } from '../json';
import { fillNumber, fillString } from './fill-scalars';
import { splitName } from './find';
import { findingsOf, suggestionsOf } from './findings';
import { rankLabels, type Ranking } from './labels';
import { actionItems, salient } from './sentences';
import { subjectOf, type Subject } from './subject';
import { words } from './words';

const ACTIONS = /\b(?:actions?|tasks?|todos?|next steps?)\b/i;

/** Fills any JSON schema from a text: by its shape alone, and by the names of its properties. */
export function fill(schema: JsonValue | undefined, subject: Subject): JsonValue {
	if (!isObject(schema)) return null;
	if (schema['const'] !== undefined) return schema['const'];
	const choices = schema['anyOf'] ?? schema['oneOf'];
	if (isArray(choices)) {
		const real = choices.filter((choice) => !isObject(choice) || choice['type'] !== 'null');
		const nullable = subject.nullable || real.length < choices.length;
		return real.length === 0 ? null : fill(real[0], { ...subject, nullable });
	}
	const types = isArray(schema['type']) ? schema['type'] : [schema['type'] ?? guessType(schema)];
	const inner = { ...subject, nullable: subject.nullable || types.includes('null') };
	const values = enumValues(schema);
	if (values) {
		const ranking = rankLabels(values, subject.instructions, subject.words);
		if (ranking.values[0]?.score === 0 && listAt(schema, 'enum').includes(null)) return null;
		return ranking.values[0]?.value ?? null;
	}
	const fixed = listAt(schema, 'enum');
	if (fixed.length > 0) return fixed[0] ?? null;
	switch (types.find((type) => type !== 'null')) {
		case 'object':
			return fillObject(schema, inner);
		case 'array':
			return fillArray(schema, inner);
		case 'string':
			return fillString(schema, inner);
		case 'number':
		case 'integer':
			return fillNumber(schema, inner, types.includes('integer'));
		case 'boolean':
			return words(splitName(subject.name)).some(({ stem }) =>
				subject.words.some((word) => word.stem === stem),
			);
		default:
			return null;
	}
}

function guessType(schema: JsonObject): string {
	if (isObject(schema['properties'])) return 'object';
	return isObject(schema['items']) ? 'array' : 'string';
}

function enumValues(schema: JsonValue | undefined): string[] | undefined {
	const values = listAt(schema, 'enum').flatMap((value) => readString(value) ?? []);
	return values.length > 0 ? values : undefined;
}

/** The first property that chooses among values, directly or in a list. */
function objectRanking(properties: JsonObject, subject: Subject): Ranking | undefined {
	for (const property of Object.values(properties)) {
		if (!isObject(property)) continue;
		const options = [property, property['items'], ...listAt(property, 'anyOf')];
		const values = options.map(enumValues).find((found) => found !== undefined);
		if (values) return rankLabels(values, subject.instructions, subject.words);
	}
	return subject.ranking;
}

function fillObject(schema: JsonObject, subject: Subject): JsonObject {
	const properties = isObject(schema['properties']) ? schema['properties'] : {};
	const ranking = objectRanking(properties, subject);
	const key = Object.keys(properties).find(isRowId);
	const entries = Object.entries(properties).map(([name, property]): [string, JsonValue] => {
		const id = name === key ? rowIdFor(property, subject.rowId) : undefined;
		if (id !== undefined) return [name, id];
		return [name, fill(property, { ...subject, name, ranking, nullable: false })];
	});
	return Object.fromEntries(entries);
}

/** The first such field names the row; a field of the answer may be called so, too. */
function isRowId(name: string): boolean {
	return /^(?:id|row_*)$/.test(name);
}

function rowIdFor(schema: JsonValue | undefined, rowId: string | undefined): JsonValue | undefined {
	if (rowId === undefined) return undefined;
	const numeric = isObject(schema) && (schema['type'] === 'integer' || schema['type'] === 'number');
	return numeric ? Number(rowId) : rowId;
}

function fillArray(schema: JsonObject, subject: Subject): JsonValue {
	const items = schema['items'];
	const most = readNumber(schema['maxItems']) ?? Infinity;
	if (subject.rows.length > 0 && asksPerRow(items)) {
		return subject.rows.map((row) =>
			fill(items, subjectOf(row.text, subject.instructions, [], row.id)),
		);
	}
	const values = enumValues(items);
	if (values) {
		const { values: ranked } = rankLabels(values, subject.instructions, subject.words);
		const best = ranked[0]?.score ?? 0;
		const close = ranked.filter(({ score }) => score > 0 && score >= best * 0.6);
		const chosen = close.length > 0 ? close.slice(0, 2) : ranked.slice(0, 1);
		return chosen.slice(0, most).map(({ value }) => value);
	}
	if (isObject(items) && items['type'] === 'string') {
		if (/^findings$/i.test(subject.name)) return findingsOf(subject.text).slice(0, most);
		if (/^suggestions$/i.test(subject.name)) return suggestionsOf(subject.text).slice(0, most);
		const wantsActions = ACTIONS.test(splitName(subject.name));
		const found = wantsActions ? actionItems(subject.text) : salient(subject.text);
		return found.slice(0, most);
	}
	const least = readNumber(schema['minItems']) ?? 0;
	return least > 0
		? Array.from({ length: least }, () => fill(items, subject))
		: [fill(items, subject)];
}

/** A list of objects with an `id` or `row`: packed rows want one answer each. */
function asksPerRow(items: JsonValue | undefined): boolean {
	const properties = isObject(items) ? items['properties'] : undefined;
	return isObject(properties) && Object.keys(properties).some(isRowId);
}
