import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAGES, proseOf } from '../support/docs/pages';

/** What the pages promise must be there: files, commands in a package.json, words on a screen of our nodes. */

const MANIFESTS = ['package.json', 'zapier-app/package.json', 'local-server/package.json'];

function scriptNames(): ReadonlySet<string> {
	const scripts = MANIFESTS.map((file) => Object(JSON.parse(readFileSync(file, 'utf8'))).scripts);
	return new Set(scripts.flatMap((entries) => Object.keys(Object(entries))));
}

/** Every name that a node of ours shows. */
function screenWords(): ReadonlySet<string> {
	const sources = globSync('nodes/**/*.ts').map((file) => readFileSync(file, 'utf8'));
	const names = sources.flatMap((text) => [
		...text.matchAll(/\b(?:displayName|name): (?:'([^']+)'|"([^"]+)")/g),
	]);
	return new Set(names.map(([, single, double]) => single ?? double ?? ''));
}

/** `*Poll Batch → Results As*` and `*Options → Row ID*`, in either of the two marks of emphasis. */
const PATH_ON_SCREEN = /\*((?:Options|Submit Batch|Poll Batch|Categorize Async) → [^*]+)\*/g;

/** `core/index.ts`, `nodes/PollBatch/`: a path from the top, or below `test/`, as the pages on proofs write it. */
const PATH_OF_FILE =
	/`((?:bench|core|credentials|docs|harness|local-server|nodes|scripts|test|workflows|zapier-app)\/[^`\s]*)`/g;

function isThere(path: string): boolean {
	// A name in angle brackets stands for any.
	const pattern = path.replaceAll(/<[^>]*>/g, '*');
	return [pattern, join('test', pattern)].some((place) => globSync(place).length > 0);
}

/** As people write it: the unit of a number stands behind its name on the screen only. */
function isOnScreen(words: ReadonlySet<string>, part: string): boolean {
	return [...words].some((word) => word === part || word.startsWith(`${part} (`));
}

describe('The pages of this repository', () => {
	it('name only commands that are there', () => {
		const known = scriptNames();
		const named = PAGES.filter((page) => page !== 'CHANGELOG.md').flatMap((page) =>
			[...readFileSync(page, 'utf8').matchAll(/npm run (?:--silent )?([a-z0-9:_-]+)/g)].map(
				([, name = '']) => `${page}: ${name}`,
			),
		);

		expect(named.length).toBeGreaterThan(20);
		expect(named.filter((entry) => !known.has(entry.split(': ')[1] ?? ''))).toEqual([]);
	});

	it('name only files that are there', () => {
		const undated = PAGES.filter((page) => page !== 'CHANGELOG.md' && !page.includes('decisions'));
		const named = undated.flatMap((page) =>
			[...readFileSync(page, 'utf8').matchAll(PATH_OF_FILE)].map(
				([, path = '']) => `${page}: ${path}`,
			),
		);

		expect(named.length).toBeGreaterThan(80);
		expect(named.filter((entry) => !isThere(entry.split(': ')[1] ?? ''))).toEqual([]);
	});

	it('name only fields and choices that the nodes show', () => {
		const words = screenWords();
		const pages = PAGES.filter((page) => !page.includes('zapier') && !page.includes('decisions'));
		const parts = pages.flatMap((page) =>
			[...proseOf(page).matchAll(PATH_ON_SCREEN)].flatMap(([, path = '']) =>
				path.split(' → ').map((part) => `${page}: ${part.trim()}`),
			),
		);

		expect(parts.length).toBeGreaterThan(20);
		expect(parts.filter((part) => !isOnScreen(words, part.split(': ')[1] ?? ''))).toEqual([]);
	});
});
