import fc from 'fast-check';
import { readShape } from '../../../core/tasks';

describe('readShape', () => {
	it('never throws, and answers a shape of ours or nothing', () => {
		const kind = fc.constantFrom('categorize', 'summarize', 'extract', 'custom', 'x');
		const value = fc.oneof(
			fc.jsonValue(),
			fc.record({
				kind,
				categories: fc.jsonValue(),
				fields: fc.jsonValue(),
				style: fc.jsonValue(),
				schema: fc.jsonValue(),
			}),
		);
		fc.assert(
			fc.property(value, (given) => {
				const read = readShape(given);
				if (read !== undefined) expect(readShape(JSON.parse(JSON.stringify(read)))).toEqual(read);
			}),
		);
	});

	it('leaves out categories and fields that cannot be read', () => {
		expect(
			readShape({ kind: 'categorize', categories: [{ name: 'A', value: 1 }, { value: 'B' }, 7] }),
		).toEqual({
			kind: 'categorize',
			categories: [{ name: 'A' }],
			multiple: false,
			noMatch: 'other',
		});
		expect(
			readShape({
				kind: 'extract',
				fields: [{ name: 'a', type: 'blob' }, { type: 'text' }, { name: 'b', type: 'text' }],
			}),
		).toEqual({
			kind: 'extract',
			fields: [{ name: 'b', type: 'text' }],
		});
		expect(readShape({ kind: 'extract' })).toEqual({ kind: 'extract', fields: [] });
	});

	it('takes no category for another, where one of those by number is gone', () => {
		const categories = [{ name: 'A' }, { value: 'B' }, { name: 'C "d"' }];
		expect(readShape({ kind: 'categorize', categories })).toMatchObject({ categories: [] });
	});
});
