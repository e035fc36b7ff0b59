import fc from 'fast-check';
import { encodeRequest, encodeRequestId, fitsRequestId, readRequestId } from '../../core/requests';

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
		const line = encodeRequest(template, 3, 'a', 'say "hi"\n</row>').join('');
		expect(JSON.parse(line)).toEqual({ id: 'r3-a', text: 'say "hi"\n<\\/row>' });
	});
});
