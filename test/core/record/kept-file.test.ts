import fc from 'fast-check';
import { isJsonObject, selectKeptFields, type AnswerShape } from '../../../core';
import { keptRowsOf, readKeptEntry, readKeptFile } from '../../../core/record/kept-file';
import { promptOf } from '../../../core/tasks';
import { CATEGORIZE } from '../../support/core/samples';
import { connectToFiles } from '../../support/core/stored-files';
import { keptTextOf } from '../../support/core/kept-text';

const record = fc.dictionary(
	fc.string(),
	fc.oneof(fc.jsonValue(), fc.string({ maxLength: 400 }), fc.constant(undefined), fc.bigInt()),
);

async function readBack(kept: string) {
	return await readKeptFile(connectToFiles({ kept }), 'kept');
}

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
		expect(selectKeptFields(mail, 'short', 'Please pay.')).toEqual({
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
		expect(selectKeptFields(mail, 'none', '')).toEqual({});
		expect(selectKeptFields(mail, 'all', '')).toEqual(mail);
	});

	it('keeps the fields of a list, and reaches into objects', () => {
		expect(selectKeptFields(mail, ['from.name', 'subject', 'nope', 'tags.0.x'], '')).toEqual({
			'from.name': 'Ann',
			subject: 'Invoice 12',
		});
	});

	it('prefers a field whose name holds a dot over a path', () => {
		expect(selectKeptFields(mail, ['a.b'], '')).toEqual({ 'a.b': 'literal' });
	});

	it('leaves out what is no JSON', () => {
		const fields = { big: 1n, nothing: undefined, number: Number.NaN, run: () => 0, ok: 1 };
		expect(selectKeptFields(fields, 'all', '')).toEqual({ ok: 1 });
		expect(selectKeptFields(fields, ['big', 'ok'], '')).toEqual({ ok: 1 });
	});

	it('keeps a short selection short, whatever the record', () => {
		fc.assert(
			fc.property(record, fc.string({ minLength: 1 }), (fields, text) => {
				const kept = selectKeptFields({ ...fields, text }, 'short', text);
				expect(kept).not.toHaveProperty('text', text);
				for (const value of Object.values(kept)) {
					expect(typeof value === 'object' && value !== null).toBe(false);
					expect(String(value).length).toBeLessThanOrEqual(400);
					if (typeof value === 'string') expect(value.length).toBeLessThanOrEqual(200);
				}
			}),
		);
	});

	it('survives the way to the provider and back, whatever the record', async () => {
		await fc.assert(
			fc.asyncProperty(record, fc.nat(), async (fields, index) => {
				const kept = selectKeptFields(fields, 'all', '');
				expect(isJsonObject(kept)).toBe(true);
				const { rows } = await readBack(keptTextOf([{ rowIndex: index, fields: kept }]));
				const expected: unknown = JSON.parse(JSON.stringify(kept));
				expect([...rows]).toEqual([[index, { rowIndex: index, fields: expected }]]);
				expect(Object.keys(kept)).toEqual(
					Object.keys(fields).filter((name) => name in kept && Object.hasOwn(kept, name)),
				);
			}),
		);
	});

	it('keeps a field that is called __proto__', () => {
		const fields: Record<string, unknown> = JSON.parse('{"__proto__":"x","a":1}');
		expect(Object.entries(selectKeptFields(fields, 'all', ''))).toEqual([
			['__proto__', 'x'],
			['a', 1],
		]);
	});
});

describe('readKeptEntry', () => {
	it('reads the row id and why a row was skipped', () => {
		const entry = { rowIndex: 4, rowId: 'Grüße', skipped: 'empty' };
		expect(readKeptEntry({ ...entry, more: true })).toEqual(entry);
	});

	it.each([null, 'x', [], {}, { rowIndex: 'first' }, { shape: { kind: 'custom' } }])(
		'reads nothing out of %j',
		(value) => {
			expect(readKeptEntry(value)).toBeUndefined();
		},
	);

	it('leaves fields out that are no object', () => {
		expect(readKeptEntry({ rowIndex: 1, fields: [1], rowId: 2 })).toEqual({ rowIndex: 1 });
	});
});

describe('readKeptFile', () => {
	it.each<AnswerShape>([
		promptOf(CATEGORIZE).shape,
		{ kind: 'summarize', style: 'actions' },
		{ kind: 'extract', fields: [{ name: 'due', type: 'date' }] },
		{ kind: 'custom' },
	])('carries the shape %j', async (shape) => {
		expect(await readBack(keptTextOf([], shape))).toEqual({ rows: new Map(), shape, gone: [] });
	});

	it('reads rows on behind a torn line, and out of lines that are none of ours', async () => {
		const [first, last] = [{ rowIndex: 0, rowId: 'ü' }, { rowIndex: 7 }];
		const foreign = ['{"torn":', 'null', '{"body":{"input":"Hello."}}', '{"body":{"input":"{}"}}'];
		const text = [keptTextOf([first]), ...foreign, keptTextOf([last])].join('\n');
		expect([...(await readBack(text)).rows]).toEqual([
			[0, first],
			[7, last],
		]);
	});

	it('says so when the file is gone, and reads nothing where there never was one', async () => {
		const nothing = { rows: new Map(), shape: undefined };
		expect(await readKeptFile(connectToFiles({}), 'kept')).toEqual({
			...nothing,
			gone: [expect.stringContaining('kept fields (kept)')],
		});
		expect(await readKeptFile(connectToFiles({}), undefined)).toEqual({ ...nothing, gone: [] });
	});
});

describe('keptRowsOf', () => {
	it('holds the entries of these rows and of no others', () => {
		const entries = [3, 4, 5, 6].map((rowIndex) => ({ rowIndex }));
		expect([...keptRowsOf(entries, { firstRow: 4, endRow: 6 }).keys()]).toEqual([4, 5]);
	});
});
