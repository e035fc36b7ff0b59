import fc from 'fast-check';
import { nameByPosition } from '../../../zapier-app/src/rows/row-ids';

describe('nameByPosition', () => {
	it('lets no position be the ID of another row, and changes no ID that was given', () => {
		const id = fc.option(fc.oneof(fc.nat(12).map(String), fc.constantFrom('1 (2)', 'a')), {
			nil: undefined,
		});
		const rows = fc
			.uniqueArray(id, { maxLength: 12, selector: (entry) => entry ?? Symbol('none') })
			.map((ids) =>
				ids.map((entry) => (entry === undefined ? { text: '' } : { text: '', id: entry })),
			);
		fc.assert(
			fc.property(rows, (given) => {
				const named = nameByPosition(given);
				const ids = named.map((row, position) => row.id ?? String(position));

				expect(new Set(ids).size).toBe(given.length);
				for (const [position, row] of given.entries()) {
					expect([ids[position], undefined]).toContain('id' in row ? row.id : undefined);
				}
			}),
		);
	});
});
