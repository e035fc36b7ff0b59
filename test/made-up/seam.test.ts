import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const OWN = 'test/made-up';
const PRODUCT = ['core', 'nodes', 'credentials', 'zapier-app/src', 'local-server/src', 'harness'];

function importsOf(file: string): readonly string[] {
	const source = readFileSync(join(OWN, file), 'utf8');
	return [...source.matchAll(/from '\.\.\/\.\.\/([^']+)'/g)].map(([, path = '']) => path);
}

describe('the places that the made-up wire touches outside its own folder', () => {
	it('are none in the product: no file of it knows the wire', () => {
		const files = PRODUCT.flatMap((root) => globSync(`${root}/**/*.{ts,json}`)).filter(
			(file) => !file.includes('node_modules'),
		);
		expect(files.length).toBeGreaterThan(300);
		expect(files.filter((file) => /made-?_?up/i.test(readFileSync(file, 'utf8')))).toEqual([]);
	});

	it('are the seam itself: a protocol, a row, and one object that gives both to the nodes', () => {
		const rooms = importsOf('protocol.ts').map((path) => path.split('/').slice(0, 2).join('/'));
		expect([...new Set(rooms)].sort()).toEqual([
			'core/formats',
			'core/protocols',
			'core/tasks',
			'core/types',
		]);
		expect(importsOf('provider.ts')).toEqual(['core', 'nodes/shared/service']);
		const source = readFileSync(join(OWN, 'provider.ts'), 'utf8');
		expect(source.match(/: Service = /g)).toHaveLength(1);
		expect(source.slice(source.indexOf(': Service = ')).trim().split('\n')).toHaveLength(4);
	});
});
