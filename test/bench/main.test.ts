import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const ROOT = resolve(__dirname, '..', '..');
const TSX = resolve(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');

describe('npm run bench', () => {
	it('names its parts when asked for one that it does not have, and each is there and documented', async () => {
		const { stdout } = await promisify(execFile)(process.execPath, [TSX, 'bench/main.ts', 'nope'], {
			cwd: ROOT,
		});
		const parts = [...stdout.matchAll(/^ {2}(\w+) /gm)].map(([, name]) => name);
		expect(parts).toEqual(expect.arrayContaining(['speeds', 'trigger', 'clients']));
		const page = readFileSync(resolve(ROOT, 'docs/benchmarks.md'), 'utf8');
		for (const part of parts) {
			expect(existsSync(resolve(ROOT, `bench/${part}.ts`))).toBe(true);
			expect(page).toContain(`| \`${part}\` |`);
		}
	});
});
