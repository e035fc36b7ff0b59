import {
	clip,
	findDateField,
	findTitleField,
	keptField,
	showValue,
} from '../../../core/report/fields';
import type { JsonObject } from '../../../core';
import { outcomeOf, outcomesOf } from '../../support/core/outcomes';

function keptRows(...kept: JsonObject[]) {
	return kept.map((fields, index) => outcomeOf(index, { kept: fields }));
}

describe('findDateField', () => {
	it.each<[string, JsonObject]>([
		['date', { id: '1', date: '2026-11-20', createdTime: '2026-11-20' }],
		['Date', { Subject: 'x', Date: 'Fri, 20 Nov 2026 10:12:02 +0100' }],
		['internalDate', { internalDate: '1763719200000', updated_at: '2026-11-20' }],
		['created_time', { created_time: '2026-11-20T10:00:00.000Z', due: '2026-12-01' }],
		['ts', { ts: '1763719200.123456', user: 'U1' }],
		['added_at', { added_at: '2026-11-20T10:00:00Z', order: 1763719200 }],
	])('finds %s', (field, kept) => {
		expect(findDateField(keptRows(kept, kept))).toBe(field);
	});

	it('takes no field for a date that holds none, or whose name says something else', () => {
		expect(findDateField(keptRows({ date: 'soon', phone: 1763719200 }))).toBeUndefined();
		expect(findDateField([])).toBeUndefined();
	});

	it('prefers the field that dates most rows', () => {
		const rows = outcomesOf(
			10,
			() => ({}),
			(i) => ({
				date: i < 6 ? '2026-11-20' : '',
				createdAt: '2026-11-20',
			}),
		);
		expect(findDateField(rows)).toBe('createdAt');
	});
});

describe('findTitleField', () => {
	it.each<[string, JsonObject]>([
		['subject', { name: 'Ann', subject: 'Hello', text: 'Dear' }],
		['File Name', { 'File Name': 'notes.txt', size: 3 }],
		['content', { content: 'Buy milk', project: 'Home' }],
	])('finds %s', (field, kept) => {
		expect(findTitleField(keptRows(kept))).toBe(field);
	});
});

describe('keptField', () => {
	it('reads a field by name before it reads a path', () => {
		const read = keptField('a.b');
		expect(read(outcomeOf(0, { kept: { 'a.b': 1, a: { b: 2 } } }))).toBe(1);
		expect(read(outcomeOf(0, { kept: { a: { b: 2 } } }))).toBe(2);
		expect(read(outcomeOf(0, { kept: { a: 'x' } }))).toBeUndefined();
	});

	it('reads nothing that an object inherits', () => {
		expect(keptField('constructor')(outcomeOf(0))).toBeUndefined();
		expect(keptField('a.constructor')(outcomeOf(0, { kept: { a: {} } }))).toBeUndefined();
	});
});

describe('showValue', () => {
	it('writes scalars, lists and the objects of mail and users', () => {
		expect(showValue(' a\n b ', 20)).toBe('a b');
		expect(showValue(false, 20)).toBe('false');
		expect(showValue(['a', 'b', null], 20)).toBe('a, b');
		expect(showValue({ text: 'Ann <ann@x.example>', value: [] }, 20)).toBe('Ann <ann@x.example>');
		expect(showValue({ id: 3 }, 20)).toBeUndefined();
		expect(showValue(null, 20)).toBeUndefined();
	});

	it('drops marks that make a text look like another', () => {
		expect(clip('invoice\u202Efdp.exe', 40)).toBe('invoice fdp.exe');
	});

	it('cuts without halving a character', () => {
		expect(clip('ab😀cd', 4)).toBe('ab…');
		expect(clip('abcd', 4)).toBe('abcd');
	});
});
