import { isObject } from '../formats/json-parts';
import type { JsonValue, Outcome } from '../types';
import { readDay } from './days';
import { groupBy, sampleOf } from './groups';

/** A kept field by its name, or by a path into an object; nothing where no field is named. */
export function keptField(path: string | undefined): (outcome: Outcome) => JsonValue | undefined {
	if (path === undefined) return () => undefined;
	const steps = path.split('.');
	return ({ kept }) => {
		const own = ownField(kept, path);
		return own === undefined ? steps.reduce(ownField, kept) : own;
	};
}

function ownField(value: JsonValue | undefined, name: string): JsonValue | undefined {
	return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Control characters, and marks that make text run the other way and so lie about what it says. */
const UNSHOWABLE =
	'\\u0000-\\u001f\\u007f-\\u009f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff';
const GAP = new RegExp(`[\\s${UNSHOWABLE}]+`, 'g');
const UNTIDY = new RegExp(`[${UNSHOWABLE}]|^\\s|\\s$|\\s\\s`);
/** Where mail and user objects have their text. */
const TEXT_NAMES = ['text', 'name', 'title', 'address', 'email'];

/** A value on one line, cut with "…"; `undefined` when there is nothing to show. */
export function showValue(value: JsonValue | undefined, maxCharacters: number): string | undefined {
	if (value === undefined || value === null) return undefined;
	if (typeof value === 'string') return clip(value, maxCharacters);
	if (typeof value !== 'object') return String(value);
	if (isObject(value)) {
		const texts = TEXT_NAMES.map((name) => value[name]);
		return clip(texts.find((text) => typeof text === 'string') ?? '', maxCharacters);
	}
	const parts = value.flatMap((entry) => showValue(entry, maxCharacters) ?? []);
	return clip(parts.join(', '), maxCharacters);
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

/** The best names first. */
const DATE_NAMES = `date internaldate receivedat receiveddatetime received sentat sentdatetime sent
	timestamp ts createdat createdtime createddatetime created addedat added isodate pubdate
	publishedat published datetime time start starttime startdate createddate updatedat modifiedtime
	lasteditedtime updated due duedate deadline`.split(/\s+/);
const TITLE_NAMES = `subject title name headline topic filename file content task question text
	description snippet message body`.split(/\s+/);

/** The kept field that dates most rows; of equals the one whose name says it best. */
export function findDateField(outcomes: readonly Outcome[]): string | undefined {
	return findField(outcomes, DATE_NAMES, (value) => readDay(value) !== undefined);
}

/** The kept field that names most rows, as a person would. */
export function findTitleField(outcomes: readonly Outcome[]): string | undefined {
	const isText = (value: JsonValue): boolean => typeof value === 'string' && value.trim() !== '';
	return findField(outcomes, TITLE_NAMES, isText);
}

/** Rows looked at to find a field: spread over the whole job. */
const SAMPLE = 400;
const ENOUGH = 0.5;

function findField(
	outcomes: readonly Outcome[],
	names: readonly string[],
	fits: (value: JsonValue) => boolean,
): string | undefined {
	// Failed rows often lack their fields: they would hide a field that every answered row has.
	const rows = sampleOf(outcomes, SAMPLE).filter(({ kept }) => Object.keys(kept).length > 0);
	const fitting = rows
		.flatMap(({ kept }) => Object.entries(kept))
		.filter(([name, value]) => rankOf(name, names) >= 0 && fits(value));
	const found = [...groupBy(fitting, ([name]) => name)];
	// A field of nearly all rows is as good as one of all: then the name decides.
	const most = Math.max(...found.map(([, own]) => own.length));
	const enough = Math.max(rows.length * ENOUGH, most * 0.9);
	const [best] = found
		.filter(([, own]) => own.length >= enough)
		.sort(([a], [b]) => rankOf(a, names) - rankOf(b, names) || (a < b ? -1 : 1));
	return best?.[0];
}

/** `created_time`, `Created Time` and `createdTime` are one name. */
function rankOf(name: string, names: readonly string[]): number {
	return names.indexOf(name.toLowerCase().replaceAll(/[^a-z]/g, ''));
}
