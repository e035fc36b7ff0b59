import { readObject } from '../formats/json';
import type { JsonObject, JsonValue, Outcome } from '../types';
import { readDay } from './days';
import type { FieldReader } from './types';

/** A kept field by its name, or by a path into an object. */
export function keptField(path: string): FieldReader {
	const steps = path.split('.');
	return ({ kept }) => {
		const own = Object.hasOwn(kept, path) ? kept[path] : undefined;
		if (own !== undefined || steps.length === 1) return own;
		let value: JsonValue | undefined = kept;
		for (const step of steps) {
			value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
		}
		return value;
	};
}

function isObject(value: JsonValue | undefined): value is JsonObject {
	return readObject(value) !== undefined;
}

/** Control characters, and marks that make text run the other way and so lie about what it says. */
const UNSHOWABLE =
	'\\u0000-\\u001f\\u007f-\\u009f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff';
const GAP = new RegExp(`[\\s${UNSHOWABLE}]+`, 'g');
const UNTIDY = new RegExp(`[${UNSHOWABLE}]|^\\s|\\s$|\\s\\s`);

/** A value on one line, cut with "…"; `undefined` when there is nothing to show. */
export function showValue(value: JsonValue | undefined, maxCharacters: number): string | undefined {
	switch (typeof value) {
		case 'string':
			return clip(value, maxCharacters);
		case 'number':
		case 'boolean':
			return String(value);
		case 'object':
			if (isList(value)) {
				const parts = value.map((entry) => showValue(entry, maxCharacters));
				return clip(parts.filter((part) => part !== undefined).join(', '), maxCharacters);
			}
			// As mail and user objects have it.
			return value === null
				? undefined
				: clip(firstText(value, ['text', 'name', 'title', 'address', 'email']), maxCharacters);
		default:
			return undefined;
	}
}

function isList(value: JsonValue): value is readonly JsonValue[] {
	return Array.isArray(value);
}

function firstText(value: object, names: readonly string[]): string {
	const fields = readObject(value) ?? {};
	const found = names.map((name) => fields[name]).find((text) => typeof text === 'string');
	return typeof found === 'string' ? found : '';
}

export function clip(text: string, maxCharacters: number): string | undefined {
	// What lies far behind the cut need not be cleaned, nor what is clean: most of it is.
	const near = text.slice(0, maxCharacters * 4);
	const line = UNTIDY.test(near) ? near.replaceAll(GAP, ' ').trim() : near;
	if (line === '') return undefined;
	if (line.length <= maxCharacters) return line;
	const cut = line.slice(0, maxCharacters - 1).trimEnd();
	return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

const DATE_NAMES = [
	'date',
	'internaldate',
	'receivedat',
	'receiveddatetime',
	'received',
	'sentat',
	'sentdatetime',
	'sent',
	'timestamp',
	'ts',
	'createdat',
	'createdtime',
	'createddatetime',
	'created',
	'addedat',
	'added',
	'isodate',
	'pubdate',
	'publishedat',
	'published',
	'datetime',
	'time',
	'start',
	'starttime',
	'startdate',
	'createddate',
	'updatedat',
	'modifiedtime',
	'lasteditedtime',
	'updated',
	'due',
	'duedate',
	'deadline',
] as const;

/** Rows looked at to find a field: spread over the whole job. */
const SAMPLE = 400;
const ENOUGH = 0.5;

/** The kept field that dates most rows; of equals the one whose name says it best. */
export function findDateField(outcomes: readonly Outcome[]): string | undefined {
	const rows = sampleOf(outcomes);
	const dated = new Map<string, number>();
	for (const { kept } of rows) {
		for (const [name, value] of Object.entries(kept)) {
			if (rankOf(name, DATE_NAMES) === undefined || readDay(value) === undefined) continue;
			dated.set(name, (dated.get(name) ?? 0) + 1);
		}
	}
	return bestOf(dated, rows.length, DATE_NAMES);
}

const TITLE_NAMES = [
	'subject',
	'title',
	'name',
	'headline',
	'topic',
	'filename',
	'file',
	'content',
	'task',
	'question',
	'text',
	'description',
	'snippet',
	'message',
	'body',
] as const;

/** The kept field that names most rows, as a person would. */
export function findTitleField(outcomes: readonly Outcome[]): string | undefined {
	const rows = sampleOf(outcomes);
	const named = new Map<string, number>();
	for (const { kept } of rows) {
		for (const [name, value] of Object.entries(kept)) {
			if (rankOf(name, TITLE_NAMES) === undefined || typeof value !== 'string') continue;
			if (value.trim() !== '') named.set(name, (named.get(name) ?? 0) + 1);
		}
	}
	return bestOf(named, rows.length, TITLE_NAMES);
}

function sampleOf(outcomes: readonly Outcome[]): readonly Outcome[] {
	const step = Math.max(1, Math.floor(outcomes.length / SAMPLE));
	// Failed rows often lack their fields: they would hide a field that every answered row has.
	return outcomes.filter(({ kept }, index) => index % step === 0 && Object.keys(kept).length > 0);
}

/** `created_time`, `Created Time` and `createdTime` are one name. */
function rankOf(name: string, names: readonly string[]): number | undefined {
	const rank = names.indexOf(name.toLowerCase().replaceAll(/[^a-z]/g, ''));
	return rank < 0 ? undefined : rank;
}

function bestOf(
	counted: ReadonlyMap<string, number>,
	rows: number,
	names: readonly string[],
): string | undefined {
	// A field of nearly all rows is as good as one of all: then the name decides.
	const most = Math.max(0, ...counted.values());
	const [best] = [...counted]
		.filter(([, count]) => count >= rows * ENOUGH && count >= most * 0.9)
		.sort(([a], [b]) => (rankOf(a, names) ?? 0) - (rankOf(b, names) ?? 0) || (a < b ? -1 : 1));
	return best?.[0];
}
