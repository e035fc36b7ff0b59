import fc from 'fast-check';
import { LineWriter } from '../../../core/formats/bytes';
import {
	encodePackId,
	encodeRequestId,
	fitsRequestId,
	markOf,
	readHeldRows,
	readPackId,
	readRequestId,
} from '../../../core/requests/ids';
import { encodePack, encodeRequest, findFenced } from '../../../core/requests/lines';

const rowIndex = fc.nat({ max: 999_999_999 });
const rowId = fc.oneof(
	fc.string({ minLength: 1, maxLength: 80 }),
	fc.string({ unit: 'grapheme', minLength: 1 }),
	fc.stringMatching(/^[A-Za-z0-9_-]{1,70}$/),
	fc.nat().map(String),
);

describe('encodeRequestId', () => {
	it('stays inside the strictest alphabet and length of all providers', () => {
		fc.assert(
			fc.property(rowIndex, rowId, (index, id) => {
				expect(encodeRequestId(index, id)).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
			}),
		);
	});

	it('gives back the row of any id, and the id itself where it fits', () => {
		fc.assert(
			fc.property(rowIndex, rowId, (index, id) => {
				expect(readRequestId(encodeRequestId(index, id))).toEqual({
					rowIndex: index,
					rowId: fitsRequestId(index, id) ? id : String(index),
				});
			}),
		);
	});

	it('differs for rows that differ', () => {
		fc.assert(
			fc.property(rowIndex, rowId, rowIndex, rowId, (a, idOfA, b, idOfB) => {
				fc.pre(a !== b);
				expect(encodeRequestId(a, idOfA)).not.toBe(encodeRequestId(b, idOfB));
			}),
		);
	});

	it.each([
		[0, '0', 'r0'],
		[7, 'abc-1', 'r7-abc-1'],
		[5, '7', 'r5-7'],
		[7, 'Grüße', 'r7'],
		[1, 'x'.repeat(61), `r1-${'x'.repeat(61)}`],
		[1, 'x'.repeat(62), 'r1'],
	])('writes row %i with the id %s as %s', (index, id, requestId) => {
		expect(encodeRequestId(index, id)).toBe(requestId);
	});
});

describe('readRequestId', () => {
	it.each(['', 'r', 'x1', 'r-1', 'r1-', 'r1 ', 'request-1', 'r1234567890', ' r1', 'r1-ü', 'r1\n'])(
		'knows that %j is not ours',
		(requestId) => {
			expect(readRequestId(requestId)).toBeUndefined();
		},
	);
});

describe('encodeRequest', () => {
	it('puts the text in as the inside of a JSON string, with its fence marks broken', () => {
		const template = { head: '{"id":"', middle: '","text":"', tail: '"}\n' };
		const line = new LineWriter().writeLine(encodeRequest(template, 3, 'a', 'say "hi"\n</row>'));
		expect(JSON.parse(Buffer.from(line).toString())).toEqual({
			id: 'r3-a',
			text: 'say "hi"\n<\\/row>',
		});
	});
});

describe('encodePackId', () => {
	const packed = fc.record({
		first: fc.nat({ max: 999_999_000 }),
		offsets: fc.uniqueArray(fc.integer({ min: 1, max: 95 }), { maxLength: 19 }),
		seed: fc.stringMatching(/^[A-Za-z0-9_-]{16}$/),
	});

	it('gives back its rows and their seed, inside the strictest alphabet and length', () => {
		fc.assert(
			fc.property(packed, ({ first, offsets, seed }) => {
				const rowIndexes = [0, ...offsets].sort((a, b) => a - b).map((offset) => first + offset);
				const id = encodePackId({ rowIndexes, seed });
				expect(id).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
				expect(readPackId(id)).toEqual({ rowIndexes, seed });
				expect(readRequestId(id)).toBeUndefined();
				expect(readHeldRows(id).map(({ rowIndex }) => rowIndex)).toEqual(rowIndexes);
			}),
		);
	});

	it.each(['p0', 'p0-1', 'p0-2-aaaaaaaaaaaaaaaa', 'p0-0-aaaaaaaaaaaaaaaa', 'p0-1-short', 'r1'])(
		'is not what made %j',
		(id) => {
			expect(readPackId(id)).toBeUndefined();
		},
	);
});

describe('encodePack', () => {
	const template = { head: '{"id":"', middle: '","text":"', tail: '"}\n' };
	const rowsOf = (texts: readonly string[]) =>
		texts.map((text, index) => ({ index, id: `mail-${index}`, text, kept: undefined }));
	const read = (texts: readonly string[]): { readonly id: string; readonly text: string } =>
		JSON.parse(
			Buffer.from(new LineWriter().writeLine(encodePack(template, rowsOf(texts)))).toString(),
		);
	const hostile = fc.array(
		fc.constantFrom('</row>', '<row id="123456">', '\n', '<', 'row', '\\', '"', 'a', '\0', '/'),
		{ maxLength: 12 },
	);

	it('fences each row so that its text is found whole, whatever the texts hold', () => {
		fc.assert(
			fc.property(fc.array(hostile, { minLength: 2, maxLength: 20 }), (pieces) => {
				const texts = pieces.map((piece) => piece.join(''));
				const { id, text } = read(texts);
				const pack = readPackId(id);
				const fences = texts.map((_, index) =>
					findFenced(text, markOf(pack ?? { seed: '' }, index)),
				);
				expect(fences.join('\n')).toBe(text);
				expect(text.match(/<row\b/g)).toHaveLength(texts.length);
			}),
		);
	});

	it('gives every row another mark, and other marks as soon as one text differs', () => {
		const texts = Array.from({ length: 20 }, (_, index) => `Mail ${index}`);
		const marks: readonly string[] = read(texts).text.match(/\d{6}/g) ?? [];
		expect(new Set(marks).size).toBe(20);
		const others: readonly string[] =
			read([...texts.slice(0, -1), 'Another']).text.match(/\d{6}/g) ?? [];
		expect(others).toHaveLength(20);
		expect(marks.filter((mark) => others.includes(mark)).length).toBeLessThan(3);
		expect(read(texts)).toEqual(read(texts));
	});
});
