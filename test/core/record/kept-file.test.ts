import fc from 'fast-check';
import { isJsonObject, selectKept, type AnswerShape } from '../../../core';
import { encodeKeptHeader, encodeKeptRow, readKeptLine } from '../../../core/record/kept-file';
import { CATEGORIZE } from '../../support/core/samples';
import { promptOf } from '../../../core/tasks';

const record = fc.dictionary(
	fc.string(),
	fc.oneof(fc.jsonValue(), fc.string({ maxLength: 400 }), fc.constant(undefined), fc.bigInt()),
);

describe('selectKept', () => {
	const mail = {
		id: 'm1',
		unread: true,
		size: 12,
		folder: null,
		subject: 'Invoice 12',
		empty: '',
		text: 'Please pay.',
		html: '<p>Please pay.</p>',
		long: 'x'.repeat(201),
		from: { name: 'Ann', address: 'ann@example.com' },
		tags: ['a'],
		'a.b': 'literal',
		a: { b: 'nested' },
	};

	it('keeps short scalars, never the text, markup or what is long', () => {
		expect(selectKept(mail, 'short', 'Please pay.')).toEqual({
			id: 'm1',
			unread: true,
			size: 12,
			folder: null,
			subject: 'Invoice 12',
			empty: '',
			'a.b': 'literal',
		});
	});

	it('keeps nothing or everything when told', () => {
		expect(selectKept(mail, 'none', '')).toEqual({});
		expect(selectKept(mail, 'all', '')).toEqual(mail);
	});

	it('keeps the fields of a list, and reaches into objects', () => {
		expect(selectKept(mail, ['from.name', 'subject', 'nope', 'tags.0.x'], '')).toEqual({
			'from.name': 'Ann',
			subject: 'Invoice 12',
		});
	});

	it('prefers a field whose name holds a dot over a path', () => {
		expect(selectKept(mail, ['a.b'], '')).toEqual({ 'a.b': 'literal' });
	});

	it('leaves out what is no JSON', () => {
		const fields = { big: 1n, nothing: undefined, number: Number.NaN, run: () => 0, ok: 1 };
		expect(selectKept(fields, 'all', '')).toEqual({ ok: 1 });
		expect(selectKept(fields, ['big', 'ok'], '')).toEqual({ ok: 1 });
	});

	it('keeps a short selection short, whatever the record', () => {
		fc.assert(
			fc.property(record, fc.string({ minLength: 1 }), (fields, text) => {
				const kept = selectKept({ ...fields, text }, 'short', text);
				expect(kept).not.toHaveProperty('text', text);
				for (const value of Object.values(kept)) {
					expect(typeof value === 'object' && value !== null).toBe(false);
					expect(String(value).length).toBeLessThanOrEqual(400);
					if (typeof value === 'string') expect(value.length).toBeLessThanOrEqual(200);
				}
			}),
		);
	});

	it('survives the way to the provider and back, whatever the record', () => {
		fc.assert(
			fc.property(record, fc.nat(), (fields, index) => {
				const kept = selectKept(fields, 'all', '');
				expect(isJsonObject(kept)).toBe(true);
				const line: unknown = JSON.parse(encodeKeptRow(index, { fields: kept }));
				const back = readKeptLine(line);
				const expected: unknown = JSON.parse(JSON.stringify(kept));
				expect(back).toEqual({ rowIndex: index, row: { fields: expected } });
				expect(Object.keys(kept)).toEqual(
					Object.keys(fields).filter((name) => name in kept && Object.hasOwn(kept, name)),
				);
			}),
		);
	});

	it('keeps a field that is called __proto__', () => {
		const fields: Record<string, unknown> = JSON.parse('{"__proto__":"x","a":1}');
		expect(Object.entries(selectKept(fields, 'all', ''))).toEqual([
			['__proto__', 'x'],
			['a', 1],
		]);
	});
});

describe('readKeptLine', () => {
	it('reads a header back as the shape of the answers', () => {
		const { shape } = promptOf(CATEGORIZE);
		const line: unknown = JSON.parse(encodeKeptHeader(shape));
		expect(readKeptLine(line)).toEqual({ shape });
	});

	it('reads the row id and why a row was skipped', () => {
		const line: unknown = JSON.parse(encodeKeptRow(4, { rowId: 'Grüße', skipped: 'empty' }));
		expect(readKeptLine(line)).toEqual({ rowIndex: 4, row: { rowId: 'Grüße', skipped: 'empty' } });
	});

	it.each([null, 'x', [], {}, { row: 'first' }, { shape: { kind: 'other' } }])(
		'reads nothing out of %j',
		(line) => {
			expect(readKeptLine(line)).toBeUndefined();
		},
	);

	it('leaves fields out that are no object', () => {
		expect(readKeptLine({ row: 1, fields: [1] })).toEqual({ rowIndex: 1, row: {} });
	});

	it.each<AnswerShape>([
		{ kind: 'summarize', style: 'actions' },
		{ kind: 'extract', fields: [{ name: 'due', type: 'date' }] },
		{ kind: 'custom' },
	])('carries the shape %j', (shape) => {
		const line: unknown = JSON.parse(encodeKeptHeader(shape));
		expect(readKeptLine(line)).toEqual({ shape });
	});
});
