import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Proof {
	/** Files that the row names, or those of the row before where it says "same". */
	readonly files: readonly string[];
	/** Titles, cut where the page leaves words out. */
	readonly words: readonly string[];
}

const FILE = /`([^`]+\.test\.ts)`/g;

/** Every row of the table of faults with a proof, in order. */
function proofsOf(page: string): readonly Proof[] {
	const proofs: Proof[] = [];
	for (const line of page.split('\n')) {
		const cell = line.startsWith('|') ? line.split('|').at(-2)?.trim() : undefined;
		if (cell === undefined || !(cell.includes('.test.ts') || cell.startsWith('same'))) continue;
		const named = [...cell.matchAll(FILE)].map(([, file = '']) => file);
		const files = cell.startsWith('same') ? [...(proofs.at(-1)?.files ?? []), ...named] : named;
		const words = cell
			.replaceAll(FILE, ';')
			.split(/[;*]|\bsame\b|(?<=[*;])[:,]/)
			.flatMap((part) => part.split('…'))
			.map((part) => part.replaceAll(/^[\s:,]+|[\s:,]+$/g, ''))
			.filter((part) => part !== '' && part !== 'and');
		proofs.push({ files, words });
	}
	return proofs;
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
		expect(PROOFS.length).toBeGreaterThanOrEqual(rows.length);
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
		expect(missing).toEqual([]);
	});
});

describe('SECURITY.md', () => {
	it('names tests that are there', () => {
		const page = readFileSync('SECURITY.md', 'utf8');
		const named = [...page.matchAll(/`(test\/[^`]+)`/g)].map(([, path = '']) => path);
		expect(named.length).toBeGreaterThan(5);
		expect(named.filter((path) => !existsSync(path))).toEqual([]);
	});
});
