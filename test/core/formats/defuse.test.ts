import fc from 'fast-check';
import { defuse } from '../../../core/formats/defuse';

describe('defuse', () => {
	it('leaves a text without a sign as it is', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom(...'ab ü,;"\n') }), (text) => {
				expect(defuse(`x${text}`)).toBe(`x${text}`);
			}),
		);
	});

	it('changes nothing that is defused already', () => {
		const text = fc.string({ unit: fc.constantFrom(...'=+-@%,;|"\n\t\r ab＝', '😀') });
		fc.assert(
			fc.property(text, (given) => {
				expect(defuse(defuse(given))).toBe(defuse(given));
			}),
		);
	});

	it('only puts apostrophes in', () => {
		const text = fc.string({ unit: fc.constantFrom(...'=+-@%,;|"\n\t\r ab＝', '😀') });
		fc.assert(
			fc.property(text, (given) => {
				expect(defuse(given).replaceAll("'", '')).toBe(given);
			}),
		);
	});
});
