import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const ROOT = resolve(__dirname, '..', '..');

describe('npm start', () => {
	it('runs the shipped workflow on the shipped inbox and brings every e-mail back', async () => {
		const tsx = resolve(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
		const run = promisify(execFile);
		const { stdout } = await run(process.execPath, [tsx, 'scripts/review.ts'], { cwd: ROOT });
		expect(stdout).toMatch(/(\d+) of \1 e-mails came back, in /);
		expect(stdout).toMatch(/^\s+1 {2}POST \/v1\/batches$/m);
	});
});
