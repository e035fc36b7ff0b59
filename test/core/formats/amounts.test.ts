import fc from 'fast-check';
import { formatCount } from '../../../core/formats/amounts';

describe('formatCount', () => {
	it('writes a number as en-US does', () => {
		for (const count of [0, 7, 999, 1000, -1000, 12_345_678.5]) {
			expect(formatCount(count)).toBe(count.toLocaleString('en-US'));
		}
		fc.assert(
			fc.property(fc.integer(), (count) => {
				expect(formatCount(count)).toBe(count.toLocaleString('en-US'));
			}),
		);
	});
});
