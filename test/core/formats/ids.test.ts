import fc from 'fast-check';
import { encodeId, isId, MOST_ID_CHARACTERS } from '../../../core/formats/ids';
import { anyText } from '../../support/any-text';

describe('isId', () => {
	it.each([
		'batch_68f0a1',
		'file-Ab9_x',
		'resp_0123456789abcdef',
		'9b2c1d4e-0000-4000-8000-1234567890ab',
		'projects/p-1/locations/eu/batches/42',
		'arn:aws:job/1',
		'bGl0ZWxsbTpwcm94eTs=',
		'a+b~c',
		'v1.2',
		'-Ab9',
		'_Ab9',
		'a..b',
		'a/..b',
		'a/b..',
		'x'.repeat(MOST_ID_CHARACTERS),
	])('takes %.60s', (text) => {
		expect(isId(text)).toBe(true);
	});

	it.each([
		'',
		'.',
		'..',
		'../a',
		'a/..',
		'a/../b',
		'a/./b',
		'a/.',
		'/a',
		' ',
		'a b',
		' a',
		'a ',
		'a?b',
		'a?limit=1',
		'a#b',
		'a%2e%2e',
		'a%',
		'a\\b',
		'a"b',
		'a<b',
		'a\nb',
		'a\n',
		'a\r\nHost: x',
		'a\tb',
		'a\u0000',
		'a\u007f',
		'a\u0085b',
		'a\u2028b',
		'a\u200bb',
		'Größe',
		'a😀',
		'x'.repeat(MOST_ID_CHARACTERS + 1),
	])('takes no id out of %.60j', (text) => {
		expect(isId(text)).toBe(false);
	});

	it('takes nothing that a URL would read as another path, or as more than a path', () => {
		const piece = fc.oneof(
			fc.constantFrom('a', '..', '.', '/', '?', '#', '%', '%2e', '\\', ' ', '\n', '@', ':', '//'),
			anyText({ maxLength: 3 }),
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
				const id = pieces.join('');
				if (!isId(id)) return;
				const url = new URL(`https://server.test/v1/batches/${id}/cancel`);
				expect(url.href).toBe(`https://server.test/v1/batches/${id}/cancel`);
				expect([url.host, url.search, url.hash]).toEqual(['server.test', '', '']);
			}),
		);
	});
});

describe('encodeId', () => {
	it.each(['..', '.', '../../models', 'file/../../x', '..\\x', '', 'a\nb', 'x'.repeat(8_000)])(
		'refuses what would lead to another address: %j',
		(id) => {
			expect(() => encodeId(id)).toThrow('by something that is no id');
		},
	);

	it('is one part of a path for any id that a provider may give', () => {
		for (const id of ['file-1', 'files/abc', 'gs://bucket/a.jsonl', 'a//b=', 'x y']) {
			const { pathname } = new URL(`https://api.example.com/v1/files/${encodeId(id)}/content`);
			expect(pathname.split('/')).toHaveLength(5);
		}
	});
});
