import { globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';

const ROOTS = ['core', 'nodes', 'zapier-app/src', 'local-server/src', 'harness'];
const EXPORT =
	/^export (?:abstract )?(?:async )?(?:const|function\*?|class|interface|type) (\w+)/gm;

function wordsOf(name: string): readonly string[] {
	return name
		.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
		.replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
		.toLowerCase()
		.split(/[^a-z0-9]+/)
		.filter((word) => word !== '')
		.map((word) => word.replace(/ies$/, 'y').replace(/(?:ing|ed|ly|es|s|e)$/, ''));
}

/** The words of a file's name that neither its exports nor its folder have. */
function strangeWordsOf(file: string): readonly string[] {
	const source = readFileSync(file, 'utf8');
	const exported = [...source.matchAll(EXPORT)];
	const values = exported.filter(([line]) => !/^export (?:interface|type) /.test(line));
	if (values.length !== 1) return [];
	const known = new Set(
		[basename(dirname(file)), ...exported.map(([, name = '']) => name)].flatMap(wordsOf),
	);
	return wordsOf(basename(file, '.ts').replace(/\.node$/, '')).filter((word) => !known.has(word));
}

describe('the name of a file', () => {
	const files = ROOTS.flatMap((root) => globSync(`${root}/**/*.ts`)).filter(
		(file) => !/node_modules|\/(?:index|types)\.ts$/.test(file),
	);

	it('is that of its one export: who looks for a thing finds it by its name', () => {
		const strange = files.flatMap((file) => {
			const words = strangeWordsOf(file);
			return words.length === 0 ? [] : [`${file}: ${words.join(', ')}`];
		});
		expect(files.length).toBeGreaterThan(300);
		expect(strange).toEqual([]);
	});
});
