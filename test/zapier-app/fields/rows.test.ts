import fc from 'fast-check';
import { keepColumns } from '../../../zapier-app/src/fields/rows';
import { anyText } from '../../support/any-text';

function keysOf(names: readonly string[]): Readonly<Record<string, string>> {
	return Object.fromEntries(keepColumns({ keep_names: names }).map(({ key, name }) => [name, key]));
}

/** As a name arrives at Zapier, in UTF-8: what is only half a character is lost on the way. */
const wellFormed = (text: string): string => Buffer.from(text).toString();

describe('keepColumns', () => {
	it('gives a plain name a plain key', () => {
		expect(keysOf(['subject', 'from_name'])).toEqual({
			subject: 'keep_subject',
			from_name: 'keep_from_name',
		});
	});

	it('keeps the key of a name in any script when names are moved, added or removed', () => {
		const names = ['Тема', 'От', 'e-mail', 'e_mail', 'e mail', '件名', 'subject'];
		const all = keysOf(names);

		expect(new Set(Object.values(all)).size).toBe(names.length);
		expect(keysOf(names.toReversed())).toEqual(all);
		for (const name of names) expect(keysOf([name])).toEqual({ [name]: all[name] });
	});

	it('gives every name a key of its own that Zapier takes', () => {
		const name = anyText({ minLength: 1 }).map((text) => wellFormed(`${text}x`).trim());
		fc.assert(
			fc.property(fc.uniqueArray(name, { maxLength: 10 }), (names) => {
				const keys = keepColumns({ keep_names: names }).map(({ key }) => key);

				expect(new Set(keys).size).toBe(names.length);
				for (const key of keys) expect(key).toMatch(/^keep_[A-Za-z0-9_]+$/);
			}),
		);
	});
});
