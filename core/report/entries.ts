import { readList } from '../formats/json';
import type { JsonValue, Outcome } from '../types';
import { readDay, zoneOffset } from './days';
import { clip, findDateField, findTitleField, keptField, showValue } from './fields';
import type { Entry, FieldReader, ReportOptions, ReportPart, ReportRow } from './types';

const NAME_CHARACTERS = 60;
const TITLE_CHARACTERS = 100;
const REASON_CHARACTERS = 160;

/** All outcomes of all parts, with what the report reads from each. */
export interface Entries {
	readonly all: readonly Entry[];
	readonly answered: readonly Entry[];
	readonly dateField: string | undefined;
	readonly toRow: (entry: Entry) => ReportRow;
}

export function readEntries(parts: readonly ReportPart[], options: ReportOptions): Entries {
	const outcomes = parts.flatMap((part) => part.outcomes);
	const dateField = options.dateField ?? findDateField(outcomes);
	const titleField = options.titleField ?? findTitleField(outcomes);
	const date: FieldReader = dateField === undefined ? () => undefined : keptField(dateField);
	const title: FieldReader = titleField === undefined ? () => undefined : keptField(titleField);
	const offsetAt = zoneOffset(options.timeZone);
	const categoriesOf = categoryReader(options.categoryField);

	const all = parts.flatMap(({ label, outcomes: own, sentAt }) => {
		const sentOn = dateField === undefined ? readDay(sentAt, offsetAt) : undefined;
		return own.map((outcome): Entry => {
			const isAnswered = outcome.outcome === 'succeeded';
			return {
				outcome,
				label,
				categories: isAnswered ? categoriesOf(outcome) : [],
				confidence: isAnswered ? readShare(outcome.answer['confidence']) : undefined,
				day: readDay(date(outcome), offsetAt) ?? sentOn,
			};
		});
	});
	return {
		all,
		answered: all.filter(({ outcome }) => outcome.outcome === 'succeeded'),
		dateField,
		toRow: (entry) => toRow(entry, title),
	};
}

function categoryReader(field: string | undefined): (outcome: Outcome) => readonly string[] {
	return ({ answer }) => {
		if (field !== undefined) return readNames(answer[field]);
		const several = readNames(
			readList(answer['categories']) === undefined ? null : answer['categories'],
		);
		return several.length > 0 ? several : readNames(answer['category']);
	};
}

function readNames(value: JsonValue | undefined): readonly string[] {
	if (!Array.isArray(value)) {
		const name = showValue(value, NAME_CHARACTERS);
		return name === undefined ? [] : [name];
	}
	const names = value.map((entry: JsonValue) => showValue(entry, NAME_CHARACTERS));
	return [...new Set(names.filter((name) => name !== undefined))];
}

function readShare(value: JsonValue | undefined): number | undefined {
	return typeof value === 'number' && value >= 0 && value <= 1 ? value : undefined;
}

function toRow({ outcome, label, categories, confidence }: Entry, title: FieldReader): ReportRow {
	const { answer, rowId, reason } = outcome;
	const [category] = categories;
	const why = reason ?? (typeof answer['reason'] === 'string' ? answer['reason'] : undefined);
	const shownReason = why === undefined ? undefined : clip(why, REASON_CHARACTERS);
	return {
		id: rowId,
		title:
			showValue(title(outcome), TITLE_CHARACTERS) ??
			firstOf(answer, ['title', 'summary', 'answer']) ??
			clip(rowId, TITLE_CHARACTERS) ??
			`#${outcome.rowIndex + 1}`,
		label,
		...(category === undefined ? {} : { category }),
		...(confidence === undefined ? {} : { confidence }),
		...(shownReason === undefined ? {} : { reason: shownReason }),
	};
}

function firstOf(answer: Outcome['answer'], names: readonly string[]): string | undefined {
	return names
		.map((name) => showValue(answer[name], TITLE_CHARACTERS))
		.find((text) => text !== undefined);
}
