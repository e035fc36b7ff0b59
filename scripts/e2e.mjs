// The slow suite, one file after another, each in a process of its own: they share ports and CPU, and Zapier's
// platform patches node:http for as long as its process lives. `npm run e2e -- queue` runs the files so named.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const wanted = process.argv.slice(2);
const files = readdirSync('test/e2e')
	.filter((file) => file.endsWith('.test.ts'))
	.filter((file) => wanted.length === 0 || wanted.some((name) => file.includes(name)));
const failed = files.filter((file) => {
	const args = ['--config', 'jest.e2e.config.js', '--verbose', `test/e2e/${file}`];
	return spawnSync('jest', args, { stdio: 'inherit' }).status !== 0;
});
console.log(`${files.length - failed.length} of ${files.length} end-to-end files passed`);
if (failed.length > 0) console.error(`failed: ${failed.join(', ')}`);
if (files.length === 0 || failed.length > 0) process.exitCode = 1;
