import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { PAGES, proseOf } from '../support/docs/pages';

interface Link {
	readonly page: string;
	readonly target: string;
}

function linksOf(page: string): readonly Link[] {
	const prose = proseOf(page);
	const written = [...prose.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)];
	const html = [...prose.matchAll(/<(?:img|a)\s[^>]*?(?:src|href)="([^"]+)"/g)];
	return [...written, ...html].map(([, target = '']) => ({ page, target }));
}

/** The anchors that GitHub gives a page: one for each heading. */
function anchorsOf(path: string): ReadonlySet<string> {
	const headings = [...proseOf(path).matchAll(/^#{1,6} +(\S.*)$/gm)].map(([, text = '']) =>
		text
			.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
			.toLowerCase()
			.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
			.trim()
			.replaceAll(' ', '-'),
	);
	return new Set(headings);
}

function isBroken({ page, target }: Link): boolean {
	if (/^[a-z]+:/i.test(target)) return false;
	const [path = '', anchor] = target.split('#');
	const file = path === '' ? page : normalize(join(dirname(page), decodeURI(path)));
	if (!existsSync(file)) return true;
	return anchor !== undefined && file.endsWith('.md') && !anchorsOf(file).has(anchor);
}

describe('The pages of this repository', () => {
	it('are found', () => {
		expect(PAGES).toEqual(expect.arrayContaining(['README.md', 'docs/zapier.md']));
		expect(PAGES.flatMap(linksOf).length).toBeGreaterThan(20);
	});

	it('link only to files, pictures and headings that are there', () => {
		expect(PAGES.flatMap(linksOf).filter(isBroken)).toEqual([]);
	});

	it('show pictures with words for those who do not see them', () => {
		const wordless = PAGES.filter((page) =>
			/!\[\s*\]\(|<img(?![^>]*alt="[^"]+)/.test(proseOf(page)),
		);

		expect(wordless).toEqual([]);
	});
});
