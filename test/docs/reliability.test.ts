import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One part of a row's proof: the files it names, or those before it, and titles of tests in them. */
interface Proof {
	readonly files: readonly string[];
	/** Titles, cut where the page leaves words out. */
	readonly words: readonly string[];
}

const FILE = /`([^`]+\.test\.ts)`/g;

/** The last cell of every row of the table of faults that has a proof. */
function proofCells(page: string): readonly string[] {
	return page
		.split('\n')
		.filter((line) => line.startsWith('|'))
		.map((line) => line.split('|').at(-2)?.trim() ?? '')
		.filter((cell) => cell.includes('.test.ts') || cell.startsWith('same'));
}

function proofsOf(page: string): readonly Proof[] {
	let files: readonly string[] = [];
	return proofCells(page)
		.flatMap((cell) => cell.split(';'))
		.map((part) => {
			const named = [...part.matchAll(FILE)].map(([, file = '']) => file);
			if (named.length > 0) files = named;
			const titles = part.replaceAll(FILE, '').replace(/^ *same\b/, '');
			const words = titles
				.split(/\*, |…/)
				.map((word) => word.replaceAll(/^[\s:,*]+|[\s:,*]+$/g, ''))
				.filter((word) => word !== '');
			return { files, words };
		});
}

const PAGE = readFileSync('docs/reliability.md', 'utf8');
const PROOFS = proofsOf(PAGE);

function textOf(file: string): string {
	const path = join('test', file);
	return existsSync(path) ? readFileSync(path, 'utf8').replaceAll("\\'", "'") : '';
}

describe('The table of faults in docs/reliability.md', () => {
	it('has a proof in each row', () => {
		const rows = PAGE.slice(PAGE.indexOf('| Fault |'), PAGE.indexOf('## The chaos suite'))
			.split('\n')
			.filter((line) => line.startsWith('|') && !/^\|(?:---| Fault| \*\*)/.test(line))
			.filter((line) => !/\| not tested\b[^|]*\|$/.test(line));
		expect(rows.length).toBeGreaterThan(40);
		expect(proofCells(PAGE)).toHaveLength(rows.length);
	});

	it('names test files that are there', () => {
		const files = new Set(PROOFS.flatMap(({ files }) => files));
		expect([...files].filter((file) => !existsSync(join('test', file)))).toEqual([]);
	});

	it('names tests that are in those files', () => {
		const missing = PROOFS.flatMap(({ files, words }) => {
			const texts = files.map(textOf);
			return words.filter((word) => !texts.some((text) => text.includes(word)));
		});
		expect(PROOFS.flatMap(({ words }) => words).length).toBeGreaterThan(60);
		expect(missing).toEqual([]);
	});

	it('names no file beside those titles that holds none of them', () => {
		const idle = PROOFS.flatMap(({ files, words }) =>
			files.filter(
				(file) => words.length > 0 && !words.some((word) => textOf(file).includes(word)),
			),
		);
		expect(idle).toEqual([]);
	});
});

describe('SECURITY.md', () => {
	it('names tests that are there', () => {
		const page = readFileSync('SECURITY.md', 'utf8');
		const named = [...page.matchAll(/`(test\/[^`]+|[^`]+\.test\.ts)`/g)].map(
			([, path = '']) => path,
		);
		expect(named.length).toBeGreaterThan(5);
		expect(named.filter((path) => !existsSync(path))).toEqual([]);
	});
});
