import { defined } from '../formats/defined';
import type { JsonValue, Outcome } from '../types';
import { readDay, zoneOffset } from './days';
import { clip, findDateField, findTitleField, keptField, showValue } from './fields';
import type { ReportOptions, ReportPart, ReportRow } from './types';

/** An outcome with what the report reads from it: made once, counted often. */
export interface Entry {
	readonly outcome: Outcome;
	readonly row: ReportRow;
	readonly categories: readonly string[];
	/** Days since 1970-01-01. */
	readonly day: number | undefined;
}

/** All outcomes of all parts, and the kept field that dates them. */
export interface Entries {
	readonly all: readonly Entry[];
	readonly answered: readonly Entry[];
	readonly dateField: string | undefined;
}

export function readEntries(parts: readonly ReportPart[], options: ReportOptions): Entries {
	const outcomes = parts.flatMap((part) => part.outcomes);
	const dateField = options.dateField ?? findDateField(outcomes);
	const readDate = keptField(dateField);
	const readTitle = keptField(options.titleField ?? findTitleField(outcomes));
	const offsetAt = zoneOffset(options.timeZone);
	const all = parts.flatMap(({ label, outcomes: own, sentAt }) => {
		const sentOn = dateField === undefined ? readDay(sentAt, offsetAt) : undefined;
		return own.map((outcome): Entry => {
			const categories = readCategories(outcome, options.categoryField);
			const row = defined({
				id: outcome.rowId,
				title: chooseTitle(outcome, readTitle(outcome)),
				label,
				category: categories[0],
				confidence: readConfidence(outcome),
				reason: readReason(outcome),
			});
			return { outcome, row, categories, day: readDay(readDate(outcome), offsetAt) ?? sentOn };
		});
	});
	const answered = all.filter(({ outcome }) => outcome.outcome === 'succeeded');
	return { all, answered, dateField };
}

const NAME_CHARACTERS = 60;

function readCategories({ answer, outcome }: Outcome, field?: string): readonly string[] {
	if (outcome !== 'succeeded') return [];
	if (field !== undefined) return readNames(answer[field]);
	const several = Array.isArray(answer['categories']) ? readNames(answer['categories']) : [];
	return several.length > 0 ? several : readNames(answer['category']);
}

function readNames(value: JsonValue | undefined): readonly string[] {
	const values: ReadonlyArray<JsonValue | undefined> = Array.isArray(value) ? value : [value];
	return [...new Set(values.flatMap((entry) => showValue(entry, NAME_CHARACTERS) ?? []))];
}

const TITLE_CHARACTERS = 100;

/** A name from the host first, then one from the answer. */
function chooseTitle({ answer, rowId, rowIndex }: Outcome, name: JsonValue | undefined): string {
	const title = [name, answer['title'], answer['summary'], answer['answer'], rowId].find(
		(value) => showValue(value, TITLE_CHARACTERS) !== undefined,
	);
	return showValue(title, TITLE_CHARACTERS) ?? `#${rowIndex + 1}`;
}

function readConfidence({ answer, outcome }: Outcome): number | undefined {
	const value = outcome === 'succeeded' ? answer['confidence'] : undefined;
	return typeof value === 'number' && value >= 0 && value <= 1 ? value : undefined;
}

const REASON_CHARACTERS = 160;

function readReason({ answer, reason }: Outcome): string | undefined {
	const words = reason ?? answer['reason'];
	return typeof words === 'string' ? clip(words, REASON_CHARACTERS) : undefined;
}
