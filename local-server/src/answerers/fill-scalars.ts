import { readNumber, readString, type JsonValue, type JsonObject } from '../../../core';
import { findDate } from './find-date';
import { findEmail, findLabelled, findNumber, findUrl, splitName } from './find';
import { cutText, summary } from './sentences';
import type { Subject } from './subject';

const CONFIDENCE = /confidence|score|probability|certainty/i;
const REASON = /reason|rationale|explanation|justification|why/i;
const DATE = /\b(?:date|deadline|due|when|day)\b/i;
const SUMMARY = /summary|abstract|gist|text|answer|description|overview/i;

function reason(subject: Subject): string {
	const common = subject.ranking?.common ?? [];
	return common.length === 0 ? 'No words in common.' : `Words in common: ${common.join(', ')}.`;
}

/** A value by its look when the name asks for one; undefined when the text has none. */
function byName(name: string, format: string | undefined, text: string): string | undefined {
	if (format === 'email' || /e-?mail/i.test(name)) return findEmail(text);
	if (format === 'uri' || /\b(?:url|link|website)\b/i.test(name)) return findUrl(text);
	return undefined;
}

export function fillString(schema: JsonObject, subject: Subject): JsonValue {
	const name = splitName(subject.name);
	const format = readString(schema['format']);
	const fit = (text: string): string =>
		cutText(text, Math.min(300, readNumber(schema['maxLength']) ?? 300));
	if (REASON.test(name)) return fit(reason(subject));
	if (DATE.test(name) || format === 'date' || format === 'date-time') {
		return findDate(subject.text) ?? (subject.nullable ? null : '');
	}
	const found = byName(name, format, subject.text) ?? findLabelled(subject.text, subject.name);
	if (found !== undefined) return fit(found);
	if (subject.nullable && !SUMMARY.test(name)) return null;
	return fit(summary(subject.text));
}

export function fillNumber(schema: JsonObject, subject: Subject, whole: boolean): JsonValue {
	const least = readNumber(schema['minimum']) ?? -Infinity;
	const most = readNumber(schema['maximum']) ?? Infinity;
	const clamp = (value: number): number => Math.min(most, Math.max(least, value));
	if (!whole && (CONFIDENCE.test(subject.name) || (least === 0 && most === 1))) {
		const value = clamp(subject.ranking?.confidence ?? 0.3);
		return most > 1 && most <= 100 ? clamp(Math.round(value * most)) : value;
	}
	const labelled = findLabelled(subject.text, subject.name);
	const found = findNumber(labelled ?? '') ?? findNumber(subject.text);
	if (found === undefined) return subject.nullable ? null : clamp(0);
	return clamp(whole ? Math.round(found) : found);
}
