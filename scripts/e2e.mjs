// The slow suite, one file after another, each in a process of its own: they share ports and CPU, and Zapier's
// platform patches node:http for as long as its process lives. `npm run test:e2e -- queue` runs the files so named.
// A real n8n on a busy machine may miss a deadline: a file that failed is run once more, and the end says which.
// Nothing else in the project is ever retried.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const wanted = process.argv.slice(2);
const files = readdirSync('test/e2e')
	.filter((file) => file.endsWith('.test.ts'))
	.filter((file) => wanted.length === 0 || wanted.some((name) => file.includes(name)));

function passes(file) {
	const started = Date.now();
	const args = ['--config', 'jest.e2e.config.js', '--verbose', `test/e2e/${file}`];
	const hasPassed = spawnSync('jest', args, { stdio: 'inherit' }).status === 0;
	const seconds = Math.round((Date.now() - started) / 1000);
	console.log(`${file}: ${hasPassed ? 'passed' : 'failed'} after ${seconds} s`);
	return hasPassed;
}

const retried = files.filter((file) => !passes(file));
const failed = retried.filter((file) => !passes(file));
console.log(`${files.length - failed.length} of ${files.length} end-to-end files passed`);
if (retried.length > 0) console.log(`retried once: ${retried.join(', ')}`);
if (failed.length > 0) console.error(`failed twice: ${failed.join(', ')}`);
if (files.length === 0 || failed.length > 0) process.exitCode = 1;
